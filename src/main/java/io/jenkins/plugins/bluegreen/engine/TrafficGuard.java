package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** Stands before a scale-down: Pods that an active Service selects are not taken away. */
final class TrafficGuard {
    private TrafficGuard() {}

    /**
     * Reads the active Services.
     *
     * @throws ReleaseException when one selects the candidate, by whatever way it came to that
     */
    static void requireIdleCandidate(Run run) {
        for (ServiceMove move : run.state.services) {
            run.read(move.service).ifPresent(view -> {
                if (selectsCandidate(run, move, view.traffic())) {
                    throw new ReleaseException(Sentence.of(
                            "guard.selected", run.state.candidateDeployment, view.name(), view.traffic()));
                }
            });
        }
    }

    private static boolean selectsCandidate(Run run, ServiceMove move, Traffic traffic) {
        String label = traffic.selector().get(run.spec.colorLabel());
        // a plan that was made anew and came to nothing may not know where the Service was to go
        return run.state.candidate.label().equals(label) || move.to != null && move.to.isWithin(traffic);
    }
}
