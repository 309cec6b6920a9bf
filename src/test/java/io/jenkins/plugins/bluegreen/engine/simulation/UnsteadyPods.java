package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import java.util.List;

/** Pods that crash, once or for good, are deleted, lose their readiness for a while, or start at their second try. */
final class UnsteadyPods implements Inhabitant {
    private final Schedule schedule;
    private final SimulatedWorkloads workloads;
    private final SimulatedCluster cluster;

    UnsteadyPods(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
        workloads = cluster.workloads;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        switch (kind) {
            case PODS -> loseAPod();
            case SECOND_TRY -> startAgain();
            default -> breakVersion(schedule.releases.get(0).version);
        }
    }

    private void loseAPod() {
        List<SimulatedPod> ready =
                workloads.pods.stream().filter(SimulatedPod::takesRequests).toList();
        if (ready.isEmpty()) {
            return;
        }
        SimulatedPod pod = ready.get(cluster.random.nextInt(ready.size()));
        int what = cluster.random.nextInt(3);
        schedule.tell("Pod " + pod.name + List.of(" is deleted", " crashes", " is not ready any more").get(what));
        if (what == 0) {
            workloads.terminate(pod);
        } else {
            workloads.crash(pod, what == 1 ? 1 : 0, false);
        }
        cluster.watchdog.lost(pod.owner.name, false);
    }

    private void startAgain() {
        workloads.pods.stream()
                .filter(pod -> !pod.wasReady() && !pod.terminating && pod.restarts == 0)
                .filter(pod -> !schedule.hasTraffic(pod.owner.name))
                .findFirst()
                .ifPresent(pod -> {
                    cluster.watchdog.disturbances.takes(0);
                    schedule.tell("Pod " + pod.name + " ends before it is ready, and is started again");
                    workloads.startAgain(pod);
                });
    }

    /** Every Pod of a version crashes, and crashes again. */
    private void breakVersion(String version) {
        schedule.tell("all Pods of " + version + " crash");
        workloads.brokenVersions.add(version);
        for (SimulatedPod pod : workloads.pods) {
            if (pod.specHash.equals(version) && !pod.evicted) {
                workloads.crash(pod, 1, true);
                cluster.watchdog.lost(pod.owner.name, false);
            }
        }
    }
}
