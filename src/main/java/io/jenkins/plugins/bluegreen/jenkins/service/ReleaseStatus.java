package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.Messages;

/** A one-line status of a running release: its phase, and what that waits for. */
final class ReleaseStatus implements ReleaseEvents {
    private volatile String text = "";

    @Override
    public void started(ReleaseView release, Phase phase) {
        text = phase.toString();
    }

    @Override
    public void waiting(ReleaseView release, Phase phase, Sentence forWhat) {
        text = Messages.ReleaseStatus_waiting(phase, forWhat);
    }

    @Override
    public void finished(ReleaseView release, ReleaseResult result) {
        text = result.outcome().toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
