package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * A Deployment beside an application's own that comes in colours too, and that gets no requests: a worker, a consumer.
 *
 * @param name its name in the cluster
 * @param base its name without the colour
 * @param color null for one without a colour, which ran under this name before it came in colours
 * @param replicas how many Pods the manifests, or the cluster, want it to have
 * @param open whether the manifests leave that number open
 * @param afterSwitch whether it starts only once the traffic has moved, and not with its colour
 */
public record Companion(String name, String base, Color color, int replicas, boolean open, boolean afterSwitch) {
    /** {@code Deployment/worker-blue}. */
    public ObjectRef ref() {
        return new ObjectRef("Deployment", name);
    }
}
