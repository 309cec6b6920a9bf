package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.Watchdog.Promise;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** What gets the traffic is what READY, HEALTH and the block have seen, as far as a release could know. */
public final class TestedChecker {
    private final SimulatedCluster cluster;
    /** When somebody else changed the Pod template of each Deployment. */
    private final Map<String, TreeSet<Long>> changes = new HashMap<>();
    /** As of when a release knew its candidate's template as READY passed it for the first time. */
    private final Map<SimulatedRelease, Long> tested = new HashMap<>();

    TestedChecker(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** Somebody changes a Pod template. */
    public void changes(String deployment) {
        changes.computeIfAbsent(deployment, name -> new TreeSet<>()).add(cluster.tick);
    }

    /** READY has passed a release's candidate. */
    void passes(SimulatedRelease release) {
        tested.putIfAbsent(release, release.knowledge.deploymentsAtMove);
    }

    /** A release promotes what another one has tested. */
    public void promotes(SimulatedRelease release, SimulatedRelease holder) {
        tested.computeIfAbsent(release, any -> tested.get(holder));
    }

    /** A release points a Service to its candidate. */
    void switches(SimulatedRelease release, String what) {
        Long since = tested.get(release);
        TreeSet<Long> all = changes.get(release.state().candidateDeployment);
        if (since == null || all == null) {
            return;
        }
        Long change = all.higher(since);
        long known = Math.max(release.knowledge.deploymentsAtMove, release.knowledge.template);
        if (change != null && change <= known) {
            cluster.watchdog.broken(Promise.TESTED_IS_SWITCHED, what + ", whose Pod template somebody changed");
        }
    }
}
