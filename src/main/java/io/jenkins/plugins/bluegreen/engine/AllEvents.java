package io.jenkins.plugins.bluegreen.engine;

import java.util.List;

/** Passes everything on to several. */
record AllEvents(List<ReleaseEvents> listeners) implements ReleaseEvents {
    @Override
    public void started(ReleaseState state, Phase phase) {
        listeners.forEach(listener -> listener.started(state, phase));
    }

    @Override
    public void progress(ReleaseState state, Phase phase, Sentence what) {
        listeners.forEach(listener -> listener.progress(state, phase, what));
    }

    @Override
    public void waiting(ReleaseState state, Phase phase, Sentence forWhat) {
        listeners.forEach(listener -> listener.waiting(state, phase, forWhat));
    }

    @Override
    public void warning(ReleaseState state, Sentence what) {
        listeners.forEach(listener -> listener.warning(state, what));
    }

    @Override
    public void ended(ReleaseState state, Phase phase, long millis, Sentence failure) {
        listeners.forEach(listener -> listener.ended(state, phase, millis, failure));
    }

    @Override
    public void finished(ReleaseState state, ReleaseResult result) {
        listeners.forEach(listener -> listener.finished(state, result));
    }
}
