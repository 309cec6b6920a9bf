package io.jenkins.plugins.bluegreen.engine.workload;

import java.util.List;

/**
 * The last known state of a Deployment.
 *
 * @param desired {@code spec.replicas}
 * @param minReadySeconds how long a Pod must be ready before it counts as available
 * @param total {@code status.replicas}, old and new revisions
 * @param image the first container's image
 * @param specHash the {@code Rendering.specHash} that it was applied with; null when no release applied it
 * @param formerReplicas its replicas before it was retired; 0 when it was not
 * @param preStop whether one of its containers has a preStop hook
 * @param refusal why the cluster creates no (more) Pods for it, or null
 */
public record DeploymentView(
        String name,
        long generation,
        long observedGeneration,
        int desired,
        int minReadySeconds,
        int total,
        int updated,
        int ready,
        int available,
        String image,
        String specHash,
        int formerReplicas,
        boolean preStop,
        String refusal) {

    /** Whether it was applied with this content, once or again: a redeployment adds to the hash of its content. */
    public boolean isOf(String content) {
        return specHash != null && (specHash.equals(content) || specHash.startsWith(content + "-"));
    }

    /** Whether {@link #refusal} says that a quota is full. Other Pods that end make room. */
    public boolean isQuotaFull() {
        return refusal != null && refusal.contains("exceeded quota");
    }

    /** Whether the controller has seen the newest spec, all its Pods are available, and there are no other Pods. */
    public boolean isRolledOut() {
        return hasItsPods() && ready == desired && available == desired;
    }

    /**
     * Whether its Pods, if all are ready, serve its newest spec and nothing else. That they are ready, the Pods say first:
     * the Deployment's status follows two controllers later, which takes seconds while they are busy. It is waited for
     * where {@code minReadySeconds} is set, because only the controllers count those.
     */
    public boolean isServedBy(List<PodView> pods) {
        boolean allReady = pods.size() == desired && pods.stream().allMatch(PodView::ready);
        return allReady && (minReadySeconds > 0 ? isRolledOut() : hasItsPods());
    }

    private boolean hasItsPods() {
        return observedGeneration >= generation && updated == desired && total == desired;
    }
}
