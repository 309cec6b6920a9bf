package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An observer of every write in the order of effect, the cluster's own included. Called while the store is locked: it
 * must be quick and must not change its arguments. It may read from the cluster.
 */
@FunctionalInterface
public interface WriteObserver {
    /**
     * @param before null for a creation
     * @param after  null for a removal
     */
    void written(ObjectNode before, ObjectNode after, Write write);
}
