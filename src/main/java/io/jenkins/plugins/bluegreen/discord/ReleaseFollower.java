package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.function.Consumer;

/** Passes a snapshot of a release to a consumer whenever its message would change. */
public final class ReleaseFollower implements ReleaseEvents {
    private final Consumer<ReleaseSnapshot> consumer;

    /** @param consumer called on the thread that advances the release; must not block */
    public ReleaseFollower(Consumer<ReleaseSnapshot> consumer) {
        this.consumer = consumer;
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        snapshot(state);
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        snapshot(state);
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        snapshot(state);
    }

    private void snapshot(ReleaseView state) {
        consumer.accept(ReleaseSnapshot.of(state));
    }
}
