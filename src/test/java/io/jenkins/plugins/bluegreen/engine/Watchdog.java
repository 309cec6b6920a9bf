package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedDeployment;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedHistory;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedObjects;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedPod;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks at every write of a release, as it takes effect, for what a release must never do. What somebody else, a Pod or
 * the network did is held against a release only once it could know of it.
 */
public final class Watchdog {
    /** What must hold, whatever happens when. */
    enum Promise {
        /** The active Service is never made to select no ready Pod. */
        NEVER_EMPTY,
        /** The active Service never selects Pods of both colours. */
        NEVER_MIXED,
        /** A selector that somebody else wrote is never written over. */
        NEVER_OVERWRITTEN,
        /** Nothing is written that the Pods behind the active Service are made from. */
        LIVE_COLOR_UNTOUCHED,
        /** Nothing is written before the mark that tells that the Service is as it was when the colour was decided. */
        MARKED_FIRST,
        /** Nothing is scaled down or deleted while the active Service selects it. */
        LIVE_PODS_STAY,
        /** Nothing is scaled down or deleted before the endpoints have left it. */
        ENDPOINTS_GO_FIRST,
        /** Nothing is written while another release holds the Lease, which is taken only once it expired. */
        ONE_AT_A_TIME,
        /** A promotion counts once. */
        NOTHING_TWICE,
        /** Traffic goes back whatever the new colour does. */
        ALWAYS_BACK,
        /** Every release ends, and in time. */
        ALWAYS_ENDS,
        /** A release that nobody troubles does what it is for. */
        GOES_WELL,
        /** What the end says of the traffic is so. */
        TRUE_RESULT,
        /** No mark, no Lease and no candidate is left behind. */
        NOTHING_LEFT,
        /** The switch takes no capacity away, and an autoscaler holds up no rollback. */
        NO_LESS_CAPACITY,
        /** What carries traffic beside the Services changes at the switch, and comes back with the traffic. */
        ROUTES_WITH_TRAFFIC,
        /** Nobody else's Service loses its endpoints. */
        NOBODY_CUT_OFF,
        /** What passes by itself ends no release. */
        DISTURBANCE_PASSES,
        /** What the manifests no longer hold goes, and nothing that a colour still needs. */
        PRUNED,
        /** What gets the traffic is what was tested. */
        TESTED_IS_SWITCHED,
        /** The reason of a failure is read once the traffic is back, and before the Pods go. */
        REASON_BETWEEN,
        /** Whatever can't be saved, the traffic goes back. */
        BOOKKEEPING_STOPS_NOTHING,
        /** A release has nothing to do only if what runs is what the manifests say. */
        UNCHANGED_IS_SO
    }

    /** A promise that was broken, when, and how. */
    record Violation(Promise promise, long time, String what) {}

    /** When a selector was changed last, and by which release; null for somebody else. */
    private record Change(long tick, SimulatedRelease by) {}

    /** From here on a write of ours, sent before the Lease was lost, has arrived: see {@link ReleaseLock}. */
    private static final long LAST_WRITE_MILLIS = 60_000;

    final List<Violation> violations = new ArrayList<>();
    private final SimulatedCluster cluster;
    private final Map<String, Change> selectors = new HashMap<>();
    private final Map<String, Long> losses = new HashMap<>();
    private final Map<String, Long> renewals = new HashMap<>();
    /** As of when Services of others have Pods of each Deployment as endpoints. */
    private final Map<String, Long> served = new HashMap<>();
    private final RouteChecker routes;
    public final EvidenceChecker evidence;
    public final DisturbanceChecker disturbances;
    public final TestedChecker tested;
    private long leaseByOthersAt = Long.MIN_VALUE / 2;

    public Watchdog(SimulatedCluster cluster) {
        this.cluster = cluster;
        routes = new RouteChecker(cluster);
        evidence = new EvidenceChecker(cluster);
        disturbances = new DisturbanceChecker(cluster);
        tested = new TestedChecker(cluster);
    }

    void broken(Promise promise, String what) {
        violations.add(new Violation(promise, cluster.time.now(), what));
    }

    // ------------------------------------------------------------ what others did

    public void othersWroteSelector(String service) {
        selectors.put(service, new Change(cluster.tick, null));
    }

    /** Pods of a colour are lost, or may be lost any time from now on. */
    public void lost(String deployment, boolean fromNowOn) {
        losses.put(deployment, fromNowOn ? Long.MAX_VALUE : Math.max(cluster.tick, lostAt(deployment)));
    }

    long lostAt(String deployment) {
        return losses.getOrDefault(deployment, -1L);
    }

