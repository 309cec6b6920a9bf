package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import java.util.List;

/**
 * Nodes that are short of memory or drained. They take one Pod of a Deployment at a time, and only while the others are
 * ready, as a PodDisruptionBudget asks for.
 */
final class Evictions implements Inhabitant {
    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Evictions(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        List<SimulatedPod> possible = cluster.workloads.pods.stream()
                .filter(pod -> pod.takesRequests() && isSpare(pod.owner))
                .toList();
        if (possible.isEmpty()) {
            return;
        }
        SimulatedPod pod = possible.get(cluster.random.nextInt(possible.size()));
        boolean evicted = cluster.random.nextBoolean();
        schedule.tell("Pod " + pod.name + (evicted ? " is evicted" : " goes with its node"));
        if (evicted) {
            cluster.workloads.evict(pod);
        } else {
            cluster.workloads.terminate(pod);
        }
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
