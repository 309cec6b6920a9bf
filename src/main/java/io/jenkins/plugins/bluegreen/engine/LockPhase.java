package io.jenkins.plugins.bluegreen.engine;

/** Takes the application's Lease, waiting for another release up to {@code lockTimeout}. */
final class LockPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        Move wait = run.lock().acquire();
        if (wait != null) {
            return wait;
        }
        long timeout = run.spec.timeoutSeconds() * 1000L;
        run.state.candidateDeadline = run.time() + timeout;
        return run.enter(Phase.APPLY, run.state.candidateDeadline);
    }
}
