package io.jenkins.plugins.bluegreen.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.e2e.given.AuditLog;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** One application under load, whose traffic is moved in one way, and what each move took. */
final class Turns {
    private static final int PER_SECOND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONGEST_LOAD = Duration.ofMinutes(3);
    /** How long the Pods of a version that crashes live, from their start. */
    private static final String CRASH_AFTER = "10s";
    private static final int LONGER_THAN_CRASH = 20;
    private static final int LONGER_THAN_ABORT = 5;

    private final KubernetesClient client;
    private final Switching switching;
    private int versions = 1;
    private String live = "v1";
    private String former;

    Turns(RealCluster cluster, Switching switching) {
        client = cluster.client();
        this.switching = switching;
    }

    void first() throws IOException, InterruptedException {
        switching.first();
    }

    /** A new version, whose switch is complete. */
    Measured release() throws IOException, InterruptedException {
        String version = "v" + ++versions;
        Measured measured = measure(version, switching.live().other(), (moments, load) -> {
            long begin = System.currentTimeMillis();
            switching.next(version);
            return begin;
        });
        former = live;
        live = version;
        return measured;
    }

    /** Back to the version before the last {@link #release()}, whose Pods are gone. */
    Measured rollBack() throws IOException, InterruptedException {
        Measured measured = measure(former, switching.live().other(), (moments, load) -> {
            long begin = System.currentTimeMillis();
            switching.rollBack();
            return begin;
        });
        String version = live;
        live = former;
        former = version;
        return measured;
    }

    /** A new version is stopped a second after its switch, while the Pods of the one before still run. */
    Measured abort() throws IOException, InterruptedException {
        Color candidate = switching.live().other();
        String version = "v" + ++versions;
        return measure(live, switching.live(), (moments, load) -> {
            Switching.Begun begun = switching.begin(version, Switching.NEVER, LONGER_THAN_ABORT);
            moments.awaitSwitchedTo(Trial.APPLICATION, candidate, PATIENCE);
            goesOn(load);
            long begin = System.currentTimeMillis();
            begun.abort();
            begun.awaitBack();
            return begin;
        });
    }

    /** The Pods of a new version crash after its switch; the beginning is the end of the first. */
    Measured crash() throws IOException, InterruptedException {
        Color candidate = switching.live().other();
        String version = "v" + ++versions;
        return measure(live, switching.live(), (moments, load) -> {
            switching.begin(version, CRASH_AFTER, LONGER_THAN_CRASH).awaitBack();
            OptionalLong crashed = moments.crashed(Trial.APPLICATION, candidate);
            if (crashed.isEmpty() || crashed.getAsLong() < moments.switchedTo(Trial.APPLICATION, candidate)) {
                throw new IllegalStateException("The Pods did not crash after the switch");
            }
            return crashed.getAsLong();
        });
    }

    /** Moves the traffic, and returns the time from which it is measured. */
    private interface Move {
        long make(Moments moments, Load load) throws IOException, InterruptedException;
    }

    private Measured measure(String wanted, Color color, Move move) throws IOException, InterruptedException {
        Optional<AuditLog> audit = AuditLog.open();
        boolean ready = color == switching.live();
        try (Moments moments = Moments.of(client, switching.namespace());
                Load load = Load.on(switching.url() + "/").shortConnections(4).keepAlive(8).perSecond(PER_SECOND)
                        .atMost(LONGEST_LOAD).start()) {
            goesOn(load);
            long begin = move.make(moments, load);
            Integer calls = audit.flatMap(log -> log.of(switching.user())).map(RequestLog::count).orElse(null);
            await("the Pods without traffic to go").atMost(PATIENCE).until(() -> moments.isGone(color.other()));
            goesOn(load);
            LoadResult result = load.stop();
            long switched = moments.switchedTo(Trial.APPLICATION, color);
            return Measured.of(
                    begin,
                    wanted,
                    result,
                    Measured.seconds(begin, switched),
                    ready ? Double.NaN : Measured.seconds(moments.podsReady(Trial.APPLICATION, color), switched),
                    ready ? Double.NaN : Measured.seconds(moments.complete(Trial.APPLICATION, color), switched),
                    calls);
        }
    }

    private static void goesOn(Load load) {
        int until = load.requests() + PER_SECOND;
        await("a second of load").atMost(PATIENCE).until(() -> load.requests() >= until);
    }
}
