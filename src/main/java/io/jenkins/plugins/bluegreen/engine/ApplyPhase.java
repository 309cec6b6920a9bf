package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.Optional;

/**
 * Applies the candidate beside the live colour. The first write, the mark on the active Service, succeeds only if the
 * Service has not changed since PLAN decided the colour. Otherwise PLAN decides again, now with the Lease held.
 */
final class ApplyPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        if (!isStillAsPlanned(context)) {
            context.progress(Sentence.of("apply.replanned", state.primary().service));
            return context.next.enter(Phase.PLAN, state.candidateDeadline);
        }
        if (state.operation == Operation.ROLL_BACK) {
            scaleUp(context);
        } else {
            Rendering rendering = context.cluster.render(context.spec, state.candidate);
            for (ServiceMove move : state.services) {
                if (move.from != null && rendering.defines(move.service)) {
                    context.write().applyService(rendering, move.service, move.from);
                    context.progress(Sentence.of("apply.applied", new ObjectRef("Service", move.service)));
                }
            }
            state.apply.generation = context.write()
                    .apply(
                            context.spec,
                            rendering,
                            state.replicas,
                            applied -> context.progress(Sentence.of("apply.applied", applied)));
        }
        return context.next.enter(Phase.READY, state.candidateDeadline);
    }

    /** Scales up, never down: a colour that runs may be in use. Always writes, because the watch may be behind. */
    private static void scaleUp(PhaseContext context) {
        ReleaseState state = context.state;
        Workload previous = context.cluster.workload(state.candidateDeployment);
        int runs = previous.exists() ? previous.deployment().desired() : 0;
        if (runs < state.replicas) {
            state.candidateWasRunning &= runs > 0;
        }
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
            } else if ((primary || move.unpinned != null) && !mark(context, move)) {
                return false;
            }
        }
        context.state.apply.touched = true;
        context.save();
        return true;
    }

    /** Writes the phase on a Service, and pins an adopted one to the Pods it has. */
    private static boolean mark(PhaseContext context, ServiceMove move) {
        boolean touched = context.state.apply.touched;
        context.state.apply.touched = true;
        context.save();
        try {
            context.write()
                    .patchService(
                            move.expected(),
                            new Traffic(move.from.selector(), null),
                            move.before
                                    .withSharedHash(context.state.sharedHash)
                                    .writtenBy(context.spec.id(), context.spec.buildUrl(), Phase.APPLY));
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

    /** Whether the primary Service, read now, has the mark of a release that began after this one's PLAN. */
    static boolean isMarkedByOthers(PhaseContext context) {
        if (context.state.services.isEmpty()) {
            return false;
        }
        ServiceMove primary = context.state.primary();
        String former = primary.before.release();
        return context.read(primary.service)
                .map(view -> view.record().release())
                .filter(release -> !release.equals(context.spec.id()) && !release.equals(former))
                .isPresent();
    }

    /** The state of APPLY. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Whether anything of this release may be in the cluster. */
        boolean touched;
        /** The generation of the Deployment that was applied. */
        long generation;
    }
}
