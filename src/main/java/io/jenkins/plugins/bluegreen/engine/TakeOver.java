package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;

/**
 * Completes the release of another build that was interrupted after its switch, before the old colour was retired. A
 * release of the version that is live, or a rollback to it, finds the phase in the Service's record. It goes on from
 * the switch: monitors, retires, and can roll back. Needs the Lease, because the other build may still be at work.
 */
final class TakeOver {
    private TakeOver() {}

    /**
     * Whether the Service's record shows a switch of another build whose release has not ended, and the Service still
     * selects what that build switched to. If somebody moved the traffic since, there is no switch to go on from: what
     * the record calls the previous colour may be the one that serves.
     */
    static boolean isNeeded(PhaseContext context, ServiceView primary) {
        ServiceRecord record = primary.record();
        boolean switched = (record.phase() == Phase.MONITOR || record.phase() == Phase.RETIRE)
                && isOn(context, primary, record.color());
        return switched && !context.spec.policy().dryRun() && !context.spec.id().equals(record.release());
    }

    private static boolean isOn(PhaseContext context, ServiceView view, Color color) {
        return color != null
                && color.label().equals(view.traffic().selector().get(context.spec.colorLabel()));
    }

    /**
     * Goes on from the switch once the Lease is held.
     *
     * @param services as they were read, the primary one first
     */
    static Move begin(PhaseContext context, List<ServiceView> services) {
        ReleaseState state = context.state;
        for (ServiceView view : services) {
            if (!isOn(context, view, state.live)) {
                throw ServiceSwitch.changed(
                        view, view.traffic().with(context.spec.colorLabel(), state.live.label()));
            }
        }
        if (!state.lease.held) {
            state.plan.takingOver = true;
            return context.next.enter(Phase.LOCK, context.time() + context.spec.limits().lockTimeoutSeconds() * 1000L);
        }
        ServiceRecord record = services.get(0).record();
        boolean rolledBack = record.previousDeployment() == null && record.rolledBackFrom() != null;
        String previous = rolledBack ? record.rolledBackFrom() : record.previousDeployment();
        DeploymentView old = previous == null ? null : context.cluster.workload(previous).deployment();
        Workload candidate = context.cluster.workload(state.liveDeployment);

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
                .writtenBy(context.spec.id(), context.spec.buildUrl(), null);
        // the result of a release adds one to this; the interrupted switch has already added it
        state.revision = state.operation == Operation.RELEASE ? record.revision() - 1 : record.revision();
        state.services = new ArrayList<>(
                services.stream().map(view -> move(context, view, before)).toList());
        SwitchPhase.Routes.recorded(context, record);
        state.switching.restoring = rolledBack;
        state.switching.written.addAll(state.switching.routes);
        state.apply.touched = true;
        state.retire.retiring = true;
        state.switching.switchedAt = context.time();
        context.progress(Sentence.of("plan.takenOver", record.buildUrl(), state.candidateDeployment));
        return context.next.enter(Phase.SWITCH, context.time() + context.pace.step());
    }

    /**
     * Writes this release into the Services of an interrupted one, right before the old colour goes: a patch of that
     * release that has not arrived yet would bring the traffic back to it.
     *
     * @param services as they were read now
     * @return whether one was written, and all have to be read again
     */
    static boolean claim(PhaseContext context, List<ServiceView> services) {
        boolean claimed = false;
        for (ServiceView view : services) {
            ServiceRecord record = view.record();
            if (!context.spec.id().equals(record.release())) {
                try {
                    context.write()
                            .patchService(
                                    view,
                                    new Traffic(view.traffic().selector(), null),
                                    record.writtenBy(context.spec.id(), context.spec.buildUrl(), record.phase()));
                } catch (ClusterException e) {
                    if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                        throw e;
                    }
                }
                claimed = true;
            }
        }
        return claimed;
    }

    private static ServiceMove move(PhaseContext context, ServiceView view, ServiceRecord before) {
        Traffic back = view.record().previousTraffic();
        if (back == null && before.color() != null) {
            back = new Traffic(
                    view.traffic().with(context.spec.colorLabel(), before.color().label()).selector(), null);
        }
        ServiceMove move =
                new ServiceMove(view.name(), view.resourceVersion(), back, view.traffic(), before, back, null);
        move.moved = true;
        return move;
    }
}
