package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * A Deployment as it was seen last.
 *
 * @param desired {@code spec.replicas}
 * @param total {@code status.replicas}, old and new revisions
 * @param image the first container's image
 * @param specHash what {@link Rendering#specHash()} was when it was applied; null when it is not ours
 * @param formerReplicas what it ran before it was retired; 0 when it was not
 * @param refusal why the cluster makes no (more) Pods for it, or null
 */
public record DeploymentView(
        String name,
        long generation,
        long observedGeneration,
        int desired,
        int total,
        int updated,
        int ready,
        int available,
        String image,
        String specHash,
        int formerReplicas,
        String refusal) {

    /** Whether the controller has seen the newest spec and every Pod of it, and no other, is available. */
    public boolean isRolledOut() {
        return observedGeneration >= generation
                && updated == desired
                && ready == desired
                && available == desired
                && total == desired;
    }
}
