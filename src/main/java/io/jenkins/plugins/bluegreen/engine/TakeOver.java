package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends what another build began: it switched, and its process died before the old colour was retired. Whoever wants
 * just what is live now finds the phase still written on the Service, and goes on from the switch: watches, retires,
 * and knows the way back. Needs the Lease, for the other build may be at work yet.
 */
final class TakeOver {
    private TakeOver() {}

    /** Whether a Service tells of a switch that another build has not ended. */
    static boolean isNeeded(Run run, ServiceView primary) {
        ServiceRecord record = primary.record();
        boolean switched = record.phase() == Phase.MONITOR || record.phase() == Phase.RETIRE;
        return switched && !run.spec.policy().dryRun() && !run.spec.id().equals(record.release());
    }

    /**
     * Goes on from the switch once the Lease is held.
     *
     * @param services as they were read, the primary one first
     */
    static Move begin(Run run, List<ServiceView> services) {
        ReleaseState state = run.state;
        if (!state.lease.held) {
            state.plan.takingOver = true;
            return run.enter(Phase.LOCK, run.time() + run.spec.limits().lockTimeoutSeconds() * 1000L);
        }
        ServiceRecord record = services.get(0).record();
        boolean rolledBack = record.previousDeployment() == null && record.rolledBackFrom() != null;
        String previous = rolledBack ? record.rolledBackFrom() : record.previousDeployment();
        DeploymentView old = previous == null ? null : run.cluster.workload(previous).deployment();
        Workload candidate = run.cluster.workload(state.liveDeployment);

        state.candidate = state.live;
        state.candidateDeployment = state.liveDeployment;
        state.replicas = candidate.exists() ? candidate.deployment().desired() : 1;
        state.live = rolledBack ? state.candidate.other() : record.previousColor();
        state.liveDeployment = previous;
        state.liveReplicas = old == null ? 0 : Math.max(old.formerReplicas(), old.desired());
        int revisionBefore = rolledBack ? record.revision() : record.revision() - 1;
        ServiceRecord before = ServiceRecord.none()
                .withLive(
                        state.live,
                        revisionBefore,
                        old == null ? null : old.image(),
                        old == null ? null : old.specHash())
                .withServices(record.services())
                .writtenBy(run.spec.id(), run.spec.buildUrl(), null);
        // a release that ends counts one more than it began with; this one was counted by the switch
        state.revision = state.operation == Operation.RELEASE ? record.revision() - 1 : record.revision();
        state.services = new ArrayList<>(
                services.stream().map(view -> move(run, view, before)).toList());
        state.apply.touched = true;
        state.retire.retiring = true;
        state.switching.switchedAt = run.time();
        run.progress(Sentence.of("plan.takenOver", record.buildUrl(), state.candidateDeployment));
        return run.enter(Phase.SWITCH, run.time() + run.pace.step());
    }

    private static ServiceMove move(Run run, ServiceView view, ServiceRecord before) {
        Traffic back = view.record().previousTraffic();
        if (back == null && before.color() != null) {
            back = new Traffic(
                    view.traffic().with(run.spec.colorLabel(), before.color().label()).selector(), null);
        }
        ServiceMove move =
                new ServiceMove(view.name(), view.resourceVersion(), back, view.traffic(), before, back, null);
        move.moved = true;
        return move;
    }
}
