package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;

/** Takes the application's Lease, waiting for another release up to {@code lockTimeout}. */
final class LockPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        Move wait = run.lock().acquire();
        if (wait != null) {
            return wait;
        }
        long timeout = run.spec.limits().timeoutSeconds() * 1000L;
        run.state.candidateDeadline = run.time() + timeout;
        if (run.state.plan.takingOver || run.state.services.isEmpty()) {
            // whoever held the Lease may have come to an end meanwhile
            run.state.plan.takingOver = false;
            return run.enter(Phase.PLAN, run.time() + run.pace.step());
        }
        return run.enter(Phase.APPLY, run.state.candidateDeadline);
    }
}
