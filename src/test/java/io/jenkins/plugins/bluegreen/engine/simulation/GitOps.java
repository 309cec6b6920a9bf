package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A controller that applies what it has in Git every five seconds. It leaves selectors and replicas to the releases, or
 * sets the selectors back to what they were when it began.
 */
final class GitOps implements Inhabitant {
    private static final String NAME = "argocd-controller";
    private static final long INTERVAL_MILLIS = 5_000;

    private final Schedule schedule;
    private final SimulatedCluster cluster;
    private final Map<String, Traffic> selectors = new TreeMap<>();

    GitOps(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        if (kind == Schedule.Disturbance.GITOPS_BACK) {
            cluster.services.forEach((name, view) -> selectors.put(name, view.traffic()));
        }
        apply(1 + cluster.random.nextInt(kind == Schedule.Disturbance.GITOPS_BACK ? 4 : 20));
    }

    private void apply(int times) {
        for (ServiceView view : List.copyOf(cluster.services.values())) {
            Traffic wanted = selectors.getOrDefault(view.name(), view.traffic());
            boolean back = !view.traffic().selectsAs(wanted);
            schedule.tell("a GitOps controller applies Service " + view.name() + (back ? ", to " + wanted : ""));
            cluster.patchService(view.name(), null, wanted, view.record(), NAME);
            if (back) {
                cluster.watchdog.othersWroteSelector(view.name());
            }
        }
        if (times > 1) {
            cluster.time.after(INTERVAL_MILLIS, () -> apply(times - 1));
        }
    }
}
