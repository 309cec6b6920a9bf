package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * The last known state of a Pod.
 *
 * @param specHash the Pod template's annotation; null when no release applied it
 * @param readySince {@code lastTransitionTime} of the condition Ready, as the cluster wrote it
 * @param restarts the sum over its containers
 * @param trouble why it is not ready, or null
 */
public record PodView(
        String name,
        String uid,
        String specHash,
        boolean ready,
        String readySince,
        boolean terminating,
        int restarts,
        PodTrouble trouble) {}
