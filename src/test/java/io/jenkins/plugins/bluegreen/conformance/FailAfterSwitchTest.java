package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.ReadyEndpoints;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C40 to C43, and the rollbacks of C08 and C16: failures while the new colour has the traffic. */
class FailAfterSwitchTest {
    /** Asserts that the traffic is back on blue, that the new colour is gone, and that the result says so. */
    private static void assertBackOnBlue(Given given, Released released, String... reasons) {
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        assertTrue(released.lines().stream().anyMatch(line -> line.contains("ROLLBACK done in")), released::story);
        assertTrue(released.phases().containsAll(List.of(Phase.SWITCH, Phase.ROLLBACK)), released::story);
        released.assertSays(reasons).assertSays("Rolled back in", "The traffic is on backend-blue.");
        assertTrue(released.result().rollbackMillis() >= 0, released::story);
        assertEquals("blue", released.result().color());
        assertEquals(Map.of("app", "backend", "color", "blue"), given.selector());
        assertEquals("blue", given.annotation("color"));
        assertEquals("1", given.annotation("revision"));
        assertNull(given.annotation("phase"));
        assertEquals(0, given.replicas("backend-green"));
        assertTrue(given.get("/").startsWith("v1 backend-blue-"));
    }

    private static void assertRollbackFailed(Given given, Released released, String... reasons) {
        assertEquals(Outcome.ROLLBACK_FAILED, released.outcome(), released::story);
        released.assertSays(reasons)
                .assertSays("ROLLBACK FAILED", "The traffic is on backend-green.", "Look at it now.");
        assertEquals("green", released.result().color());
        assertEquals("green", given.liveColor());
        assertEquals(2, given.replicas("backend-green"));
    }

    private static void assertNothingLost(LoadResult traffic) {
        assertEquals(0, traffic.lost(), traffic::toString);
        assertTrue(traffic.versions().keySet().containsAll(List.of("v1", "v2")), traffic::toString);
    }

    private static void assertNothingLostSince(long millis, LoadResult traffic) {
        assertEquals(
                List.of(),
                traffic.losses().stream().filter(request -> request.dueMillis() > millis).toList(),
                traffic::toString);
        assertTrue(traffic.all().stream().anyMatch(request -> request.dueMillis() > millis), traffic::toString);
    }

    /** Monitors without a health check, which might notice a crash before the Pod's status tells its exit code. */
    private static void podsWatched(ReleaseSpec.Builder spec) {
        spec.monitor(MonitorSpec.lasting(60, 1));
    }

    /** Makes the container of this Pod end at each start from now on. */
    private static void crashForGood(Given given, String pod) {
        given.cluster.setEnv(NAMESPACE, pod, "CRASH_AFTER", "1ms");
        given.cluster.setEnv(NAMESPACE, pod, "CRASH_CODE", "3");
        given.cluster.crash(NAMESPACE, pod, 3);
    }

    private static boolean isEndpoint(Given given, String pod) {
        return ReadyEndpoints.of(given.cluster, NAMESPACE, given.application).contains(pod);
    }

