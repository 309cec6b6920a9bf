package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import java.util.List;

/** A person who changes Deployments, the live one as well as the candidate, or the image of the candidate alone. */
final class Kubectl implements Inhabitant {
    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Kubectl(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        boolean idle = kind == Schedule.Disturbance.CANDIDATE_CHANGED;
        List<SimulatedDeployment> there = cluster.workloads.deployments.values().stream()
                .filter(deployment -> !idle || deployment.desired > 0 && !schedule.hasTraffic(deployment.name))
                .toList();
        if (there.isEmpty()) {
            return;
        }
        SimulatedDeployment deployment = there.get(cluster.random.nextInt(there.size()));
        cluster.watchdog.lost(deployment.name, true);
        List<String> verbs =
                List.of("scales down ", "scales up ", "restarts ", "deletes ", "sets the image of ", "undoes ");
        int what = idle ? 4 : cluster.random.nextInt(verbs.size());
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
