package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.seen.ColorLabel;
import io.jenkins.plugins.bluegreen.engine.seen.Outage;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the manifests and the live state, decides the colour, and refuses a release that would fail. Changes nothing,
 * and never guesses a colour. Runs again with the Lease if the Service was changed, or another release was at work.
 */
final class PlanPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        try {
            Move end = plan(context);
            if (end != null) {
                return end;
            }
        } catch (ReleaseException e) {
            if (e instanceof ClusterException || context.state.lease.held || !context.sawOthersAtWork()) {
                throw e;
            }
            // may be possible when the other release has ended: PLAN runs again with the Lease held
            context.state.services.clear();
        }
        if (context.state.lease.held) {
            return context.next.enter(Phase.APPLY, context.state.candidateDeadline);
        }
        return context.next.enter(Phase.LOCK, context.time() + context.spec.limits().lockTimeoutSeconds() * 1000L);
    }

    private static Move plan(PhaseContext context) {
        try {
            return context.state.operation == Operation.RELEASE ? planRelease(context) : RollbackPlan.plan(context);
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.FORBIDDEN || e.isUnauthorized()) {
                PlanChecks.requirePermissions(context, e);
            }
            throw e;
        }
    }

    private static Move planRelease(PhaseContext context) {
        ReleaseState state = context.state;
        boolean promotes = state.plan.asked == Operation.PROMOTE;
        if (promotes && context.spec.source().manifests().isEmpty()) {
            return SwitchPhase.Held.read(context);
        }
        Rendering rendering = context.cluster.render(context.spec, Color.BLUE);
        state.application = rendering.application();
        state.plan.colorLabel = rendering.colorLabel();
        state.image = rendering.image();
        state.specHash = rendering.specHash();
        state.sharedHash = rendering.sharedHash();

        Map<String, ServiceView> current = readServices(context, rendering);
        Move mended = TakeOver.Mixed.mend(context, List.copyOf(current.values()));
        if (mended != null) {
            return mended;
        }
        decideLive(context, current);
        PlanChecks.requireOwnPods(context, current);
        Color candidate = state.live != null
                ? state.live.other()
                : rendering.deployment().equals(state.liveDeployment) ? Color.GREEN : Color.BLUE;
        if (state.candidate != candidate) {
            state.plan.checked = false;
        }
        state.candidate = candidate;
        rendering = context.cluster.render(context.spec, candidate);
        state.candidateDeployment = rendering.deployment();
        state.previewUrl = rendering.previewUrl();
        decideServices(context, rendering, current);

        state.liveReplicas = 0;
        Workload live = null;
        if (state.liveDeployment != null) {
            live = context.cluster.workload(state.liveDeployment);
            if (live.exists()) {
                state.liveReplicas = live.deployment().desired();
                if (state.live != null && PlanChecks.isSame(state, live, current)) {
                    boolean enough = state.liveReplicas >= rendering.replicas();
                    // also while Pods are replaced: a release of its own would overwrite the colour to go back to
                    if (enough && TakeOver.isNeeded(context, current.values().iterator().next())) {
                        state.specHash = live.deployment().specHash(); // whatever redeployed it
                        return TakeOver.begin(context, List.copyOf(current.values()));
                    }
                    boolean healthy = PlanChecks.isHealthy(live);
                    if (!promotes
                            && PlanChecks.Manifested.isLive(context, live, rendering, current.values())
                            && healthy) {
                        return context.next.finish(Outcome.UNCHANGED, ResultTexts.unchanged(state), null);
                    }
                }
            }
        }
        SwitchPhase.Held.require(context, current.values());
        state.replicas = Math.max(rendering.replicas(), state.liveReplicas);
        if (!state.plan.checked) {
            ResultTexts.tellPlan(context, rendering);
            rendering.warnings().forEach(context::warn);
            PlanChecks.warnOfLeftServices(context, current.values(), rendering);
            ApplyPhase.Sizes.look(context, rendering);
            SwitchPhase.Held.preflight(context, rendering, List.copyOf(current.values()));
            ResultTexts.tellStay(context);
            state.plan.checked = true;
        }
        Move asking = MonitorPhase.requireAnswers(context, live);
        if (asking != null) {
            return asking;
        }
        if (context.spec.policy().dryRun()) {
            context.cluster
                    .diff(context.spec, rendering, state.replicas, state.liveDeployment)
                    .forEach(line -> context.progress(Sentence.verbatim(line)));
            Sentence planned = Sentence.of("result.dryRun", ResultTexts.traffic(state));
            return context.next.finish(Outcome.UNCHANGED, planned, null);
        }
        return null;
    }

    private static Map<String, ServiceView> readServices(PhaseContext context, Rendering rendering) {
        Map<String, ServiceView> current = new LinkedHashMap<>();
        for (String name : rendering.services()) {
            ServiceView view = context.read(name).orElse(null);
            if (view != null) {
                current.put(name, PlanChecks.requireSelector(view));
            } else if (!rendering.defines(name)) {
                throw new ReleaseException(Sentence.of("plan.noService", name, context.spec.namespace()));
            }
        }
        return current;
    }

    private static void decideLive(PhaseContext context, Map<String, ServiceView> current) {
        ReleaseState state = context.state;
        state.live = null;
        state.liveDeployment = null;
        state.pin = null;
        state.revision = 0;
        ColorLabel.require(state.plan.colorLabel, context.spec.colorLabel() != null, current.values());
        Set<String> labels = new LinkedHashSet<>();
        for (ServiceView view : current.values()) {
            String label = view.traffic().selector().get(context.state.plan.colorLabel);
            labels.add(label == null ? "" : label);
            state.revision = Math.max(state.revision, view.record().revision());
            PlanChecks.warnOfOtherOwner(context, view);
        }
        if (labels.isEmpty()) {
            return;
        }
        if (labels.size() > 1) {
            throw PlanChecks.mixed(current.values());
        }
        String label = labels.iterator().next();
        ServiceView first = current.values().iterator().next();
        if (label.isEmpty()) {
            if (!context.spec.policy().adopt()) {
                throw new ReleaseException(Sentence.of("plan.notAdopted", first.name(), first.traffic()));
            }
            Adoption adoption = context.cluster.adoption(first);
            state.liveDeployment = adoption.deployment();
            state.pin = adoption.label();
            current.replaceAll((name, view) -> new ServiceView(
                    name,
                    view.resourceVersion(),
                    view.type(),
                    view.traffic().with(adoption.label(), adoption.value()),
                    view.record(),
                    view.selectorManager(),
                    view.portsManager()));
            return;
        }
        state.live = Color.ofLabel(label)
                .orElseThrow(() -> new ReleaseException(
                        Sentence.of("plan.otherColor", first.name(), context.state.plan.colorLabel, label)));
        state.liveDeployment = state.application + "-" + state.live.label();
        ServiceRecord record = first.record();
        if (record.phase() != null && !context.spec.id().equals(record.release())) {
            context.progress(Sentence.of("plan.interrupted", record.buildUrl(), record.phase()));
        }
    }

    private static void decideServices(PhaseContext context, Rendering rendering, Map<String, ServiceView> current) {
        ReleaseState state = context.state;
        Rendering liveRendering = state.live == null ? null : context.cluster.render(context.spec, state.live);
        ArrayList<ServiceMove> moves = new ArrayList<>();
        for (String name : rendering.services()) {
            ServiceView view = current.get(name);
            if (view == null) {
                Traffic back = liveRendering == null ? null : liveRendering.traffic(name, null);
                moves.add(new ServiceMove(
                        name, null, null, rendering.traffic(name, null), ServiceRecord.none(), back, null));
                continue;
            }
            Traffic from = view.traffic();
            Traffic unpinned = state.pin == null ? null : from.without(state.pin);
            Traffic to = rendering.traffic(name, unpinned == null ? from : unpinned);
            // this release overwrites the idle colour: a rollback to what it ran is no longer possible
            ServiceRecord before = view.record().withoutPrevious().withSharedHash(null).withObjects(null);
            moves.add(new ServiceMove(name, view.resourceVersion(), from, to, before, from, unpinned));
        }
        state.services = moves;
        ServiceView primary = current.get(state.primary().service);
        state.apply.objects = SwitchPhase.Held.with(context, PlanChecks.Manifested.objects(primary, rendering));
    }

    /** The state of PLAN. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        final Outage outage = new Outage();
        /** What was asked for; null in a state that an older version saved. */
        Operation asked;
        /** The label whose value is the colour, once it is recognised. */
        String colorLabel;
        /** Whether the plan was told, and the manifests passed the preflight checks. */
        boolean checked;
        /** Whether the monitored URL was asked, as far as it had to be. */
        boolean urlAsked;
        /** Whether the Lease is needed to complete the release of an interrupted build, see {@link TakeOver}. */
        boolean takingOver;
        /** The Services that were brought back to one colour, until their endpoints are there. */
        ArrayList<String> broughtBack = new ArrayList<>();
        /** The Deployment that these were brought back to; null when none were. */
        String backOn;
        /** From when on their endpoints can be believed. */
        long sureAt;
    }
}
