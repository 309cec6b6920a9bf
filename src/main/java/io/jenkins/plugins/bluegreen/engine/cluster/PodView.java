package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * A Pod as it was seen last.
 *
 * @param specHash the Pod template's annotation; null when it is not ours
 * @param readySince the Ready condition's last change, as the cluster wrote it
 * @param restarts of all its containers
 * @param trouble what keeps it from being ready, or null
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
