package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.seen.MixedServices;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

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
                && color.label().equals(view.traffic().selector().get(context.state.plan.colorLabel));
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
                        view, view.traffic().with(context.state.plan.colorLabel, state.live.label()));
            }
        }
        if (!state.lease.held) {
            return awaitLease(context);
        }
        ServiceRecord record = services.get(0).record();
        ServiceRecord before = inherit(context, record, state.live, state.liveDeployment);
        state.services = new ArrayList<>(services.stream().map(view -> move(context, view, before)).toList());
        state.retire.retiring = true;
        state.switching.switchedAt = context.time();
        ApplyPhase.Sizes.look(context);
        context.progress(Sentence.of("plan.takenOver", record.buildUrl(), state.candidateDeployment));
        return context.next.enter(Phase.SWITCH, context.time() + context.pace.step());
    }

    /** Goes to LOCK, and comes back to PLAN with the Lease. */
    static Move awaitLease(PhaseContext context) {
        context.state.plan.takingOver = true;
        return context.next.enter(Phase.LOCK, context.time() + context.spec.limits().lockTimeoutSeconds() * 1000L);
    }

    private static void inheritRoutes(PhaseContext context, ServiceRecord record) {
        SwitchPhase.State switching = context.state.switching;
        RouteSwitch.recorded(context, record);
        switching.restoring = record.isRollback();
        switching.written.addAll(switching.routes);
    }

    /** Makes an interrupted release's decisions those of this one. @return the record of what was live before it */
    private static ServiceRecord inherit(
            PhaseContext context, ServiceRecord record, Color color, String deployment) {
        ReleaseState state = context.state;
        Workload candidate = context.cluster.workload(deployment);
        state.candidate = color;
        state.candidateDeployment = deployment;
        state.replicas = candidate.exists() ? candidate.deployment().desired() : 1;
        state.live = record.isRollback() ? color.other() : record.previousColor();
        state.liveDeployment = record.formerDeployment();
        DeploymentView old = state.liveDeployment == null
                ? null
                : context.cluster.workload(state.liveDeployment).deployment();
        state.liveReplicas = old == null ? 0 : Math.max(old.formerReplicas(), old.desired());
        // the result of a release adds one to this; the interrupted switch has already added it
        state.revision = state.operation == Operation.RELEASE ? record.revision() - 1 : record.revision();
        inheritRoutes(context, record);
        state.apply.touched = true;
        return before(context, record, state.live, old);
    }

    private static ServiceRecord before(PhaseContext context, ServiceRecord record, Color live, DeploymentView old) {
        return ServiceRecord.none()
                .withLive(
                        live,
                        record.isRollback() ? record.revision() : record.revision() - 1,
                        old == null ? null : old.image(),
                        old == null ? null : old.specHash())
                .withServices(record.services())
                .writtenBy(context.spec.id(), context.spec.buildUrl(), null);
    }

    private static ServiceMove move(PhaseContext context, ServiceView view, ServiceRecord before) {
        Traffic back = view.record().previousTraffic();
        if (back == null && before.color() != null) {
            back = new Traffic(
                    view.traffic().with(context.state.plan.colorLabel, before.color().label()).selector(), null);
        }
        return ServiceMove.inherited(view, before, back);
    }

    /** Brings Services that an interrupted release has left on both colours to one. Needs the Lease. */
    static final class Mixed {
        private final PhaseContext context;
        private final ReleaseState state;
        private final MixedServices services;
        private final ServiceRecord record;

        private Mixed(PhaseContext context, MixedServices services) {
            this.context = context;
            this.state = context.state;
            this.services = services;
            this.record = services.record();
        }

        /**
         * Completes the switch if this release, or rollback, wants the same; else brings the switched Services back.
         *
         * @param read the active Services as they were read, the primary one first
         * @return null if PLAN is to go on with the Services as they were read
         */
        static Move mend(PhaseContext context, List<ServiceView> read) {
            MixedServices services = MixedServices.of(read, context.state.plan.colorLabel).orElse(null);
            if (services == null) {
                Move wait = PlanChecks.awaitBroughtBack(context);
                return wait != null ? wait : RouteSwitch.bringBack(context, read);
            }
            boolean rollsBack = context.state.operation == Operation.ROLL_BACK && !services.record().isRollback();
            // a rollback of the release moves those Services that were switched
            return rollsBack && services.isSwitching() ? null : new Mixed(context, services).mend();
        }

        private Move mend() {
            if (context.spec.policy().dryRun()) {
                return context.next.finish(Outcome.UNCHANGED, told("plan.mixed"), null);
            }
            if (!state.lease.held) {
                return awaitLease(context);
            }
            boolean same = record.isRollback()
                    ? state.operation == Operation.ROLL_BACK
                            && services.others().stream().noneMatch(view -> view.record().previousTraffic() == null)
                    : services.from() != null && Objects.equals(record.specHash(), state.specHash);
            return same && services.isSwitching() ? complete() : bringBack();
        }

        private Sentence told(String key) {
            return Sentence.of(
                    key,
                    names(services.switched()),
                    names(services.others()),
                    record.buildUrl(),
                    record.formerDeployment());
        }

        private static String names(List<ServiceView> views) {
            return views.stream().map(ServiceView::name).collect(Collectors.joining(", "));
        }

        /** Goes on from READY, with what was switched as it is: all of it goes back if that fails. */
        private Move complete() {
            String deployment = state.application + "-" + record.color().label();
            ServiceRecord before = inherit(context, record, record.color(), deployment);
            state.services = new ArrayList<>();
            services.switched().forEach(view -> state.services.add(move(context, view, before)));
            if (state.operation == Operation.RELEASE) {
                Rendering rendering = context.cluster.render(context.spec, record.color());
                state.previewUrl = rendering.previewUrl();
                services.others().forEach(view -> state.services.add(ServiceMove.forward(
                        view,
                        rendering.traffic(view.name(), view.traffic()),
                        view.record().withoutPrevious().withSharedHash(null))));
            } else {
                services.others().forEach(view ->
                        state.services.add(ServiceMove.forward(view, view.record().previousTraffic(), view.record())));
            }
            // the interrupted release had passed its own block
            state.test.done = true;
            context.progress(told("plan.completed"));
            return context.next.enter(Phase.READY, state.candidateDeadline);
        }

        private Move bringBack() {
            String deployment = record.formerDeployment();
            DeploymentView old = context.cluster.workload(deployment).deployment();
            int wanted = Math.max(1, old == null ? 0 : old.desired());
            Traffic back = services.before(services.switched().get(0));
            int ready = context.cluster.readyPods(back.selector()).size();
            if (ready < wanted) {
                return context.waitFor(Sentence.of("ready.waiting", ready, wanted, deployment));
            }
            if (services.isSwitching()) {
                inheritRoutes(context, record);
            }
            boolean seen = services.switched().stream().noneMatch(
                    view -> PlanChecks.isServedBy(context, view.name(), deployment));
            state.plan.broughtBack = new ArrayList<>(services.switched().stream().map(ServiceView::name).toList());
            state.plan.backOn = deployment;
            // endpoints that were never seen to be the other colour's may look as if they had come back
            state.plan.sureAt = seen ? 0 : context.time() + context.pace.poll();
            state.live = services.from();
            state.liveDeployment = deployment;
            state.candidateDeployment = state.application + "-" + record.color().label();
            ServiceRecord before = before(context, record, services.from(), old);
            state.services = new ArrayList<>(services.switched().stream()
                    .map(view -> moveBack(view, before))
                    .toList());
            context.save();
            RouteSwitch.policiesBack(context);
            for (int i = state.services.size() - 1; i >= 0; i--) { // the primary last: its record explains the rest
                ServiceSwitch.back(context, state.services.get(i));
            }
            context.warn(told("plan.broughtBack"));
            return context.again();
        }

        private ServiceMove moveBack(ServiceView view, ServiceRecord before) {
            ServiceRecord peer = services.others().get(0).record();
            // a rollback that was interrupted can be asked for again
            ServiceRecord own = record.isRollback()
                    ? before.withPrevious(peer.previousColor(), peer.previousDeployment(), view.traffic())
                    : before;
            return ServiceMove.inherited(view, own, services.before(view));
        }
    }
}
