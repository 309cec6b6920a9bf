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

/** A person who changes what releases themselves write: Services and the Lease. */
final class Somebody implements Inhabitant {
    static final String NAME = "kubectl-edit";

    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Somebody(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        switch (kind) {
            case SELECTOR -> select(selectors().get(cluster.random.nextInt(selectors().size())));
            case NOTE -> cluster.services.values().stream().toList().forEach(view -> {
                schedule.tell("somebody annotates Service " + view.name());
                cluster.patchService(view.name(), null, view.traffic(), view.record(), NAME);
            });
            case SERVICE_GONE -> deleteService(schedule.active.get(cluster.random.nextInt(schedule.active.size())));
            // two releases may believe that they hold a Lease that somebody deleted, for as long as they believe it
            case LEASE -> takeLease(schedule.releases.size() == 1 && cluster.random.nextBoolean());
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
}
