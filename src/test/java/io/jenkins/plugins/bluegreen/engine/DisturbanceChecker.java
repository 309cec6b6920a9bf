package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.Watchdog.Promise;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import java.util.EnumSet;
import java.util.Set;

/**
 * A disturbance is not a failure: where nothing happens but what passes by itself, and sooner than the limits of a
 * release allow for, every release does what it is for.
 */
public final class DisturbanceChecker {
    static final Set<Disturbance> PASSING = EnumSet.of(
            Disturbance.NOTE,
            Disturbance.EVICTION,
            Disturbance.SECOND_TRY,
            Disturbance.OTHERS_SERVICE,
            Disturbance.BLOCK,
            Disturbance.DRAIN,
            Disturbance.NO_ROOM,
            Disturbance.REGISTRY,
            Disturbance.LATE_CONFIGURATION,
            Disturbance.QUOTA,
            Disturbance.GITOPS);
    /** How long Pods take to come back, to be seen and to be stable again after each disturbance. */
    private static final long RECOVERY_MILLIS = 20_000;
    /** What a release without any disturbance takes until its Pods are ready and healthy. */
    private static final long CALM_MILLIS = 40_000;

    private final SimulatedCluster cluster;
    private long millis;

    DisturbanceChecker(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** Something passes, after so many milliseconds. */
    public void takes(long howLong) {
        millis += howLong + RECOVERY_MILLIS;
    }

    /** A release is over, and everything else too. */
    void end(Schedule schedule, SimulatedRelease release) {
        long limit = release.state().spec.limits().timeoutSeconds() * 1000L - CALM_MILLIS;
        boolean passing = PASSING.containsAll(schedule.disturbances) && !schedule.slow && millis <= limit;
        if (passing && !release.hasFailedBlock() && !release.result.outcome().isSuccess()) {
            cluster.watchdog.broken(Promise.DISTURBANCE_PASSES, release.id() + ": " + release.result.message());
        }
    }
}
