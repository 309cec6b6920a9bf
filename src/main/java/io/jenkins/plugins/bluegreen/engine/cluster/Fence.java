package io.jenkins.plugins.bluegreen.engine.cluster;

/** Asked right before every write to the cluster. */
@FunctionalInterface
public interface Fence {
    /**
     * Does nothing while the application's Lease is surely ours.
     *
     * @throws LockLostException when it may be somebody else's
     */
    void check();
}
