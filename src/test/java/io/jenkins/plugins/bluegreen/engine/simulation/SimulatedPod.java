package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;

/** A Pod of a {@link SimulatedCluster}. */
public final class SimulatedPod {
    public final String name;
    public final SimulatedDeployment owner;
    public final String specHash;
    final long revision;
    boolean ready;
    public boolean terminating;
    /** Whether a node has ended it; it stays listed as Failed. */
    public boolean evicted;
    /** As of which tick it is not ready. */
    public long unreadyTick;

    int restarts;
    PodTrouble trouble;
    private long readySince;

    SimulatedPod(String name, SimulatedDeployment owner) {
        this.name = name;
        this.owner = owner;
        specHash = owner.specHash;
        revision = owner.revision;
    }

    public boolean takesRequests() {
        return ready && !terminating;
    }

    /** Whether it is not ready, and has ended before. */
    public boolean isBroken() {
        return !ready && !terminating && !evicted && restarts > 0;
    }

    public boolean isSelectedBy(Traffic traffic) {
        return owner.isSelectedBy(traffic);
    }

    boolean wasReady() {
        return ready || readySince > 0;
    }

    boolean isReadySince(long time) {
        return ready && readySince <= time;
    }

    void ready(boolean now, long time) {
        ready = now;
        readySince = time;
    }

    PodView view() {
        return new PodView(name, name, specHash, ready, String.valueOf(readySince), terminating, restarts, trouble);
    }
}
