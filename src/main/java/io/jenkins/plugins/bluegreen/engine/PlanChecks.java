package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Drift;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.Companions;
import io.jenkins.plugins.bluegreen.engine.seen.FormerName;
import io.jenkins.plugins.bluegreen.engine.seen.Leftovers;
import io.jenkins.plugins.bluegreen.engine.seen.OwnPods;
import io.jenkins.plugins.bluegreen.engine.seen.Replicas;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The checks of PLAN on what the cluster runs: permissions, selectors, whose Pods a Service has, what is unchanged. */
final class PlanChecks {
    private PlanChecks() {}

    /** Reports every missing permission, or the missing account, with what grants it, instead of the first refusal. */
    static void requirePermissions(PhaseContext context, ClusterException refusal) {
        try {
            context.cluster.checkPermissions(context.spec);
        } catch (ClusterException unanswered) {
            throw refusal;
        }
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

    /** The error for Services on both colours, without a release that explains it. */
    static ReleaseException mixed(Collection<ServiceView> services) {
        return new ReleaseException(Sentence.of(
                "plan.mixedServices",
                services.stream()
                        .map(view -> view.name() + " \"" + view.traffic() + "\" (" + view.selectorManager() + ")")
                        .collect(Collectors.joining(", "))));
    }

    /**
     * After {@link TakeOver.Mixed} has brought Services back: nothing may change the other colour while it still gets
     * requests.
     *
     * @return what to wait for; null once their endpoints are back too
     */
    static Move awaitBroughtBack(PhaseContext context) {
        PlanPhase.State plan = context.state.plan;
        if (plan.broughtBack.isEmpty()) {
            return null;
        }
        RouteSwitch.back(context);
        boolean sure = context.now >= plan.sureAt;
        if (!sure || !plan.broughtBack.stream().allMatch(name -> isServedBy(context, name, plan.backOn))) {
            return context.waitUntil(
                    sure ? Long.MAX_VALUE : plan.sureAt,
                    Sentence.of("switch.endpoints", String.join(", ", plan.broughtBack), plan.backOn));
        }
        plan.broughtBack.clear();
        RouteSwitch.forget(context.state.switching);
        return null;
    }

    /** Whether a Service has endpoints, all of which are Pods of a Deployment, by the watches. */
    static boolean isServedBy(PhaseContext context, String service, String deployment) {
        Set<String> pods = context.cluster.workload(deployment).pods().stream()
                .map(PodView::name)
                .collect(Collectors.toSet());
        List<String> endpoints = context.cluster.endpoints(service);
        return !endpoints.isEmpty() && pods.containsAll(endpoints);
    }

    /** Refuses or adopts a coloured Service that selects Pods of another Deployment than this application's. */
    static void requireOwnPods(PhaseContext context, Map<String, ServiceView> current) {
        ReleaseState state = context.state;
        if (state.live != null) {
            OwnPods own = new OwnPods(
                    context.cluster, state.application, context.spec.namespace(), state.plan.colorLabel);
            state.liveDeployment = own.deployment(current.values(), state.live, context.spec.policy().adopt());
        }
    }

    static void warnOfOtherOwner(PhaseContext context, ServiceView view) {
        String manager = view.selectorManager().toLowerCase(java.util.Locale.ROOT);
        if (List.of("helm", "argocd", "flux", "kustomize-controller").stream().anyMatch(manager::contains)) {
            context.warn(Sentence.of("plan.otherOwner", view.name(), view.selectorManager()));
        }
    }

    /** Warns of Services that the last release switched and that this one leaves alone. */
    static void warnOfLeftServices(PhaseContext context, Collection<ServiceView> current, Rendering rendering) {
        Set<String> left = new TreeSet<>();
        current.forEach(view -> left.addAll(view.record().services()));
        left.removeAll(rendering.services());
        left.stream()
                .filter(name -> !context.cluster.endpoints(name).isEmpty())
                .forEach(name -> context.warn(Sentence.of("plan.leftService", name, context.state.liveDeployment)));
    }

    /** Whether the manifests are those that were released last, by what the releases wrote down. */
    static boolean isSame(ReleaseState state, Workload live, Map<String, ServiceView> current) {
        return live.deployment().isOf(state.specHash)
                && sharesTheSame(state, current.values().iterator().next().record().sharedHash());
    }

    static boolean isHealthy(Workload live) {
        return live.deployment().isRolledOut() && live.readyPods() >= live.desired();
    }

    /** Not after a release that failed or was rolled back: what it did to uncoloured objects is still there. */
    private static boolean sharesTheSame(ReleaseState state, String applied) {
        return applied == null || state.sharedHash == null || applied.equals(state.sharedHash);
    }

    /** Makes the live colour what the manifests say, at the end of a release. A refusal stops no release. */
    static final class Manifested {
        private Manifested() {}

        /** Whether the live version is what the manifests say. Tells what differs: this release mends it. */
        static boolean isLive(
                PhaseContext context, Workload live, Rendering rendering, Collection<ServiceView> current) {
            Replicas replicas = new Replicas(context.cluster, live, rendering);
            boolean many = replicas.areTooMany();
            boolean other = many || replicas.areTooFew();
            if (other) {
                context.progress(Sentence.of(
                        many ? "plan.tooMany" : "plan.tooFew",
                        live.deployment().name(),
                        live.desired(),
                        rendering.replicas()));
            }
            Rendering asLive = context.cluster.render(context.spec, context.state.live);
            Optional<Sentence> idle = new Companions(
                            context.cluster, context.state.application, asLive, new Companions.State())
                    .notRunning();
            idle.ifPresent(context::progress);
            Drift drift = context.cluster.drift(context.spec, asLive, List.copyOf(current));
            drift.differences().forEach(context::progress);
            drift.unknown().forEach(context::warn);
            return !other && idle.isEmpty() && drift.differences().isEmpty();
        }

        /** Scales the candidate down to the replicas of the manifests, once the old colour needs no more of them. */
        static void lower(PhaseContext context) {
            ReleaseState state = context.state;
            if (state.operation != Operation.RELEASE || state.retire.lowered) {
                return;
            }
            try {
                Workload candidate = context.cluster.workload(state.candidateDeployment);
                Rendering rendering = context.cluster.render(context.spec, state.candidate);
                if (new Replicas(context.cluster, candidate, rendering).areTooMany()) {
                    int stated = rendering.statedReplicas();
                    context.write().lower(state.candidateDeployment, stated);
                    context.progress(Sentence.of(
                            "retire.lowered", state.candidateDeployment, candidate.desired(), stated));
                }
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                context.warn(Sentence.of("retire.notLowered", state.candidateDeployment, e.sentence()));
            }
            state.retire.lowered = true;
        }

        /** The coloured objects that may be there once a rendering is applied; null if former ones are not known. */
        static ArrayList<String> objects(ServiceView primary, Rendering rendering) {
            if (primary == null) {
                return null; // of a first release that failed, which had no Service to write it on
            }
            ServiceRecord record = primary.record();
            if (record.objects() == null && record.revision() > 0) {
                return null; // of releases that did not write it
            }
            return Leftovers.together(record.objects() == null ? List.of() : record.objects(), rendering);
        }

        /**
         * Deletes what the manifests no longer hold, see {@link Leftovers}.
         *
         * @param record the primary Service's
         * @return the coloured objects that may be there from now on; null: those of the record
         */
        static List<String> prune(PhaseContext context, ServiceRecord record) {
            ReleaseState state = context.state;
            if (state.operation != Operation.RELEASE || state.candidate == null) {
                return null;
            }
            new HealthPhase.OfCompanions(context).prune();
            boolean deleted = context.spec.policy().keepPrevious() == KeepPrevious.DELETE && state.live != null;
            Leftovers leftovers = new Leftovers(
                    context.cluster.render(context.spec, state.candidate),
                    context.cluster.render(context.spec, state.candidate.other()),
                    record.objects(),
                    state.retire.stays,
                    deleted && !state.retire.stays);
            if (state.retire.pruned) {
                return leftovers.remaining();
            }
            boolean refused = false;
            for (String kind : leftovers.kinds()) {
                try {
                    context.write()
                            .prune(state.application, kind, leftovers::isLeft)
                            .forEach(object -> context.progress(Sentence.of("retire.pruned", object)));
                } catch (ClusterException e) {
                    if (e.isTransient()) {
                        throw e;
                    }
                    if (record.objects() != null) {
                        refused = true;
                        context.warn(Sentence.of("retire.notPruned", kind, state.application, e.sentence()));
                    }
                }
            }
            state.retire.pruned = !refused;
            return refused ? null : leftovers.remaining();
        }
    }
}
