package io.jenkins.plugins.bluegreen.engine.cluster;

import java.util.List;

/**
 * A Deployment and its Pods, as they were seen last.
 *
 * @param deployment null when there is none
 * @param pods all that it made, those of older revisions and terminating ones too
 */
public record Workload(DeploymentView deployment, List<PodView> pods) {

    /** Keeps a copy of {@code pods}. */
    public Workload {
        pods = List.copyOf(pods);
    }

    /** Whether there is a Deployment. */
    public boolean exists() {
        return deployment != null;
    }

    /** The Pods of one revision that are there to stay. */
    public List<PodView> podsOf(String specHash) {
        return pods.stream()
                .filter(pod -> !pod.terminating() && specHash.equals(pod.specHash()))
                .toList();
    }

    /** How many Pods can take requests now. */
    public int readyPods() {
        return (int) pods.stream().filter(pod -> pod.ready() && !pod.terminating()).count();
    }
}
