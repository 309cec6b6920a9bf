package io.jenkins.plugins.bluegreen.engine.workload;

import java.util.List;

/**
 * The last known state of a Job.
 *
 * @param application the application whose release has created it; null for a Job of others
 * @param created when it was created, as the cluster wrote it
 * @param reason why it failed, in the cluster's words; null unless it did
 * @param deleting whether its deletion has begun
 * @param begun whether a container of it runs or has run, as far as is known
 * @param active how many Pods run or wait for a node
 * @param failed how many Pods have failed
 * @param pods its Pods, those that are over too
 */
public record JobView(
        String name,
        String uid,
        String resourceVersion,
        String application,
        String created,
        State state,
        String reason,
        boolean deleting,
        boolean begun,
        int active,
        int failed,
        List<PodView> pods) {

    /** Where a Job is. A finished one stays as it is. */
    public enum State {
        RUNNING,
        COMPLETE,
        FAILED
    }

    public boolean isFinished() {
        return state != State.RUNNING;
    }

    /** Whether certainly no container of it runs or has run. A Pod that is being started may be further by now. */
    public boolean neverBegan() {
        return !begun && pods.stream().allMatch(pod -> pod.trouble() != null);
    }

    /** A number that grows with every Pod that fails and every container that ends. */
    public int ends() {
        return failed + pods.stream().mapToInt(PodView::restarts).sum();
    }
}
