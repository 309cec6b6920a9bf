package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.Optional;

/**
 * Compares the replicas of a Deployment with those of the manifests. Where an autoscaler scales it, any number is
 * right. Costs an API call only if the numbers differ.
 */
public final class Replicas {
    private final ClusterGateway cluster;
    private final Workload workload;
    private final Rendering rendering;

    public Replicas(ClusterGateway cluster, Workload workload, Rendering rendering) {
        this.cluster = cluster;
        this.workload = workload;
        this.rendering = rendering;
    }

    /**
     * Whether there are more than the manifests state, and nothing scales the Deployment. Nobody knows what scales it
     * if autoscalers may not be listed.
     */
    public boolean areTooMany() {
        int stated = rendering.statedReplicas();
        return stated > 0 && workload.desired() > stated && !isAutoscaled().orElse(true);
    }

    /** Whether there are fewer. An autoscaler leaves a Deployment alone that was scaled to zero. */
    public boolean areTooFew() {
        int replicas = workload.desired();
        return replicas < rendering.replicas() && (replicas == 0 || !isAutoscaled().orElse(false));
    }

    /** Empty if autoscalers may not be listed, and the manifests have none. */
    private Optional<Boolean> isAutoscaled() {
        if (rendering.isAutoscaled()) {
            return Optional.of(true);
        }
        String deployment = workload.deployment().name();
        return cluster.autoscalers().map(all -> all.stream().anyMatch(one -> one.deployment().equals(deployment)));
    }
}
