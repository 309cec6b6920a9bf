package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.JobProgress;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Autoscaler;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Applies the candidate beside the live colour. The first write, the mark on the active Service, succeeds only if the
 * Service has not changed since PLAN decided the colour. Otherwise PLAN decides again, now with the Lease held.
 */
final class ApplyPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        Rendering rendering = state.operation == Operation.RELEASE
                ? context.cluster.render(context.spec, state.candidate) : null;
        RouteSwitch.decide(context, rendering);
        if (!state.apply.jobs.waits() && !isStillAsPlanned(context)) {
            state.apply.jobs.begin();
            context.progress(Sentence.of("apply.replanned", state.primary().service));
            // another release has been there since: a rollback undoes that one's
            RouteSwitch.forget(state.switching);
            return context.next.enter(Phase.PLAN, state.candidateDeadline);
        }
        if (state.plan.asked == Operation.DISCARD) {
            return context.next.discard();
        }
        if (state.operation == Operation.ROLL_BACK) {
            Sizes.keepCandidate(context);
            scaleUp(context);
            new HealthPhase.OfCompanions(context).raise();
        } else if (state.plan.asked != Operation.PROMOTE) {
            Move wait = PhaseStep.Jobs.run(context, rendering);
            if (wait != null) {
                return wait;
            }
            for (ServiceMove move : state.services) {
                if (move.from != null && rendering.defines(move.service)
                        && context.write().applyService(rendering, move.service, move.from)) {
                    move.marked = null;
                    context.progress(Sentence.of("apply.applied", new ObjectRef("Service", move.service)));
                }
            }
            state.apply.generation = context.write().apply(context.spec, rendering, state.replicas,
                    applied -> context.progress(Sentence.of("apply.applied", applied)));
            new HealthPhase.OfCompanions(context).apply(rendering);
        }
        return context.next.enter(Phase.READY, state.candidateDeadline);
    }

    /** Scales up, never down: a colour that runs may be in use. Always writes, because the watch may be behind. */
    private static void scaleUp(PhaseContext context) {
        ReleaseState state = context.state;
        Workload previous = context.cluster.workload(state.candidateDeployment);
        int runs = previous.exists() ? previous.deployment().desired() : 0;
        state.candidateWasRunning &= runs > 0;
        state.replicas = Math.max(state.replicas, runs);
        context.write().scale(state.candidateDeployment, state.replicas, 0);
        context.progress(Sentence.of("rollback.scaled", state.candidateDeployment, state.replicas));
    }

    private static boolean isStillAsPlanned(PhaseContext context) {
        for (ServiceMove move : context.state.services) {
            boolean primary = move == context.state.primary();
            if (move.from == null) {
                if (primary && context.cluster.service(move.service).isPresent()) {
                    return false;
                }
            } else if (marks(context, move) && !mark(context, move)) {
                return false;
            }
        }
        context.state.apply.touched = true;
        context.save();
        return true;
    }

    /** Whether the Service gets the mark: the primary one, and one that is pinned. */
    static boolean marks(PhaseContext context, ServiceMove move) {
        return move == context.state.primary() || move.unpinned != null;
    }

    /** Writes the phase on a Service, and pins an adopted one to the Pods it has. */
    private static boolean mark(PhaseContext context, ServiceMove move) {
        boolean touched = context.state.apply.touched;
        context.state.apply.touched = true;
        context.save();
        try {
            Traffic unchanged = new Traffic(move.from.selector(), null);
            move.marked = context.write().patchService(move.expected(), unchanged, move.mark(context));
            return true;
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
        }
        if (isMarked(context, move)) {
            return true;
        }
        context.state.apply.touched = touched;
        return false;
    }

    /** Whether an earlier move has marked the Service; an exception if its selector has changed since PLAN. */
    private static boolean isMarked(PhaseContext context, ServiceMove move) {
        Optional<ServiceView> there = context.read(move.service);
        boolean marked = there.map(ServiceView::record)
                .filter(record -> context.spec.id().equals(record.release()) && record.phase() == Phase.APPLY)
                .isPresent();
        if (marked) {
            ServiceSwitch.requireAsDecided(there, move);
        }
        return marked;
    }

    /**
     * The sizes of the colours that have to stay ready without traffic: the candidate's until the end of the release,
     * the old colour's from the switch until it is retired. The application's own autoscalers may grow them, not shrink
     * them. One that shrank a candidate right after the switch would go by what it measured while there was no load.
     */
    static final class Sizes {
        private Sizes() {}

        /** The same for a release, where the manifests or the number of live Pods tell that something scales. */
        static void look(PhaseContext context, Rendering rendering) {
            ReleaseState state = context.state;
            boolean applied = rendering.objects().stream().anyMatch(ObjectRef::isAutoscaler);
            boolean scaled = state.liveReplicas != rendering.replicas() || state.live == null;
            if (applied || state.liveDeployment != null && scaled) {
                look(context);
            }
            state.apply.autoscaled |= applied;
        }

        /** Finds out whether the application has autoscalers of its own. Warns of others that scale its colours. */
        static void look(PhaseContext context) {
            ReleaseState state = context.state;
            for (Autoscaler autoscaler : context.cluster.autoscalers().orElse(List.of())) {
                if (state.application.equals(autoscaler.application())) {
                    state.apply.autoscaled = true;
                } else if (autoscaler.deployment().equals(state.candidateDeployment)
                        || autoscaler.deployment().equals(state.liveDeployment)) {
                    context.warn(other(state, autoscaler));
                }
            }
        }

        private static Sentence other(ReleaseState state, Autoscaler autoscaler) {
            String scaled = autoscaler.deployment();
            boolean adopted = state.live == null && scaled.equals(state.liveDeployment);
            String key = adopted ? "autoscaler.orphaned" : "autoscaler.others";
            return Sentence.of(key, autoscaler.name(), scaled, state.candidateDeployment, state.spec.namespace());
        }

        /** Before a candidate that is not applied is scaled up. */
        static void keepCandidate(PhaseContext context) {
            change(context, colors(context.state.candidate), colors());
        }

        /** Right after the switch. */
        static void keepOld(PhaseContext context) {
            change(context, colors(context.state.live), colors());
        }

        /** At the end, while the Services are still marked: who finds the marks takes over, and comes here too. */
        static void giveBack(PhaseContext context, boolean oldRunsOn) {
            ReleaseState state = context.state;
            if (!state.apply.givenBack) {
                change(context, colors(), oldRunsOn ? colors(state.candidate, state.live) : colors(state.candidate));
                state.apply.givenBack = true;
            }
        }

        /** The same at an end that allows no second attempt. */
        static void giveBackAtLast(PhaseContext context) {
            if (context.state.apply.touched && context.state.lease.held) {
                try {
                    giveBack(context, true);
                } catch (RuntimeException e) {
                    warn(context, e);
                }
            }
        }

        /** A refusal stops no release and no rollback. */
        private static void change(PhaseContext context, Set<Color> kept, Set<Color> free) {
            if (!context.state.apply.autoscaled) {
                return;
            }
            try {
                context.write().keepSize(context.state.application, kept, free);
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                warn(context, e);
            }
        }

        private static void warn(PhaseContext context, RuntimeException refusal) {
            Sentence why = ReleaseException.sentenceOf(refusal);
            context.warn(Sentence.of("autoscaler.notChanged", context.state.application, why));
        }

        private static Set<Color> colors(Color... some) {
            Set<Color> colors = EnumSet.noneOf(Color.class);
            Stream.of(some).filter(Objects::nonNull).forEach(colors::add);
            return colors;
        }
    }

    /** The state of APPLY. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        final JobProgress jobs = new JobProgress();
        /** Whether anything of this release may be in the cluster. */
        boolean touched;
        /** The generation of the Deployment that was applied. */
        long generation;
        /** The coloured objects that may be there from now on, for the record; null if former ones are not known. */
        ArrayList<String> objects;
        /** Whether the application has autoscalers of its own. */
        boolean autoscaled;
        /** Whether they have the user's own behaviour again. */
        boolean givenBack;
    }
}
