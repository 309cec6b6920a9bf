package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.Watchdog.Promise;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedPod;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.util.HashSet;
import java.util.Set;

/** Traffic first, then the reason, then the clean-up. */
public final class EvidenceChecker {
    private final SimulatedCluster cluster;
    private final Set<SimulatedRelease> asked = new HashSet<>();
    private final Set<SimulatedRelease> askedTooEarly = new HashSet<>();

    EvidenceChecker(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** A release asks why the Pods of a Deployment are not ready. */
    public void asked(SimulatedRelease release, String deployment) {
        boolean worker = deployment.equals("worker-" + release.state().candidate);
        if (worker || deployment.equals(release.state().candidateDeployment)) {
            asked.add(release);
            // of a rollback that has failed, nothing is to come after it
            if (release.state().phase == Phase.ROLLBACK && release.state().trafficMoved()) {
                askedTooEarly.add(release);
            }
        }
    }

    void back(SimulatedRelease release, String what) {
        if (askedTooEarly.contains(release)) {
            broken(what + " only after the reason was read");
        }
    }

    /** A release ends all Pods of a Deployment. */
    void ends(SimulatedRelease release, String deployment, String what) {
        ReleaseState state = release.state();
        if (state.phase != Phase.ROLLBACK
                || !deployment.equals(state.candidateDeployment)
                || state.failure == null
                || state.failure.key().equals("abort.requested")
                || asked.contains(release)) {
            return;
        }
        long known = release.knowledge.beforeRollback(deployment);
        cluster.workloads.pods.stream()
                .filter(pod -> pod.owner.name.equals(deployment))
                .filter(SimulatedPod::isBroken)
                .filter(pod -> state.operation == Operation.ROLL_BACK || pod.specHash.equals(state.specHash))
                .filter(pod -> pod.unreadyTick <= known)
                .findFirst()
                .ifPresent(pod -> broken(what + " before it was read why " + pod.name + " is not ready"));
    }

    private void broken(String what) {
        cluster.watchdog.broken(Promise.REASON_BETWEEN, what);
    }
}
