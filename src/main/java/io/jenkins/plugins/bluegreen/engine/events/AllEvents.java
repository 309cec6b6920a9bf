package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Passes everything on to several. One that throws holds up neither the others nor the release. */
record AllEvents(List<ReleaseEvents> listeners) implements ReleaseEvents {
    private static final Logger LOGGER = Logger.getLogger(AllEvents.class.getName());

    @Override
    public void started(ReleaseState state, Phase phase) {
        each(listener -> listener.started(state, phase));
    }

    @Override
    public void progress(ReleaseState state, Phase phase, Sentence what) {
        each(listener -> listener.progress(state, phase, what));
    }

    @Override
    public void waiting(ReleaseState state, Phase phase, Sentence forWhat) {
        each(listener -> listener.waiting(state, phase, forWhat));
    }

    @Override
    public void warning(ReleaseState state, Sentence what) {
        each(listener -> listener.warning(state, what));
    }

    @Override
    public void ended(ReleaseState state, Phase phase, long millis, Sentence failure) {
        each(listener -> listener.ended(state, phase, millis, failure));
    }

    @Override
    public void finished(ReleaseState state, ReleaseResult result) {
        each(listener -> listener.finished(state, result));
    }

    private void each(Consumer<ReleaseEvents> telling) {
        for (ReleaseEvents listener : listeners) {
            try {
                telling.accept(listener);
            } catch (RuntimeException | Error e) {
                LOGGER.log(Level.WARNING, e, () -> listener.getClass().getName() + " could not be told of a release");
            }
        }
    }
}
