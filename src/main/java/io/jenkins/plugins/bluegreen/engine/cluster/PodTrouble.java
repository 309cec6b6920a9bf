package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * The reason why a Pod is not ready.
 *
 * @param container the container's name; null: the whole Pod
 * @param detail the cluster's message
 */
public record PodTrouble(Kind kind, String container, String detail) {

    /** The kind of problem. */
    public enum Kind {
        /** The image can't be pulled. */
        IMAGE_PULL,
        /** The container exits repeatedly. */
        CRASH_LOOP,
        /** The container was killed for its memory use. */
        OOM_KILLED,
        /** An init container fails. */
        INIT_CONTAINER,
        /** A ConfigMap, a Secret or one of their keys is missing, or the node refuses the container's spec. */
        CONFIGURATION,
        /** A volume can't be mounted. */
        MOUNT,
        /** The node exceeded a timeout while it prepared the container, and retries. */
        NODE_LATE,
        /** The Pod fits on no node. An autoscaler may add one. */
        UNSCHEDULABLE
    }

    /** Whether the problem may pass without a change. */
    public boolean mayPass() {
        return kind == Kind.NODE_LATE || kind == Kind.UNSCHEDULABLE;
    }
}