    /** The endpoints of a Service are other ones. */
    public void endpointsOf(String service) {
        served.keySet().retainAll(cluster.workloads.deployments.keySet());
        for (SimulatedDeployment deployment : cluster.workloads.deployments.values()) {
            if (cluster.others.keySet().stream().noneMatch(other -> hasEndpointsOf(other, deployment))) {
                served.remove(deployment.name);
            } else if (cluster.others.containsKey(service)) {
                served.putIfAbsent(deployment.name, cluster.tick);
            }
        }
    }

    public void othersWroteLease() {
        leaseByOthersAt = cluster.time.now();
    }

    /** Whether somebody else changed a Service's selector since a release read it. */
    boolean isNews(SimulatedRelease release, String service) {
        return isChangedSince(release, service, release.knowledge.of(service));
    }

    private boolean isChangedSince(SimulatedRelease release, String service, long tick) {
        Change change = selectors.get(service);
        return change != null && change.by != release && change.tick > tick;
    }

    // ------------------------------------------------------------ what a release does

    /** A release points a Service from {@code before} to {@code after}; null for not there. */
    public void selects(SimulatedRelease release, String service, Traffic before, Traffic after) {
        requireLease(release, "patches Service " + service);
        if (isSame(before, after)) {
            return;
        }
        selectors.put(service, new Change(cluster.tick, release));
        String what = release.id() + ": Service " + service + " from " + before + " to " + after;
        Optional<ServiceMove> move = release.state().services.stream()
                .filter(one -> one.service.equals(service))
                .findFirst();
        boolean forward = move.isPresent() && isSame(move.get().from, before) && isSame(move.get().to, after);
        boolean back = move.isPresent() && isSame(move.get().to, before) && isSame(move.get().back, after);
        if (!forward && !back) {
            broken(Promise.NEVER_OVERWRITTEN, what);
        }
        if (after == null) {
            return;
        }
        Set<String> owners = new TreeSet<>();
        for (SimulatedPod pod : cluster.workloads.pods) {
            if (!pod.terminating && pod.isSelectedBy(after)) {
                owners.add(pod.owner.name);
            }
        }
        if (owners.size() > 1) {
            broken(Promise.NEVER_MIXED, what + " selects Pods of " + owners);
        }
        if (back) {
            evidence.back(release, what);
        } else {
            capacity(release, what);
            tested.switches(release, what);
        }
        String deployment = forward ? release.state().candidateDeployment : release.state().liveDeployment;
        if (cluster.workloads.readyPods(after).isEmpty() && isKnownLoss(release, deployment)) {
            broken(Promise.NEVER_EMPTY, what);
        }
    }

    /** As many Pods are ready as were asked for, and as the live colour wants, as far as the release could know. */
    private void capacity(SimulatedRelease release, String what) {
        ReleaseState state = release.state();
        String live = state.liveDeployment;
        SimulatedHistory history = cluster.workloads.history;
        int ready = history.mostReady(state.candidateDeployment, release.knowledge.of(state.candidateDeployment));
        int runs = live == null ? 0 : history.leastDesired(live, release.knowledge.deploymentsAtMove);
        if (ready < Math.max(state.replicas, runs)) {
            broken(Promise.NO_LESS_CAPACITY, what + " with " + ready + " ready Pods, asked for were " + state.replicas
                    + ", " + live + " has " + runs);
        }
    }

    /** A release writes a route that was of {@code before}, null for not there. */
    public void routes(SimulatedRelease release, Route route, String before) {
        requireLease(release, "writes " + route);
        routes.writes(release, route, before);
    }

    void routesAtEnd(Schedule schedule) {
        routes.end(schedule);
    }

    /** A release has found that there is nothing to do. It looked at Deployments in its last move. */
    void unchanged(SimulatedRelease release) {
        SimulatedDeployment live = cluster.workloads.deployments.get(release.state().liveDeployment);
        boolean found = release.state().operation == Operation.RELEASE;
        if (found && live != null && live.isOtherSinceBefore(release.knowledge.deploymentsAtMove)) {
            broken(Promise.UNCHANGED_IS_SO, release.id() + ": " + live.name + " is not what was released");
        }
    }

    private boolean isKnownLoss(SimulatedRelease release, String deployment) {
        return lostAt(deployment) <= release.knowledge.of(deployment);
    }

    private static boolean isSame(Traffic one, Traffic other) {
        return one == null ? other == null : other != null && one.selectsAs(other);
    }

