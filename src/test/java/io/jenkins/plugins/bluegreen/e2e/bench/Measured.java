package io.jenkins.plugins.bluegreen.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.bluegreen.e2e.given.AuditLog;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The measurements of one switch under load.
 *
 * @param toSwitched seconds from the beginning until the Service selected the new colour
 * @param toAllNew seconds from the beginning until the last answer of the old version
 * @param readyToSwitched seconds from the Deployment's last Pod ready until the Service selected the new colour
 * @param calls requests to the API server; null if they were not counted
 */
record Measured(
        double toSwitched, double toAllNew, double readyToSwitched, Integer calls, int requests, int lost, int resets) {
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Measured of(RealCluster cluster, Switching switching, String version)
            throws IOException, InterruptedException {
        Optional<AuditLog> audit = AuditLog.open();
        try (Moments moments = Moments.of(cluster.client(), switching);
                Load load = Load.on(switching.url() + "/").shortConnections(4).keepAlive(8).perSecond(PER_SECOND)
                        .start()) {
            goesOn(load);
            long begin = System.currentTimeMillis();
            switching.next(version);
            Integer calls = audit.flatMap(log -> log.of(switching.user())).map(RequestLog::count).orElse(null);
            await("the old Pods to go").atMost(PATIENCE).until(moments::oldPodsAreGone);
            goesOn(load);
            LoadResult result = load.stop();
            long allNew = result.all().stream()
                    .filter(request -> !request.isLost() && !request.version().equals(version))
                    .mapToLong(Measured::answered).max().orElse(begin);
            return new Measured(
                    seconds(begin, moments.switched()),
                    seconds(begin, allNew),
                    seconds(moments.ready(), moments.switched()),
                    calls,
                    result.requests(),
                    result.lost(),
                    result.resetKeepalive());
        }
    }

    private static long answered(LoadRequest request) {
        return request.dueMillis() + request.tookMillis();
    }

    private static void goesOn(Load load) {
        int until = load.requests() + PER_SECOND;
        await("a second of load").atMost(PATIENCE).until(() -> load.requests() >= until);
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1_000.0;
    }
}
