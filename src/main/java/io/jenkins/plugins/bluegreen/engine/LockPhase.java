package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Move;

/** Takes the application's Lease, waiting for another release up to {@code lockTimeout}. */
final class LockPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        Move wait = context.lock().acquire();
        if (wait != null) {
            return wait;
        }
        long timeout = context.spec.limits().timeoutSeconds() * 1000L;
        context.state.candidateDeadline = context.time() + timeout;
        if (context.state.plan.takingOver || context.state.services.isEmpty()) {
            // the former holder may have completed its release meanwhile
            context.state.plan.takingOver = false;
            return context.next.enter(Phase.PLAN, context.time() + context.pace.step());
        }
        return context.next.enter(Phase.APPLY, context.state.candidateDeadline);
    }
}