    @Test
    @DisplayName("C40 a Pod that crashes while it is watched sends the traffic back; lost is only what it lost itself")
    void crashWhileWatched() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load load = given.traffic()) {
            Running running = given.start("v2", FailAfterSwitchTest::podsWatched).inPhase(Phase.MONITOR);
            given.await(load, 150);
            String pod = given.pods(GREEN).get(0);
            crashForGood(given, pod);
            given.cluster.await("the Service to leave out " + pod, () -> !isEndpoint(given, pod));
            long known = System.currentTimeMillis() + 300;
            Released released = running.end();
            given.cluster.await("traffic after that", () -> System.currentTimeMillis() > known);
            given.await(load, 150);
            assertBackOnBlue(given, released, pod, "exit code 3");
            assertEquals(2, given.replicas("backend-blue"));
            LoadResult traffic = load.stop();
            assertNothingLostSince(known, traffic);
            assertTrue(traffic.versions().containsKey("v2"), traffic::toString);
        }
    }

    @Test
    @DisplayName("C40 a Pod that is restarted once and runs again counts too")
    void restartedOnce() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Running running = given.start("v2", FailAfterSwitchTest::podsWatched).inPhase(Phase.MONITOR);
            String pod = given.pods(GREEN).get(1);
            given.cluster.crash(NAMESPACE, pod, 3);
            assertBackOnBlue(given, running.end(), pod, "exit code 3");
        }
    }

    @Test
    @DisplayName("C40 health that goes DOWN while it is watched sends the traffic back; nothing is lost")
    void healthDownWhileWatched() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load load = given.traffic()) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            given.await(load, 150);
            given.sicken(GREEN);
            Released released = running.end();
            given.await(load, 150);
            assertBackOnBlue(given, released, "backend-green-", "DOWN", "db");
            assertNothingLost(load.stop());
        }
    }

    @Test
    @DisplayName("C41 every new Pod crash-loops: the traffic goes back without them")
    void everyNewPodCrashes() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load load = given.traffic()) {
            Running running = given.start("v2", FailAfterSwitchTest::podsWatched).inPhase(Phase.MONITOR);
            given.pods(GREEN).forEach(pod -> crashForGood(given, pod));
            Released released = running.end();
            long back = System.currentTimeMillis();
            given.await(load, 150);
            assertBackOnBlue(given, released, "backend-green-", "exit code 3");
            assertNothingLostSince(back, load.stop());
        }
    }

    @Test
    @DisplayName("C42 the old colour was at zero: it gets its former replicas first, then the traffic; nothing is lost")
    void oldColorAtZero() {
        try (Given given = Given.anApplication("backend")) {
            given.release("v1", spec -> spec.variable("REPLICAS", "3"));
            List<Integer> ready = given.readyAtEachSwitchTo(BLUE);
            try (Load load = given.traffic()) {
                Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
                given.cluster.as("kubectl").scale(NAMESPACE, "backend-blue", 0);
                given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
                given.await(load, 150);
                given.sicken(GREEN);
                Released released = running.end();
                given.await(load, 150);
                assertBackOnBlue(given, released, "DOWN");
                assertNothingLost(load.stop());
            }
            assertEquals(3, given.replicas("backend-blue"));
            assertEquals(List.of(3), ready);
        }
    }

    @Test
    @DisplayName("C43 the old colour is gone, and no watch shows it yet: the traffic stays where Pods are ready")
    void oldColorGoneUnseen() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load load = given.traffic()) {
            Running running = given.start("v2", spec -> {
                        Given.watched(spec);
                        spec.rollbackTimeoutSeconds(2);
                    })
                    .inPhase(Phase.MONITOR);
            given.cluster.holdWatches("deployments", "pods", "endpointslices");
            given.cluster.as("kubectl").scale(NAMESPACE, "backend-blue", 0);
            given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
            given.sicken(GREEN);
            assertRollbackFailed(given, running.end(), "DOWN", "Pods of backend-blue: 0 of 2 ready");
            assertNothingLost(load.stop());
        }
    }

    @Test
    @DisplayName("C43 the old colour cannot come back: the traffic stays where Pods are ready, loudly, with the reason")
    void oldColorCannotComeBack() {
        try (Given given = Given.anApplication("backend")) {
            given.release("v1", spec -> spec.image("esc/app:2.0.1"));
            try (Load load = given.traffic()) {
                Running running = given.start("v2", spec -> {
                            Given.watched(spec);
                            spec.image("esc/app:2.0.2").rollbackTimeoutSeconds(2);
                        })
                        .inPhase(Phase.MONITOR);
                given.cluster.knownImages(image -> !image.endsWith(":2.0.1"));
                given.cluster.as("kubectl").scale(NAMESPACE, "backend-blue", 0);
                given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
                given.sicken(GREEN);
                Released released = running.end();
                given.await(load, 150);
                assertRollbackFailed(given, released, "DOWN", "Pods of backend-blue: 0 of 2 ready", "esc/app:2.0.1");
                assertNothingLost(load.stop());
            }
        }
    }

    @Test
    @DisplayName("C43 the old Deployment was deleted: the traffic stays, at once")
    void oldColorDeleted() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            given.cluster.as("kubectl").delete(NAMESPACE, "deployments", "backend-blue");
            given.sicken(GREEN);
            assertRollbackFailed(given, running.end(), "DOWN", "backend-blue, is gone");
        }
    }

    @Test
    @DisplayName("C43 the old colour comes back in part: with the new one out, its first ready Pod gets the traffic")
    void oldColorComesBackInPart() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Running running = given.start("v2", FailAfterSwitchTest::podsWatched).inPhase(Phase.MONITOR);
            String broken = given.pods(BLUE).get(0);
            given.cluster.setEnv(NAMESPACE, broken, "READY", "0");
            given.cluster.await("one Pod of blue", () -> given.readyPods("backend-blue") == 1);
            given.pods(GREEN).forEach(pod -> crashForGood(given, pod));
            assertBackOnBlue(given, running.end(), "backend-green-");
        }
    }

    @Test
    @DisplayName("C86 429 with Retry-After: 60 in ROLLBACK: the traffic is back within 2 s of the API's recovery")
    void tooManyRequestsOnTheWayBack() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            AtomicInteger refused = new AtomicInteger();
            given.cluster.always(call -> isPatchOfService(call) && refused.incrementAndGet() > 0,
                    Fault.tooManyRequests(Duration.ofSeconds(60)));
            given.sicken(GREEN);
            // as many as bring the pause between two attempts to its longest
            given.cluster.await("six refusals", () -> refused.get() >= 6);
            given.cluster.clearFaults();
            long recovered = System.nanoTime();
            given.cluster.await("the traffic on blue", () -> "blue".equals(given.liveColor()));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - recovered);
            assertTrue(millis < 2_000, () -> "after " + millis + " ms");
            assertBackOnBlue(given, running.end(), "DOWN");
        }
    }

    private static boolean isPatchOfService(Call call) {
        return call.is("patch", "services") && !call.dryRun();
    }

    @Test
    @DisplayName("C08 C16 after a rollback the old configuration and the old ports answer")
    void configurationAndPortsGoBack() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            given.manifests(
                    Yaml.CONFIG_MAP,
                    Yaml.SECRET,
                    Yaml.SERVICE.replace("port: 80\n", "port: 8080\n"),
                    Yaml.DEPLOYMENT);
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            assertEquals("hello from v2", greeting(given, 8080));
            given.sicken(GREEN);
            assertBackOnBlue(given, running.end(), "DOWN");
            assertEquals("hello from v1", greeting(given, 80));
            assertEquals("swordfish-v1", given.get("/env?name=PASSWORD"));
            var ports = given.cluster.get(NAMESPACE, "services", "backend").at("/spec/ports");
            assertEquals(1, ports.size(), ports::toString);
            assertEquals(80, ports.at("/0/port").asInt());
        }
    }

    private static String greeting(Given given, int port) {
        return Http.get(given.cluster.serviceUrl(NAMESPACE, "backend", port) + "/env?name=GREETING");
    }
}
