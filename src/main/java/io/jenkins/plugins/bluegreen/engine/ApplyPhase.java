package io.jenkins.plugins.bluegreen.engine;

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
            run.write().scale(state.candidateDeployment, state.replicas, 0);
            run.progress(Sentence.of("rollback.scaled", state.candidateDeployment, state.replicas));
        } else {
            Rendering rendering = run.cluster.render(run.spec, state.candidate);
            for (ServiceMove move : state.services) {
                if (move.from != null && rendering.defines(move.service)) {
                    run.write().applyService(rendering, move.service);
                    run.progress(Sentence.of("apply.applied", new ObjectRef("Service", move.service)));
                }
            }
            state.generation = run.write()
                    .apply(
                            run.spec,
                            rendering,
                            state.replicas,
                            applied -> run.progress(Sentence.of("apply.applied", applied)));
        }
        return run.enter(Phase.READY, state.candidateDeadline);
    }

    private static boolean isStillAsPlanned(Run run) {
        if (run.state.touched && run.state.pin == null) {
            return true;
        }
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
        run.state.touched = true;
        run.save();
        return true;
    }

    /** Writes the phase on a Service, and pins an adopted one to the Pods it has. */
    private static boolean mark(Run run, ServiceMove move) {
        run.state.touched = true;
        run.save();
        try {
            run.write()
                    .patchService(
                            move.expected(),
                            new Traffic(move.from.selector(), null),
                            move.before.inProgress(run.spec.id(), run.spec.buildUrl(), Phase.APPLY));
            return true;
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.CONFLICT || e.kind() == ClusterException.Kind.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
