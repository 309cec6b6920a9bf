package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** Runs the step's block once. The Lease is renewed meanwhile; the block's time is its own. */
final class TestPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        ReleaseState state = run.state;
        if (!state.bodyStarted) {
            state.bodyStarted = true;
            run.save();
            return new Move.RunBody();
        }
        if (!state.bodyDone) {
            return run.waitFor(Sentence.of("test.running"));
        }
        if (state.failure != null) {
            return run.fail(state.failure);
        }
        return HealthPhase.afterHealth(run);
    }
}
