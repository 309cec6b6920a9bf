package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import java.util.List;
import java.util.Optional;

/** Finds what holds up a rollout although no container has a problem. The reasons are those of the kubelet, 1.34. */
final class RolloutHolds {
    private RolloutHolds() {}

    /** A Deployment that {@code kubectl rollout pause} stopped. */
    static Optional<Sentence> paused(Deployment deployment) {
        return Boolean.TRUE.equals(deployment.getSpec().getPaused())
                ? Optional.of(Sentence.of("diagnosis.paused", deployment.getMetadata().getName()))
                : Optional.empty();
    }

    /** A readiness gate that has not been set, whose name the condition's message holds. */
    static Optional<Sentence> readinessGate(List<Pod> unready) {
        for (Pod pod : unready) {
            for (PodCondition condition : pod.getStatus().getConditions()) {
                if ("Ready".equals(condition.getType()) && "ReadinessGatesNotReady".equals(condition.getReason())) {
                    return Optional.of(Sentence.of(
                            "diagnosis.readinessGate", pod.getMetadata().getName(), condition.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    /** Pods that are ready, but not for long enough. */
    static Optional<Sentence> minReady(Deployment deployment, DeploymentView view, List<Pod> unready) {
        Integer seconds = deployment.getSpec().getMinReadySeconds();
        return seconds != null && seconds > 0 && unready.isEmpty() && view != null && view.available() < view.ready()
                ? Optional.of(Sentence.of("diagnosis.minReady", view.name(), seconds))
                : Optional.empty();
    }
}
