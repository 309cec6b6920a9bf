package io.jenkins.plugins.bluegreen.conformance.sweep;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * C83: a network keeps each write of a release, and delivers it once the release is over and another one went by. What
 * has traffic is as it was before. The client is told of an outage:
 * after a reset connection, it would send the request again by itself.
 */
@Tag("sweep")
class LateWriteSweepTest {
    private static final int SAMPLE = 40;
    private static final int AT_ONCE = 12;
    private static final String NOTHING = "nothing";
    private static final Set<String> READ = Set.of("get", "list", "watch");

    /** What comes between the write and its delivery. */
    private enum Between {
        NOTHING(""),
        RELEASE(", and a newer version was released"),
        TWO_RELEASES(", and two newer versions were released"),
        ROLLBACK(", and was rolled back");

        private final String text;

        Between(String text) {
            this.text = text;
        }
    }

    @Test
    @DisplayName("C83 each write delivered after its release is over: what has traffic is as it was")
    void everyWrite() throws InterruptedException {
        Sweep sweep = new Sweep(AT_ONCE);
        for (SweptRelease release : SweptRelease.values()) {
            for (CallSite site : CrashSweepTest.calls(release)) {
                if (!site.dryRun() && !READ.contains(site.verb()) && !site.resource().contains("review")) {
                    for (Between between : Between.values()) {
                        add(sweep, release, site, false, between);
                        add(sweep, release, site, true, between);
                    }
                }
            }
        }
        Sweep.assertNone(sweep.begin(SAMPLE).end("C83 late writes"));
    }

    private static void add(Sweep sweep, SweptRelease release, CallSite site, boolean aborted, Between between) {
        String name = release + (aborted ? ", aborted at " : ", ") + site + " that arrives when the release is over"
                + between.text;
        sweep.add(name, () -> isMet(release, site, aborted, between));
    }

    private static boolean isMet(SweptRelease release, CallSite site, boolean aborted, Between between) {
        try (Given given = release.begin()) {
            Instant begin = Instant.now();
            CompletableFuture<Running> begun = new CompletableFuture<>();
            Predicate<Call> late = nth(site, begin);
            Predicate<Call> kept = nth(site, begin);
            given.cluster.when(
                    call -> {
                        boolean met = kept.test(call);
                        if (met && aborted) {
                            begun.join().abort();
                        }
                        return met;
                    },
                    1,
                    Fault.unavailable());
            Running running = release.start(given);
            begun.complete(running);
            Released released = running.end();
            comesBetween(given, between);
            boolean pruned = site.resource().equals("jobs") && between == Between.TWO_RELEASES;
            if (pruned || aborted && (site.verb().equals("apply") || site.verb().equals("create"))) {
                // known limit: what does not exist has no version, so it is created, without a Lease; nothing has traffic
                given.promisesMayBreak();
            }
            String before = traffic(given);
            List<Call> delivered = given.cluster.deliverAgain(late);
            if (!before.equals(NOTHING)) {
                assertEquals(before, traffic(given), () -> delivered + "\n" + released.story());
            }
            return !delivered.isEmpty();
        }
    }

    private static Predicate<Call> nth(CallSite site, Instant begin) {
        AtomicInteger toGo = new AtomicInteger(site.nth());
        return call -> site.isLike(call) && !call.time().isBefore(begin) && toGo.decrementAndGet() == 0;
    }

    private static void comesBetween(Given given, Between between) {
        switch (between) {
            case NOTHING -> {}
            case RELEASE -> given.release("v9");
            case TWO_RELEASES -> {
                given.release("v9");
                given.release("v10");
            }
            case ROLLBACK -> given.rollBack();
        }
    }

    /** What has traffic, as far as it is written: the Service, and the live colour's Deployment and configuration. */
    private static String traffic(Given given) {
        String color = given.liveColor();
        return color == null
                ? NOTHING
                : String.join(
                        "\n",
                        content(given, "services", "backend"),
                        content(given, "deployments", "backend-" + color),
                        content(given, "configmaps", "backend-config-" + color),
                        content(given, "secrets", "backend-secret-" + color));
    }

    private static String content(Given given, String resource, String name) {
        ObjectNode object = given.cluster.get(NAMESPACE, resource, name);
        return resource + " " + (object == null ? "-" : object.path("spec") + " " + object.path("data"));
    }
}
