package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import java.util.List;

/** A person who changes Deployments, the live one as well as the candidate. */
final class Kubectl implements Inhabitant {
    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Kubectl(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        List<SimulatedDeployment> there = List.copyOf(cluster.workloads.deployments.values());
        if (there.isEmpty()) {
            return;
        }
        SimulatedDeployment deployment = there.get(cluster.random.nextInt(there.size()));
        cluster.watchdog.lost(deployment.name, true);
        List<String> verbs =
                List.of("scales down ", "scales up ", "restarts ", "deletes ", "sets the image of ", "undoes ");
        int what = cluster.random.nextInt(verbs.size());
        schedule.tell("somebody " + verbs.get(what) + deployment.name);
        switch (what) {
            case 0 -> cluster.workloads.scale(deployment, cluster.random.nextInt(2));
            case 1 -> cluster.workloads.scale(deployment, 4);
            case 2 -> cluster.workloads.restart(deployment);
            case 3 -> cluster.workloads.delete(deployment);
            case 4 -> cluster.workloads.setImage(deployment, "esc/backend:by-hand");
            default -> cluster.workloads.undo(deployment);
        }
    }
}
