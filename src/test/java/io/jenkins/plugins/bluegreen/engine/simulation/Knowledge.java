package io.jenkins.plugins.bluegreen.engine.simulation;

import java.util.HashMap;
import java.util.Map;

/** As of which {@link SimulatedCluster#tick} a release knows what it has read: nobody can go by what came later. */
public final class Knowledge {
    private final Map<String, Long> objects = new HashMap<>();
    /** Of the endpoints of all Services. */
    public long endpoints;
    /** Of the endpoints that its watch showed when the present move began. */
    public long endpointsAtMove;
    /** The same of the Deployments. */
    public long deploymentsAtMove;
    /** Of the Pod template that was read last. */
    public long template;
    /** Of the Pods of each Deployment, when the rollback began. */
    private Map<String, Long> atRollback = Map.of();

    /** An object was read, or the Pods of a Deployment. */
    void read(String object, long tick) {
        objects.put(object, tick);
    }

    public long of(String object) {
        return objects.getOrDefault(object, 0L);
    }

    public void rollsBack() {
        atRollback = Map.copyOf(objects);
    }

    /** As {@link #of}, when the rollback began; -1 if it has not. */
    public long beforeRollback(String object) {
        return atRollback.getOrDefault(object, -1L);
    }
}
