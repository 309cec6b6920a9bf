package io.jenkins.plugins.bluegreen.engine.cluster;

/** A check right before every write to the cluster. */
@FunctionalInterface
public interface Fence {
    /**
     * Returns while this release certainly holds the application's Lease.
     *
     * @throws LockLostException when another release may hold it
     */
    void check();
}
