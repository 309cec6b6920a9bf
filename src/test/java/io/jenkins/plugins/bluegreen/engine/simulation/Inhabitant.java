package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;

/** Whoever else lives in a {@link SimulatedCluster}, or in the controller. */
public interface Inhabitant {
    /** Does one thing of a kind. */
    void act(Schedule.Disturbance kind);

    /** The one that does things of a kind; null for what no inhabitant does. */
    static Inhabitant of(Schedule.Disturbance kind, Schedule schedule) {
        return switch (kind) {
            case SELECTOR, NOTE, SERVICE_GONE, LEASE -> new Somebody(schedule);
            case DEPLOYMENT, CANDIDATE_CHANGED -> new Kubectl(schedule);
            case PODS, BAD_VERSION, SECOND_TRY -> new UnsteadyPods(schedule);
            case AUTOSCALER -> new Autoscaler(schedule);
            case EVICTION, DRAIN -> new Evictions(schedule);
            case NO_ROOM, REGISTRY, LATE_CONFIGURATION, QUOTA -> new Shortages(schedule);
            case GITOPS, GITOPS_BACK -> new GitOps(schedule);
            case OTHERS_SERVICE -> new Neighbour(schedule);
            case FULL_DISK -> schedule.disk;
            case BLOCK, ABORT, RESTART, DEATH, CLOCK, LOST_REQUESTS, HOLD, COMPANION -> null;
        };
    }
}
