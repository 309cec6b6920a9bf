package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.PodView;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Waits until every Pod of the candidate is ready and has been for {@code stabilize} seconds. Any change of a Pod begins
 * these seconds anew, but never moves the deadline. What can't get better by waiting fails at once.
 */
final class ReadyPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        ReleaseState state = run.state;
        Workload candidate = run.cluster.workload(state.candidateDeployment);
        DeploymentView deployment = candidate.deployment();
        if (deployment == null || deployment.generation() < state.apply.generation || isOlder(run, deployment)) {
            return run.waitFor(Sentence.of("ready.unseen", state.candidateDeployment));
        }
        requireOurs(run, deployment);
        List<PodView> pods = ours(state, candidate);
        requireNoTrouble(run, deployment, pods);

        long ready = pods.stream().filter(PodView::ready).count();
        boolean complete = deployment.isRolledOut()
                && deployment.desired() >= 1
                && pods.size() == deployment.desired()
                && ready == deployment.desired();
        if (!complete) {
            state.ready.stableFingerprint = "";
            tellWhyStuck(run);
            return run.waitFor(
                    Sentence.of("ready.waiting", ready, deployment.desired(), state.candidateDeployment));
        }
        String fingerprint = pods.stream()
                .map(pod -> pod.uid() + pod.restarts() + pod.readySince())
                .sorted()
                .collect(Collectors.joining(" "));
        if (!fingerprint.equals(state.ready.stableFingerprint)) {
            state.ready.stableFingerprint = fingerprint;
            state.ready.stableSince = run.now;
        }
        long stable = state.ready.stableSince + run.spec.limits().stabilizeSeconds() * 1000L;
        if (run.now < stable) {
            return run.waitUntil(
                    stable, Sentence.of("ready.stabilizing", ready, run.spec.limits().stabilizeSeconds()));
        }
        run.progress(Sentence.of("ready.done", ready, state.candidateDeployment));
        return run.spec.health().kind() == HealthCheck.Kind.NONE
                ? HealthPhase.afterHealth(run)
                : run.enter(Phase.HEALTH, state.candidateDeadline);
    }

    /**
     * Whether what was written may not be in the watch yet: a rollback's scaling, where an HPA may want fewer a little
     * later; a Deployment made anew, whose deleted namesake counted its generations by itself.
     */
    private static boolean isOlder(Run run, DeploymentView deployment) {
        boolean differs = run.state.operation == Operation.ROLL_BACK
                ? deployment.desired() < run.state.replicas
                : !run.state.specHash.equals(deployment.specHash());
        return differs && run.now < run.state.phaseStartedAt + run.pace.poll();
    }

    /** The Pods that this release made; in a rollback, all that are there to stay. */
    static List<PodView> ours(ReleaseState state, Workload workload) {
        return state.operation == Operation.RELEASE
                ? workload.podsOf(state.specHash)
                : workload.pods().stream().filter(pod -> !pod.terminating()).toList();
    }

    private static void requireOurs(Run run, DeploymentView deployment) {
        if (run.state.operation == Operation.RELEASE && !run.state.specHash.equals(deployment.specHash())) {
            throw new ReleaseException(Sentence.of("ready.replaced", deployment.name()));
        }
    }

    static void requireNoTrouble(Run run, DeploymentView deployment, List<PodView> pods) {
        // room may come: a cluster grows, a quota gets free as old Pods end
        Sentence room = deployment.refusal() == null
                ? null
                : Sentence.of("ready.refused", deployment.name(), deployment.refusal());
        for (PodView pod : pods) {
            if (pod.trouble() != null && !pod.ready()) {
                Sentence plain = Sentence.of("ready.trouble", pod.name(), pod.trouble().detail());
                if (!pod.trouble().mayPass()) {
                    throw trouble(run, plain);
                }
                room = plain;
            }
        }
        if (room == null) {
            run.state.ready.noRoomSince = 0;
        } else if (run.state.ready.noRoomSince == 0) {
            run.state.ready.noRoomSince = run.now;
        } else if (run.now - run.state.ready.noRoomSince >= run.pace.scheduling()) {
            throw trouble(run, room);
        }
    }

    /** The full diagnosis where it can be had, else what is known anyway. */
    static ReleaseException trouble(Run run, Sentence known) {
        try {
            String revision = run.state.operation == Operation.RELEASE ? run.state.specHash : null;
            return new ReleaseException(run.cluster
                    .diagnose(run.state.candidateDeployment, revision)
                    .orElse(known));
        } catch (ClusterException e) {
            run.progress(Sentence.of("ready.notDiagnosed", e.sentence()));
            return new ReleaseException(known);
        }
    }

    private static void tellWhyStuck(Run run) {
        ReleaseState state = run.state;
        long quietSince = Math.max(state.phaseStartedAt, state.ready.diagnosedAt);
        if (run.now - quietSince >= run.pace.stuck()) {
            state.ready.diagnosedAt = run.now;
            run.cluster
                    .diagnose(state.candidateDeployment, state.operation == Operation.RELEASE ? state.specHash : null)
                    .ifPresent(reason -> run.progress(Sentence.of("ready.stuck", reason)));
        }
    }

    @Override
    public Move expired(Run run) {
        Sentence waited = run.state.waitingFor == null
                ? Sentence.of("ready.unseen", run.state.candidateDeployment)
                : run.state.waitingFor;
        ReleaseException reason = trouble(run, waited);
        return run.fail(Sentence.of("ready.timeout", run.spec.limits().timeoutSeconds(), waited, reason.sentence()));
    }

    /** The state of READY. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        /** The Pods as they were when all were ready; empty while they are not. */
        String stableFingerprint = "";
        /** Since when the Pods have been the same and ready. */
        long stableSince;
        /** When it was last diagnosed why the Pods are not ready. */
        long diagnosedAt;
        /** Since when a Pod has had no room in the cluster; 0 while all have. HEALTH counts on. */
        long noRoomSince;
    }
}
