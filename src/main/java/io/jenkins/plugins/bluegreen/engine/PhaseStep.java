package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** One phase's moves. Holds nothing: all is in the state and in the cluster. */
interface PhaseStep {
    /** Makes one move. A {@link ReleaseException} fails the release; a transient {@link ClusterException} repeats it. */
    Move advance(PhaseContext context);

    /** The phase would have to wait beyond its deadline. */
    default Move expired(PhaseContext context) {
        Sentence missing = context.state.waitingFor == null ? Sentence.verbatim("-") : context.state.waitingFor;
        return context.next.fail(Sentence.of(
                "release.timeout", context.state.phase, (context.now - context.state.phaseStartedAt) / 1000, missing));
    }
}
