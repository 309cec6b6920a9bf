package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** The moves of one phase. Has no state of its own: everything is in {@link ReleaseState} and in the cluster. */
interface PhaseStep {
    /** Makes one move. A {@link ReleaseException} fails the release; a transient error repeats the move. */
    Move advance(PhaseContext context);

    /** Ends a phase that has reached its deadline and still waits. */
    default Move expired(PhaseContext context) {
        Sentence missing = context.state.waitingFor == null ? Sentence.verbatim("-") : context.state.waitingFor;
        return context.next.fail(Sentence.of(
                "release.timeout", context.state.phase, (context.now - context.state.phaseStartedAt) / 1000, missing));
    }
}
