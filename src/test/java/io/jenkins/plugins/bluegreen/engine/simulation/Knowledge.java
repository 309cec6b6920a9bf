package io.jenkins.plugins.bluegreen.engine.simulation;

import java.util.HashMap;
import java.util.Map;

/** As of which {@link SimulatedCluster#tick} a release knows what it has read: nobody can go by what came later. */
public final class Knowledge {
    private final Map<String, Long> objects = new HashMap<>();
    /** Of the endpoints of all Services. */
    public long endpoints;

    /** An object was read, or the Pods of a Deployment. */
    void read(String object, long tick) {
        objects.put(object, tick);
    }

    public long of(String object) {
        return objects.getOrDefault(object, 0L);
    }
}
