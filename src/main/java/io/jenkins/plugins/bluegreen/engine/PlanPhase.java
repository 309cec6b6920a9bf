package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the manifests and the live state, decides the colour, and refuses what can't go well. Changes nothing. An API
 * that does not answer ends the release here: a colour is never guessed. Comes again, with the Lease held, when the
 * Service was changed between the decision and the first write, and when another release was at work on what can't go
 * well.
 */
final class PlanPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        try {
            Move end = plan(run);
            if (end != null) {
                return end;
            }
        } catch (ClusterException e) {
            throw e;
        } catch (ReleaseException e) {
            if (run.state.lease.held || !run.sawOthersAtWork()) {
                throw e;
            }
            // what can't be now may be once the other release is done: planned again with the Lease held
            run.state.services.clear();
        }
        if (run.state.lease.held) {
            return run.enter(Phase.APPLY, run.state.candidateDeadline);
        }
        return run.enter(Phase.LOCK, run.time() + run.spec.limits().lockTimeoutSeconds() * 1000L);
    }

    private static Move plan(Run run) {
        try {
            return run.state.operation == Operation.RELEASE ? planRelease(run) : RollbackPlan.plan(run);
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.FORBIDDEN) {
                requirePermissions(run, e);
            }
            throw e;
        }
    }

    /** Whoever may not read lacks more than that: everything that is missing is said at once. */
    private static void requirePermissions(Run run, ClusterException refusal) {
        try {
            run.cluster.checkPermissions(run.spec);
        } catch (ClusterException unanswered) {
            throw refusal;
        }
    }

    private static Move planRelease(Run run) {
        ReleaseState state = run.state;
        Rendering rendering = run.cluster.render(run.spec, Color.BLUE);
        state.application = rendering.application();
        state.image = rendering.image();
        state.specHash = rendering.specHash();

        Map<String, ServiceView> current = readServices(run, rendering);
        decideLive(run, current);
        requireOwnPods(run, current);
        Color candidate = state.live != null
                ? state.live.other()
                : rendering.deployment().equals(state.liveDeployment) ? Color.GREEN : Color.BLUE;
        if (state.candidate != candidate) {
            state.plan.checked = false;
        }
        state.candidate = candidate;
        rendering = run.cluster.render(run.spec, candidate);
        state.candidateDeployment = rendering.deployment();
        state.previewUrl = rendering.previewUrl();
        decideServices(run, rendering, current);

        state.liveReplicas = 0;
        if (state.liveDeployment != null) {
            Workload live = run.cluster.workload(state.liveDeployment);
            if (live.exists()) {
                state.liveReplicas = live.deployment().desired();
                if (state.live != null && isUnchanged(state, live, rendering.replicas())) {
                    ServiceView primary = current.values().iterator().next();
                    if (TakeOver.isNeeded(run, primary)) {
                        return TakeOver.begin(run, List.copyOf(current.values()));
                    }
                    return run.finish(
                            Outcome.UNCHANGED,
                            Sentence.of("result.unchanged", state.application, state.live, state.image),
                            null);
                }
            }
        }
        state.replicas = Math.max(rendering.replicas(), state.liveReplicas);
        tellPlan(run, rendering);
        if (!state.plan.checked) {
            rendering.warnings().forEach(run::warn);
            run.cluster
                    .preflight(run.spec, rendering, state.replicas, List.copyOf(current.values()))
                    .forEach(run::warn);
            state.plan.checked = true;
        }
        if (run.spec.policy().dryRun()) {
            run.cluster
                    .diff(run.spec, rendering, state.replicas, state.liveDeployment)
                    .forEach(line -> run.progress(Sentence.verbatim(line)));
            return run.finish(Outcome.UNCHANGED, Sentence.of("result.dryRun", run.traffic()), null);
        }
        return null;
    }

    private static boolean isUnchanged(ReleaseState state, Workload live, int replicas) {
        DeploymentView deployment = live.deployment();
        return state.specHash.equals(deployment.specHash())
                && deployment.desired() >= replicas
                && deployment.isRolledOut()
                && live.readyPods() >= deployment.desired();
    }

    private static Map<String, ServiceView> readServices(Run run, Rendering rendering) {
        Map<String, ServiceView> current = new LinkedHashMap<>();
        for (String name : rendering.services()) {
            ServiceView view = run.read(name).orElse(null);
            if (view != null) {
                current.put(name, requireSelector(view));
            } else if (!rendering.defines(name)) {
                throw new ReleaseException(Sentence.of("plan.noService", name, run.spec.namespace()));
            }
        }
        return current;
    }

    static ServiceView requireSelector(ServiceView view) {
        if ("ExternalName".equals(view.type())) {
            throw new ReleaseException(Sentence.of("plan.externalName", view.name()));
        }
        if (view.traffic().selector().isEmpty()) {
            throw new ReleaseException(Sentence.of("plan.noSelector", view.name()));
        }
        return view;
    }

    private static void decideLive(Run run, Map<String, ServiceView> current) {
        ReleaseState state = run.state;
        state.live = null;
        state.liveDeployment = null;
        state.pin = null;
        state.revision = 0;
        Set<String> labels = new LinkedHashSet<>();
        for (ServiceView view : current.values()) {
            String label = view.traffic().selector().get(run.spec.colorLabel());
            labels.add(label == null ? "" : label);
            state.revision = Math.max(state.revision, view.record().revision());
            warnOfOtherOwner(run, view);
        }
        if (labels.isEmpty()) {
            return;
        }
        if (labels.size() > 1) {
            throw new ReleaseException(Sentence.of("plan.mixedServices", String.join(", ", current.keySet())));
        }
        String label = labels.iterator().next();
        ServiceView first = current.values().iterator().next();
        if (label.isEmpty()) {
            if (!run.spec.policy().adopt()) {
                throw new ReleaseException(Sentence.of("plan.notAdopted", first.name(), first.traffic()));
            }
            Adoption adoption = run.cluster.adoption(first);
            state.liveDeployment = adoption.deployment();
            state.pin = adoption.label();
            current.replaceAll((name, view) -> new ServiceView(
                    name,
                    view.resourceVersion(),
                    view.type(),
                    view.traffic().with(adoption.label(), adoption.value()),
                    view.record(),
                    view.selectorManager()));
            return;
        }
        state.live = Color.ofLabel(label)
                .orElseThrow(() -> new ReleaseException(
                        Sentence.of("plan.otherColor", first.name(), run.spec.colorLabel(), label)));
        state.liveDeployment = state.application + "-" + state.live.label();
        ServiceRecord record = first.record();
        if (record.phase() != null && !run.spec.id().equals(record.release())) {
            run.progress(Sentence.of("plan.interrupted", record.buildUrl(), record.phase()));
        }
    }

    /** A Service that has a colour may select Pods that this application's Deployment did not make. */
    private static void requireOwnPods(Run run, Map<String, ServiceView> current) {
        ReleaseState state = run.state;
        if (state.live == null) {
            return;
        }
        // while another release switches, the endpoints are still those of the other colour
        List<String> starts = List.of(podNames(state, state.live), podNames(state, state.live.other()));
        for (ServiceView view : current.values()) {
            if (run.cluster.endpoints(view.name()).stream()
                    .allMatch(pod -> starts.stream().anyMatch(pod::startsWith))) {
                continue;
            }
            if (!run.spec.policy().adopt()) {
                throw new ReleaseException(Sentence.of(
                        "plan.otherPods", view.name(), view.traffic(), state.liveDeployment));
            }
            state.liveDeployment = run.cluster.adoption(view).deployment();
        }
    }

    /** How the Pods of a colour are called: after their Deployment, cut at 58 characters where that is too long. */
    private static String podNames(ReleaseState state, Color color) {
        String prefix = state.application + "-" + color.label() + "-";
        return prefix.substring(0, Math.min(58, prefix.length()));
    }

    private static void warnOfOtherOwner(Run run, ServiceView view) {
        String manager = view.selectorManager().toLowerCase(java.util.Locale.ROOT);
        if (manager.contains("helm") || manager.contains("argocd") || manager.contains("flux")
                || manager.contains("kustomize-controller")) {
            run.warn(Sentence.of("plan.otherOwner", view.name(), view.selectorManager()));
        }
    }

    private static void decideServices(Run run, Rendering rendering, Map<String, ServiceView> current) {
        ReleaseState state = run.state;
        Rendering liveRendering = state.live == null ? null : run.cluster.render(run.spec, state.live);
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
            // what the idle colour ran is overwritten by this release: nobody can go back there any more
            moves.add(new ServiceMove(
                    name, view.resourceVersion(), from, to, view.record().withoutPrevious(), from, unpinned));
        }
        state.services = moves;
    }

    private static void tellPlan(Run run, Rendering rendering) {
        ReleaseState state = run.state;
        run.progress(
                state.liveDeployment == null
                        ? Sentence.of("plan.first", state.application, state.candidate, state.replicas)
                        : Sentence.of("plan.next", state.candidate, state.replicas, state.liveDeployment));
        run.progress(Sentence.of("plan.objects", String.join(", ", names(rendering))));
    }

    private static List<String> names(Rendering rendering) {
        return rendering.objects().stream().map(ObjectRef::toString).toList();
    }

    /** The state of PLAN. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Whether the manifests passed the preflight checks. */
        boolean checked;
        /** Whether the Lease is needed to complete the release of an interrupted build, see {@link TakeOver}. */
        boolean takingOver;
    }
}
