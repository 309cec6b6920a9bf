package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.EngineRun;
import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.Schedule;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A person with kubectl, and a node that fails, in the middle of a release. */
public final class Somebody {
    static final String NAME = "kubectl-edit";

    private final Schedule schedule;
    private final SimulatedCluster cluster;

    public Somebody(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    /** Does one thing of a kind. */
    public void act(Schedule.Disturbance kind) {
        switch (kind) {
            case SELECTOR -> select(selectors().get(cluster.random.nextInt(selectors().size())));
            case NOTE -> cluster.services.values().stream().toList().forEach(view -> {
                schedule.tell("somebody annotates Service " + view.name());
                cluster.patchService(view.name(), null, view.traffic(), view.record(), NAME);
            });
            case SERVICE_GONE -> deleteService(schedule.active.get(cluster.random.nextInt(schedule.active.size())));
            case DEPLOYMENT -> meddle();
            // two releases may believe that they hold a Lease that somebody deleted, for as long as they believe it
            case LEASE -> takeLease(schedule.releases.size() == 1 && cluster.random.nextBoolean());
            case PODS -> loseAPod();
            default -> throw new IllegalArgumentException(kind.toString());
        }
    }

    private static List<Traffic> selectors() {
        return List.of(
                RecordingCluster.traffic(Color.BLUE),
                RecordingCluster.traffic(Color.GREEN),
                new Traffic(Map.of("app", RecordingCluster.APP), null),
                new Traffic(Map.of("app", "elsewhere"), null));
    }

    /** Sends all active Services somewhere. */
    void select(Traffic traffic) {
        for (ServiceView view : new ArrayList<>(cluster.services.values())) {
            if (!view.traffic().selectsAs(traffic)) {
                schedule.tell("somebody points Service " + view.name() + " to " + traffic);
                cluster.patchService(view.name(), null, traffic, view.record(), NAME);
                cluster.watchdog.othersWroteSelector(view.name());
            }
        }
    }

    private void deleteService(String service) {
        if (cluster.services.containsKey(service)) {
            schedule.tell("somebody deletes Service " + service);
            cluster.deleteService(service, null);
            cluster.watchdog.othersWroteSelector(service);
        }
    }

    private void meddle() {
        List<SimulatedDeployment> there = List.copyOf(cluster.workloads.deployments.values());
        if (there.isEmpty()) {
            return;
        }
        SimulatedDeployment deployment = there.get(cluster.random.nextInt(there.size()));
        cluster.watchdog.lost(deployment.name, true);
        int what = cluster.random.nextInt(4);
        schedule.tell("somebody " + List.of("scales down ", "scales up ", "restarts ", "deletes ").get(what)
                + deployment.name);
        switch (what) {
            case 0 -> cluster.workloads.scale(deployment, cluster.random.nextInt(2));
            case 1 -> cluster.workloads.scale(deployment, 4);
            case 2 -> cluster.workloads.restart(deployment);
            default -> cluster.workloads.delete(deployment);
        }
    }

    private void takeLease(boolean delete) {
        schedule.tell("somebody " + (delete ? "deletes" : "takes") + " the Lease");
        cluster.watchdog.othersWroteLease();
        if (!delete) {
            cluster.putLease(EngineRun.LEASE, NAME, 60);
        } else if (cluster.leases.containsKey(EngineRun.LEASE)) {
            cluster.deleteLease(
                    EngineRun.LEASE, cluster.leases.get(EngineRun.LEASE).resourceVersion());
        }
    }

    private void loseAPod() {
        List<SimulatedPod> ready =
                cluster.workloads.pods.stream().filter(SimulatedPod::takesRequests).toList();
        if (ready.isEmpty()) {
            return;
        }
        SimulatedPod pod = ready.get(cluster.random.nextInt(ready.size()));
        int what = cluster.random.nextInt(3);
        schedule.tell("Pod " + pod.name + List.of(" is deleted", " crashes", " is not ready any more").get(what));
        if (what == 0) {
            cluster.workloads.terminate(pod);
        } else {
            cluster.workloads.crash(pod, what == 1 ? 1 : 0, false);
        }
        cluster.watchdog.lost(pod.owner.name, false);
    }

    /** Every Pod of a version crashes, and crashes again. */
    public void breakVersion(String version) {
        schedule.tell("all Pods of " + version + " crash");
        cluster.workloads.brokenVersions.add(version);
        for (SimulatedPod pod : cluster.workloads.pods) {
            if (pod.specHash.equals(version)) {
                cluster.workloads.crash(pod, 1, true);
                cluster.watchdog.lost(pod.owner.name, false);
            }
        }
    }
}
