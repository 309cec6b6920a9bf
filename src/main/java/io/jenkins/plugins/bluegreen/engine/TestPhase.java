package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;

/** Runs the step's block once, without a deadline. The Lease is renewed meanwhile. */
final class TestPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        if (!state.test.started) {
            state.test.started = true;
            context.save();
            return new Move.RunBody();
        }
        if (!state.test.done) {
            return context.waitFor(Sentence.of("test.running"));
        }
        if (state.failure != null) {
            return context.next.fail(state.failure);
        }
        return HealthPhase.afterHealth(context);
    }

    /** The state of TEST. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        boolean started;
        boolean done;
    }
}