    /** A release writes a Deployment that may be there: -1 replicas delete it, without a version it is scaled. */
    public void writes(SimulatedRelease release, String name, int replicas, String version) {
        String what = release.id() + ": Deployment " + name + " to " + replicas + " replicas";
        requireLease(release, what);
        SimulatedDeployment there = cluster.workloads.deployments.get(name);
        if (there == null) {
            return;
        }
        boolean less = replicas < there.desired;
        requireMark(release, what);
        if (replicas <= 0 && there.desired > 0) {
            evidence.ends(release, name, what);
            if (served.getOrDefault(name, Long.MAX_VALUE) <= release.knowledge.endpointsAtMove) {
                broken(Promise.NOBODY_CUT_OFF, what + ", which Services of others have as endpoints");
            }
        }
        cluster.services.forEach((service, view) -> {
            boolean selected = there.isSelectedBy(view.traffic());
            if (selected && !isNews(release, service) && there.desired > 0) {
                // between a look and a write somebody may have scaled up, or an autoscaler
                boolean outrun = replicas > 0
                        && (!isKnownLoss(release, name)
                                || replicas >= cluster.workloads.history.leastDesired(
                                        name, release.knowledge.deploymentsAtMove));
                if (less && !outrun) {
                    broken(Promise.LIVE_PODS_STAY, what + " from " + there.desired + " behind " + service);
                } else if (version != null && !version.equals(there.specHash)) {
                    broken(Promise.LIVE_COLOR_UNTOUCHED, what + " behind " + service);
                }
            }
            boolean known = !isChangedSince(release, service, release.knowledge.endpoints);
            if (version == null && less && known && hasEndpointsOf(service, there)) {
                broken(Promise.ENDPOINTS_GO_FIRST, what + ": the endpoints of " + service + " are "
                        + cluster.workloads.endpoints.get(service));
            }
        });
    }

    /** A release gives the colour with the traffic the replicas of its manifests, which are two. */
    public void lowers(SimulatedRelease release, String name, int replicas) {
        String what = release.id() + ": Deployment " + name + " lowered to " + replicas + " replicas";
        requireLease(release, what);
        requireMark(release, what);
        if (replicas < 2 || !name.equals(release.state().candidateDeployment) || !release.state().retire.retired) {
            broken(Promise.LIVE_PODS_STAY, what);
        }
    }

    /** A release deletes an object that it takes for a leftover. */
    public void prunes(SimulatedRelease release, ColoredObject object) {
        String what = release.id() + ": prunes " + object;
        requireLease(release, what);
        boolean live = object.color() == release.state().candidate;
        cluster.workloads.deployments.values().stream()
                .filter(one -> one.isSelectedBy(RecordingCluster.traffic(object.color())))
                // somebody may have changed which version that is
                .filter(one -> lostAt(one.name) != Long.MAX_VALUE)
                .filter(one -> SimulatedObjects.of(one.specHash, object.color()).contains(object))
                .filter(one -> live || object.isConfiguration())
                .forEach(one -> broken(Promise.PRUNED, what + ", which " + one.name + " needs"));
    }

    /** The mark is what tells that nobody changed the Service between the decision and the first write. */
    private void requireMark(SimulatedRelease release, String what) {
        ServiceMove primary = release.state().primary();
        ServiceView view = cluster.services.get(primary.service);
        boolean excused = !isHolder(release) || primary.from == null || isChangedSince(release, primary.service, -1);
        if (release.state().phase == Phase.APPLY
                && !excused
                && (view.record().phase() != Phase.APPLY || !release.id().equals(view.record().release()))) {
            broken(Promise.MARKED_FIRST, what);
        }
    }

    private boolean hasEndpointsOf(String service, SimulatedDeployment deployment) {
        List<String> endpoints = cluster.workloads.endpoints.getOrDefault(service, List.of());
        return cluster.workloads.pods.stream()
                .anyMatch(pod -> pod.owner == deployment && pod.takesRequests() && endpoints.contains(pod.name));
    }

    // ------------------------------------------------------------ the Lease

    private boolean isHolder(SimulatedRelease release) {
        LeaseView lease = cluster.leases.get(EngineRun.LEASE);
        return lease != null && lease.holder().equals(release.id());
    }

    private void requireLease(SimulatedRelease release, String what) {
        LeaseView lease = cluster.leases.get(EngineRun.LEASE);
        if (!isHolder(release) && cluster.time.now() > leaseByOthersAt + LAST_WRITE_MILLIS) {
            String holder = lease == null ? "nobody" : lease.holder();
            broken(Promise.ONE_AT_A_TIME, what + ", the Lease is held by " + holder);
        }
    }

    /** A release takes or renews a Lease that was {@code before}, null for not there. */
    public void takes(SimulatedRelease release, LeaseView before) {
        long now = cluster.time.now();
        if (before != null && !before.holder().equals(release.id())) {
            long renewed = renewals.getOrDefault(before.holder(), leaseByOthersAt);
            if (now < renewed + before.durationSeconds() * 1000L) {
                broken(Promise.ONE_AT_A_TIME, release.id() + ": took the Lease of " + before.holder() + " after "
                        + (now - renewed) + " ms");
            }
        }
        renewals.put(release.id(), now);
    }
}
