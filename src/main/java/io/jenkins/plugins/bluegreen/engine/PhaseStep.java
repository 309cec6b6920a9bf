package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** One phase's moves. Holds nothing: all is in the state and in the cluster. */
interface PhaseStep {
    /** One move. A {@link ReleaseException} fails the release, a transient {@link ClusterException} repeats the move. */
    Move advance(Run run);

    /** The phase would have to wait beyond its deadline. */
    default Move expired(Run run) {
        Sentence missing = run.state.waitingFor == null ? Sentence.verbatim("-") : run.state.waitingFor;
        return run.fail(Sentence.of(
                "release.timeout", run.state.phase, (run.now - run.state.phaseStartedAt) / 1000, missing));
    }
}
