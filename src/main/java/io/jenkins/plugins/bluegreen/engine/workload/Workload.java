package io.jenkins.plugins.bluegreen.engine.workload;

import java.util.List;

/**
 * The last known state of a Deployment and its Pods.
 *
 * @param deployment null when there is none
 * @param pods all its Pods, including those of older revisions and terminating ones
 */
public record Workload(DeploymentView deployment, List<PodView> pods) {

    /** Keeps a copy of {@code pods}. */
    public Workload {
        pods = List.copyOf(pods);
    }

    /** The replicas that the Deployment wants; 0 when there is none. */
    public int desired() {
        return deployment == null ? 0 : deployment.desired();
    }

    /** Whether the Deployment exists. */
    public boolean exists() {
        return deployment != null;
    }

    /** The Pods of one revision that are not terminating. */
    public List<PodView> podsOf(String specHash) {
        return pods.stream()
                .filter(pod -> !pod.terminating() && specHash.equals(pod.specHash()))
                .toList();
    }

    /** The number of Pods that are ready and not terminating. */
    public int readyPods() {
        return (int) pods.stream().filter(pod -> pod.ready() && !pod.terminating()).count();
    }
}
