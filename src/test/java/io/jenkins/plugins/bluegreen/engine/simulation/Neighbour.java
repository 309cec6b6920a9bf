package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.Schedule;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import java.util.List;
import java.util.Map;

/** A person who puts a Service of his own before a colour's Pods, as {@code kubectl expose} does, and takes it away. */
final class Neighbour implements Inhabitant {
    private static final String SERVICE = "reports";

    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Neighbour(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        if (cluster.others.containsKey(SERVICE)) {
            schedule.tell("somebody deletes the Service " + SERVICE);
            cluster.others.remove(SERVICE);
        } else {
            List<SimulatedDeployment> there = List.copyOf(cluster.workloads.deployments.values());
            if (there.isEmpty()) {
                return;
            }
            SimulatedDeployment deployment = there.get(cluster.random.nextInt(there.size()));
            Traffic traffic = cluster.random.nextInt(4) == 0
                    ? new Traffic(Map.of("app", RecordingCluster.APP), null)
                    : RecordingCluster.traffic(deployment.color);
            schedule.tell("somebody exposes " + traffic + " as the Service " + SERVICE);
            cluster.others.put(SERVICE, traffic);
        }
        cluster.workloads.endpointsChanged(SERVICE);
    }
}
