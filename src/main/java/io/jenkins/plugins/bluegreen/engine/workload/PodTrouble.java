package io.jenkins.plugins.bluegreen.engine.workload;

/**
 * The reason why a Pod is not ready.
 *
 * @param container the container's name; null: the whole Pod
 * @param detail the cluster's message
 */
public record PodTrouble(Kind kind, String container, String detail) {

    /** The kind of problem; the worse, the earlier. */
    public enum Kind {
        /** The image can't be pulled: its registry does not have it, or its name is none. */
        IMAGE_PULL,
        /** The container exits repeatedly. */
        CRASH_LOOP,
        /** The container was killed for its memory use. */
        OOM_KILLED,
        /** An init container fails repeatedly. */
        INIT_CONTAINER,
        /** The node refuses the container's spec. */
        CONFIGURATION,
        /** A volume can't be mounted. */
        MOUNT,
        /** The image could not be pulled, for another reason than a missing image. The node retries. */
        IMAGE_DELAYED,
        /** A ConfigMap, a Secret or one of their keys is missing. It may be created later. */
        CONFIGURATION_MISSING,
        /** The node exceeded a timeout while it prepared the container, and retries. */
        NODE_LATE,
        /** An init container failed and is started again. */
        INIT_AGAIN,
        /** The Pod fits on no node. An autoscaler may add one. */
        UNSCHEDULABLE
    }

    /** Whether the problem may pass without a change. */
    public boolean mayPass() {
        return kind.compareTo(Kind.IMAGE_DELAYED) >= 0;
    }

    /** Whether the problem may take as long as the release has time. One that only may pass is soon over, or final. */
    public boolean mayTakeLong() {
        return kind.compareTo(Kind.INIT_AGAIN) >= 0;
    }
}
