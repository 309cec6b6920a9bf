package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.Optional;

/**
 * Brings the candidate up beside the live colour. Its first write, the mark on the active Service, succeeds only if the
 * Service is still as it was when the colour was decided; else PLAN decides anew, now with the Lease held.
 */
final class ApplyPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        ReleaseState state = run.state;
        if (!isStillAsPlanned(run)) {
            run.progress(Sentence.of("apply.replanned", state.primary().service));
            return run.enter(Phase.PLAN, state.candidateDeadline);
        }
        if (state.operation == Operation.ROLL_BACK) {
            scaleUp(run);
        } else {
            Rendering rendering = run.cluster.render(run.spec, state.candidate);
            for (ServiceMove move : state.services) {
                if (move.from != null && rendering.defines(move.service)) {
                    run.write().applyService(rendering, move.service);
                    run.progress(Sentence.of("apply.applied", new ObjectRef("Service", move.service)));
                }
            }
            state.apply.generation = run.write()
                    .apply(
                            run.spec,
                            rendering,
                            state.replicas,
                            applied -> run.progress(Sentence.of("apply.applied", applied)));
        }
        return run.enter(Phase.READY, state.candidateDeadline);
    }

    /** One that runs may be in use: it is not made smaller. It is written anyway, for the watch may be behind. */
    private static void scaleUp(Run run) {
        ReleaseState state = run.state;
        Workload previous = run.cluster.workload(state.candidateDeployment);
        int runs = previous.exists() ? previous.deployment().desired() : 0;
        if (runs < state.replicas) {
            state.candidateWasRunning &= runs > 0;
        }
        state.replicas = Math.max(state.replicas, runs);
        run.write().scale(state.candidateDeployment, state.replicas, 0);
        run.progress(Sentence.of("rollback.scaled", state.candidateDeployment, state.replicas));
    }

    private static boolean isStillAsPlanned(Run run) {
        for (ServiceMove move : run.state.services) {
            boolean primary = move == run.state.primary();
            if (move.from == null) {
                if (primary && run.cluster.service(move.service).isPresent()) {
                    return false;
                }
            } else if ((primary || move.unpinned != null) && !mark(run, move)) {
                return false;
            }
        }
        run.state.apply.touched = true;
        run.save();
        return true;
    }

    /** Writes the phase on a Service, and pins an adopted one to the Pods it has. */
    private static boolean mark(Run run, ServiceMove move) {
        boolean touched = run.state.apply.touched;
        run.state.apply.touched = true;
        run.save();
        try {
            run.write()
                    .patchService(
                            move.expected(),
                            new Traffic(move.from.selector(), null),
                            move.before.writtenBy(run.spec.id(), run.spec.buildUrl(), Phase.APPLY));
            return true;
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
        }
        if (isMarked(run, move)) {
            return true;
        }
        run.state.apply.touched = touched;
        return false;
    }

    /** Whether the Service has our mark already, of a move before this one, and is where it was. */
    private static boolean isMarked(Run run, ServiceMove move) {
        Optional<ServiceView> there = run.read(move.service);
        boolean marked = there.map(ServiceView::record)
                .filter(record -> run.spec.id().equals(record.release()) && record.phase() == Phase.APPLY)
                .isPresent();
        if (marked) {
            ServiceSwitch.requireAsDecided(there, move);
        }
        return marked;
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
