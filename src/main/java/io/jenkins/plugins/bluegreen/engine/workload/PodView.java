package io.jenkins.plugins.bluegreen.engine.workload;

/**
 * The last known state of a Pod.
 *
 * @param specHash the Pod template's annotation; null when no release applied it
 * @param readySince {@code lastTransitionTime} of the condition Ready, as the cluster wrote it
 * @param restarts how often its containers have ended; one that has not been started again counts too
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
