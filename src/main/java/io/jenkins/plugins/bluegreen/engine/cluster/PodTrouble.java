package io.jenkins.plugins.bluegreen.engine.cluster;

/**
 * Why a Pod does not become ready, or stopped being so.
 *
 * @param container the container's name; null when it concerns the whole Pod
 * @param detail the cluster's own words
 */
public record PodTrouble(Kind kind, String container, String detail) {

    /** What is wrong with a Pod. */
    public enum Kind {
        /** The image can't be pulled. */
        IMAGE_PULL,
        /** The container ends again and again. */
        CRASH_LOOP,
        /** The container was killed for its memory use. */
        OOM_KILLED,
        /** An init container fails. */
        INIT_CONTAINER,
        /** A ConfigMap, a Secret or a key in one of them is missing, or the container's spec is refused by the node. */
        CONFIGURATION,
        /** A volume can't be mounted. */
        MOUNT,
        /** The node did not do in time what a container needs to start, and tries again. */
        NODE_LATE,
        /** No node takes the Pod. A cluster that grows may take it later. */
        UNSCHEDULABLE
    }

    /** Whether waiting may help. */
    public boolean mayPass() {
        return kind == Kind.NODE_LATE || kind == Kind.UNSCHEDULABLE;
    }
}
