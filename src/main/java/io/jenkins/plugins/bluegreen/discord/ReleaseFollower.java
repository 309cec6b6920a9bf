package io.jenkins.plugins.bluegreen.discord;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.function.Consumer;

/** Gives on how a release stands, whenever a message would show it otherwise. */
public final class ReleaseFollower implements ReleaseEvents {
    private final Consumer<ReleaseSnapshot> told;

    /** @param told called on the thread that advances the release; must return at once */
    public ReleaseFollower(Consumer<ReleaseSnapshot> told) {
        this.told = told;
    }

    @Override
    public void started(ReleaseView state, Phase phase) {
        tell(state);
    }

    @Override
    public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
        tell(state);
    }

    @Override
    public void finished(ReleaseView state, ReleaseResult result) {
        tell(state);
    }

    private void tell(ReleaseView state) {
        told.accept(ReleaseSnapshot.of(state));
    }
}
