package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.Schedule;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import java.util.List;
import java.util.Set;

/**
 * What Pods need to start, and what is not there for a while: room on a node until the cluster autoscaler brings one,
 * an image that the registry does not give, a Secret, a place in the quota. No time is longer than the limit that a
 * release has for it.
 */
final class Shortages implements Inhabitant {
    /** Until when something is missing. Pods show a trouble, or a Deployment a refusal. */
    record Shortage(PodTrouble.Kind trouble, String refusal, long until) {
        static final Shortage NONE = new Shortage(null, null, 0);
    }

    /** Pods may be missing under traffic for half a minute. */
    private static final long SHORT_MILLIS = 20_000;
    /** An image and a Secret are waited for a minute. */
    private static final long MINUTE_MILLIS = 50_000;

    private static final long LONG_MILLIS = 100_000;
    private static final Set<Phase> WITHOUT_TRAFFIC = Set.of(Phase.APPLY, Phase.READY, Phase.TEST);

    private final Schedule schedule;
    private final SimulatedCluster cluster;

    Shortages(Schedule schedule) {
        this.schedule = schedule;
        cluster = schedule.cluster;
    }

    @Override
    public void act(Schedule.Disturbance kind) {
        // one after the other would be a long one
        if (cluster.time.now() < cluster.workloads.shortage().until() + SHORT_MILLIS) {
            return;
        }
        PodTrouble.Kind trouble = trouble(kind);
        long most = isCalm() ? trouble != null && !takesLong(trouble) ? MINUTE_MILLIS : LONG_MILLIS : SHORT_MILLIS;
        long millis = cluster.random.nextLong(1_000, most);
        schedule.tell(kind + " for " + millis + " ms");
        cluster.watchdog.disturbances.takes(millis);
        cluster.workloads.lack(new Shortage(
                trouble,
                trouble == null ? "exceeded quota: pods, requested: pods=1" : null,
                cluster.time.now() + millis));
    }

    private PodTrouble.Kind trouble(Schedule.Disturbance kind) {
        return switch (kind) {
            case NO_ROOM -> PodTrouble.Kind.UNSCHEDULABLE;
            case REGISTRY -> PodTrouble.Kind.IMAGE_DELAYED;
            case LATE_CONFIGURATION -> List.of(
                            PodTrouble.Kind.CONFIGURATION_MISSING, PodTrouble.Kind.NODE_LATE, PodTrouble.Kind.INIT_AGAIN)
                    .get(cluster.random.nextInt(3));
            case QUOTA -> null;
            default -> throw new IllegalArgumentException(kind.toString());
        };
    }

    private static boolean takesLong(PodTrouble.Kind trouble) {
        return new PodTrouble(trouble, null, null).mayTakeLong();
    }

    /** Whether every release that is at work waits for Pods without traffic. */
    private boolean isCalm() {
        return schedule.releases.stream().allMatch(release -> release.isIn(WITHOUT_TRAFFIC));
    }
}
