package io.jenkins.plugins.bluegreen.engine.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntBinaryOperator;

/** How many Pods each Deployment wanted and had ready, at each tick of its cluster. */
public final class SimulatedHistory {
    private final Map<String, TreeMap<Long, Integer>> desired = new TreeMap<>();
    private final Map<String, TreeMap<Long, Integer>> ready = new TreeMap<>();

    void write(long tick, SimulatedWorkloads workloads) {
        desired.keySet().stream()
                .filter(name -> !workloads.deployments.containsKey(name))
                .forEach(name -> put(desired, name, tick, 0));
        for (SimulatedDeployment deployment : workloads.deployments.values()) {
            long up = workloads.pods.stream()
                    .filter(pod -> pod.takesRequests() && pod.owner.name.equals(deployment.name))
                    .count();
            put(desired, deployment.name, tick, deployment.desired);
            put(ready, deployment.name, tick, (int) up);
        }
    }

    private static void put(Map<String, TreeMap<Long, Integer>> all, String deployment, long tick, int count) {
        TreeMap<Long, Integer> counts = all.computeIfAbsent(deployment, name -> new TreeMap<>());
        if (counts.isEmpty() || counts.lastEntry().getValue() != count) {
            counts.put(tick, count);
        }
    }

    /** The most Pods of a Deployment that were ready at one time, from a tick until now. */
    public int mostReady(String deployment, long since) {
        return of(ready, deployment, since, Math::max);
    }

    /** The fewest Pods that a Deployment wanted, from a tick until now. */
    public int leastDesired(String deployment, long since) {
        return of(desired, deployment, since, Math::min);
    }

    private static int of(
            Map<String, TreeMap<Long, Integer>> all, String deployment, long since, IntBinaryOperator which) {
        TreeMap<Long, Integer> counts = all.get(deployment);
        if (counts == null) {
            return 0;
        }
        Long first = counts.floorKey(since);
        return (first == null ? counts : counts.tailMap(first, true))
                .values().stream().mapToInt(Integer::intValue).reduce(which).orElse(0);
    }
}
