package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;

/**
 * Sees every write in the order in which it took effect, the cluster's own included. Called with the store's lock held:
 * be quick, change neither argument; reading through {@link EmbeddedCluster#get} is fine.
 */
@FunctionalInterface
public interface WriteObserver {
    /**
     * @param before null for a creation
     * @param after  null for a removal
     */
    void written(ObjectNode before, ObjectNode after, Write write);
}
