package io.jenkins.plugins.bluegreen.engine;

/** A Pod of a {@link SimulatedCluster}. */
final class SimulatedPod {
    final String name;
    final SimulatedDeployment owner;
    final String specHash;
    final long revision;
    boolean ready;
    boolean terminating;
    int restarts;
    PodTrouble trouble;
    private long readySince;

    SimulatedPod(String name, SimulatedDeployment owner) {
        this.name = name;
        this.owner = owner;
        specHash = owner.specHash;
        revision = owner.revision;
    }

    boolean takesRequests() {
        return ready && !terminating;
    }

    boolean isSelectedBy(Traffic traffic) {
        return owner.isSelectedBy(traffic);
    }

    void ready(boolean now, long time) {
        ready = now;
        readySince = time;
    }

    PodView view() {
        return new PodView(name, name, specHash, ready, String.valueOf(readySince), terminating, restarts, trouble);
    }
}
