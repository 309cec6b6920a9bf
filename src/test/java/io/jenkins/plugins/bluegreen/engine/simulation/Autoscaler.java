package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import java.util.List;

/**
 * A HorizontalPodAutoscaler for each colour, which follows load: a colour without endpoints of an active Service has
 * none. As the real one, it leaves a Deployment at zero alone, and keeps its bounds.
 */
final class Autoscaler implements Inhabitant {
    private static final int LEAST = 1;
    private static final int MOST = 6;

    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Autoscaler(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    /** Looks now, and a few times more. */
    @Override
    public void act(Schedule.Disturbance kind) {
        look(cluster.random.nextInt(6));
    }

    private void look(int more) {
        List<SimulatedDeployment> there = cluster.workloads.deployments.values().stream()
                .filter(deployment -> deployment.desired > 0)
                .toList();
        if (!there.isEmpty()) {
            scale(there.get(cluster.random.nextInt(there.size())));
        }
        if (more > 0) {
            cluster.time.after(cluster.random.nextLong(1_000, 30_000), () -> look(more - 1));
        }
    }

    private void scale(SimulatedDeployment deployment) {
        boolean loaded = schedule.hasTraffic(deployment.name);
        int change = cluster.random.nextInt(4) - 1;
        int wanted = loaded ? Math.max(2, deployment.desired + change) : LEAST + cluster.random.nextInt(2);
        int replicas = Math.min(wanted, MOST);
        if (replicas != deployment.desired) {
            schedule.tell("an autoscaler scales " + deployment.name + " to " + replicas);
            cluster.workloads.scale(deployment, replicas);
        }
    }
}
