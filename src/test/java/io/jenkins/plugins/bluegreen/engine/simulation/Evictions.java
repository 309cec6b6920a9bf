package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import java.util.List;

/**
 * Nodes that are short of memory or drained. They take one Pod of a Deployment at a time, and only while the others are
 * ready, as a PodDisruptionBudget asks for.
 */
final class Evictions implements Inhabitant {
    private static final long SHORT_MILLIS = 15_000;
    /** Longer than Pods may be missing that no others replace. */
    private static final long LONGEST_START_MILLIS = 45_000;

    private static final long DRAIN_INTERVAL_MILLIS = 5_000;
    private static final int DRAIN_ATTEMPTS = 60;

    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Evictions(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        if (kind == Schedule.Disturbance.DRAIN) {
            drain(1 + cluster.random.nextInt(3), DRAIN_ATTEMPTS);
        } else {
            endOne();
        }
    }

    /** A node gives so many Pods away; the drain asks again for those that the others can't spare yet. */
    private void drain(int pods, int attempts) {
        List<SimulatedPod> possible = spare();
        if (!possible.isEmpty()) {
            SimulatedPod pod = possible.get(cluster.random.nextInt(possible.size()));
            long late = cluster.random.nextLong(1_000, LONGEST_START_MILLIS);
            schedule.tell("Pod " + pod.name + " is drained, the next one starts " + late + " ms late");
            pod.owner.startsLate = late;
            cluster.watchdog.disturbances.takes(late);
            cluster.workloads.terminate(pod);
        }
        int left = possible.isEmpty() ? pods : pods - 1;
        if (left > 0 && attempts > 1) {
            cluster.time.after(DRAIN_INTERVAL_MILLIS, () -> drain(left, attempts - 1));
        }
    }

    private void endOne() {
        List<SimulatedPod> possible = spare();
        if (possible.isEmpty()) {
            return;
        }
        SimulatedPod pod = possible.get(cluster.random.nextInt(possible.size()));
        boolean evicted = cluster.random.nextBoolean();
        cluster.watchdog.disturbances.takes(0);
        schedule.tell("Pod " + pod.name + (evicted ? " is evicted" : " goes with its node"));
        if (evicted) {
            cluster.workloads.evict(pod);
        } else {
            cluster.workloads.terminate(pod);
        }
    }

    /** None while a Pod that comes instead would lack something for longer than it may be missing under traffic. */
    private List<SimulatedPod> spare() {
        if (cluster.workloads.shortage().until() > cluster.time.now() + SHORT_MILLIS) {
            return List.of();
        }
        return cluster.workloads.pods.stream()
                .filter(pod -> pod.takesRequests() && isSpare(pod.owner))
                .toList();
    }

    /** All its Pods are ready, and more than one, and known to be by everyone who watches. */
    private boolean isSpare(SimulatedDeployment owner) {
        List<SimulatedPod> pods = cluster.workloads.pods.stream()
                .filter(pod -> pod.owner == owner && !pod.evicted && !pod.terminating)
                .toList();
        return pods.size() > 1
                && pods.size() == owner.desired
                && pods.stream().allMatch(pod -> pod.isReadySince(cluster.time.now() - 5_000));
    }
}
