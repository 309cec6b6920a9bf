package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** Passes the events of a release to the listener of the step that follows it at that time, if there is one. */
final class AttachedEvents implements ReleaseEvents {
    private static final ReleaseEvents NOBODY = new AttachedEvents.Silent();

    private static final class Silent implements ReleaseEvents {
        @Override
        public void started(ReleaseView state, Phase phase) {}

        @Override
        public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {}

        @Override
        public void finished(ReleaseView state, ReleaseResult result) {}
    }

    private volatile ReleaseEvents listener = NOBODY;
    private volatile ReleaseFollower step;

    /** @param follower null: nobody */
    void attach(ReleaseFollower follower) {
        ReleaseEvents events = follower == null ? null : follower.events();
        step = follower;
        listener = events == null ? NOBODY : events;
    }

    /** The Discord message of the block around the step; null: none. */
    SentMessage message() {
        ReleaseFollower follower = step;
        return follower == null ? null : follower.message();
    }

    /** Where people see that message; null while that is not known. */
    String messageAddress() {
        ReleaseFollower follower = step;
        return follower == null ? null : follower.messageAddress();
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        listener.started(state, phase);
    }

    @Override
    public void progress(ReleaseView state, Phase phase, Sentence what) {
        listener.progress(state, phase, what);
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        listener.waiting(state, phase, forWhat);
    }

    @Override
    public void warning(ReleaseView state, Sentence what) {
        listener.warning(state, what);
    }

    @Override
    public void ended(ReleaseView state, Phase phase, long millis, Sentence failure) {
        listener.ended(state, phase, millis, failure);
    }

    @Override
    public void pods(ReleaseView state, Color color, int ready, int desired) {
        listener.pods(state, color, ready, desired);
    }

    @Override
    public void answers(ReleaseView state, int asked, int failed) {
        listener.answers(state, asked, failed);
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        listener.finished(state, result);
    }
}
