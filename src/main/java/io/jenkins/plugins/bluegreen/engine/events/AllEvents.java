package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A list of listeners as one. An exception of one listener is logged; the others and the release go on. */
record AllEvents(List<ReleaseEvents> listeners) implements ReleaseEvents {
    private static final Logger LOGGER = Logger.getLogger(AllEvents.class.getName());

    @Override
    public void started(ReleaseView state, Phase phase) {
        each(listener -> listener.started(state, phase));
    }

    @Override
    public void progress(ReleaseView state, Phase phase, Sentence what) {
        each(listener -> listener.progress(state, phase, what));
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        each(listener -> listener.waiting(state, phase, forWhat));
    }

    @Override
    public void warning(ReleaseView state, Sentence what) {
        each(listener -> listener.warning(state, what));
    }

    @Override
    public void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
        each(listener -> listener.ended(state, phase, millis, failure));
    }

    @Override
    public void pods(ReleaseView state, Color color, int ready, int desired) {
        each(listener -> listener.pods(state, color, ready, desired));
    }

    @Override
    public void answers(ReleaseView state, int asked, int failed) {
        each(listener -> listener.answers(state, asked, failed));
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        each(listener -> listener.finished(state, result));
    }

    private void each(Consumer<ReleaseEvents> notification) {
        for (ReleaseEvents listener : listeners) {
            try {
                notification.accept(listener);
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.WARNING, e, () -> listener.getClass().getName() + " failed on an event of a release");
            }
        }
    }
}
