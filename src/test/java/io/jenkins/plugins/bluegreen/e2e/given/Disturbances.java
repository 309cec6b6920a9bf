package io.jenkins.plugins.bluegreen.e2e.given;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** What others do to Pods. */
public final class Disturbances {
    private Disturbances() {}

    /** Has the kubelet end a Pod for good, as it does under pressure: it stays behind as Failed. Returns at once. */
    public static void endForGood(Trial trial, Pod pod) {
        trial.admin().pods().resource(pod).patch(
                PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"activeDeadlineSeconds\":1}}");
    }

    /** Evicts a Pod by the Eviction API, as a drain does: as soon as its disruption budget allows it. */
    public static void evict(Trial trial, Pod pod) {
        trial.until("the eviction of " + pod.getMetadata().getName(),
                () -> trial.admin().pods().resource(pod).evict());
    }

    /** Whether a container of the Pod has ended at least once. */
    public static boolean hasEnded(Pod pod) {
        return pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getRestartCount() > 0 || status.getState().getTerminated() != null);
    }
}
