package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.PodView;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Moves every active Service to the candidate. Reads the candidate's Pods and the live colour once more, patches the
 * Services by compare-and-set, and waits until their endpoints are exactly the candidate's ready Pods.
 */
final class SwitchPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.switching.switchedAt == 0) {
            Workload candidate = context.cluster.workload(state.candidateDeployment);
            int desired = candidate.exists() ? candidate.deployment().desired() : 0;
            List<String> ready = context.cluster.readyPods(state.primary().to.selector());
            if (desired < 1 || ready.size() < desired) {
                return context.waitFor(Sentence.of(
                        "ready.waiting", ready.size(), Math.max(desired, 1), state.candidateDeployment));
            }
            requireWayBack(context);
            MonitorPhase.countRestarts(context, candidate);
            Rendering rendering = state.operation == Operation.RELEASE
                    ? context.cluster.render(context.spec, state.candidate)
                    : null;
            for (ServiceMove move : state.services) {
                ServiceSwitch.forward(context, rendering, move);
            }
            state.switching.switchedAt = context.time();
            context.save();
            context.progress(Sentence.of("switch.done", names(state), state.candidateDeployment));
        }
        if (!servesOnly(context, state.candidateDeployment)) {
            return context.waitFor(Sentence.of("switch.endpoints", names(state), state.candidateDeployment));
        }
        state.switching.served = true;
        long monitored = context.time() + context.spec.monitor().durationSeconds() * 1000L;
        return context.spec.monitor().durationSeconds() > 0
                ? context.next.enter(Phase.MONITOR, monitored + context.pace.step())
                : RetirePhase.enter(context);
    }

    static String names(ReleaseState state) {
        return state.services.stream().map(move -> move.service).collect(Collectors.joining(", "));
    }

    /** Warns if a rollback would have no colour to go back to. A broken live colour does not stop the release. */
    private static void requireWayBack(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.liveDeployment == null) {
            return;
        }
        Workload live = context.cluster.workload(state.liveDeployment);
        if (!live.exists()) {
            context.warn(Sentence.of("switch.noWayBack", state.liveDeployment));
            return;
        }
        state.liveReplicas = Math.max(1, live.deployment().desired());
        if (live.readyPods() == 0) {
            context.warn(Sentence.of("switch.liveBroken", state.liveDeployment));
        }
    }

    /** Whether every active Service has exactly the ready Pods of a Deployment as endpoints, and at least one. */
    static boolean servesOnly(PhaseContext context, String deployment) {
        Set<String> ready = context.cluster.workload(deployment).pods().stream()
                .filter(pod -> pod.ready() && !pod.terminating())
                .map(PodView::name)
                .collect(Collectors.toSet());
        for (ServiceMove move : context.state.services) {
            if (ready.isEmpty() || !ready.equals(new HashSet<>(context.cluster.endpoints(move.service)))) {
                return false;
            }
        }
        return true;
    }

    /** The state of SWITCH. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        /** When the last Service was switched; 0 before that. */
        long switchedAt;
        /** Whether the endpoints were seen to be the candidate's. */
        boolean served;
    }
}
