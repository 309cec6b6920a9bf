package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.History;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios under load: the clients of an application lose no request. */
class TrafficTest {
    private static final int SWITCHES = 20;

    @Test
    @DisplayName("C04 no request is lost with short connections over 20 switches")
    void shortConnections() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load traffic = load(given).shortConnections(6).start()) {
            assertEquals(0, switches(given, traffic).resetKeepalive());
        }
    }

    @Test
    @DisplayName("C05 no request is lost with kept-alive connections over 20 switches")
    void keptAliveConnections() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load traffic = load(given).keepAlive(6).start()) {
            LoadResult result = switches(given, traffic);
            System.out.println("Kept-alive connections over 20 switches: " + result);
        }
    }

    private static LoadResult switches(Given given, Load traffic) {
        for (int i = 1; i <= SWITCHES; i++) {
            String version = "v" + (i + 1);
            Released released = given.release(version);
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(i % 2 == 0 ? "blue" : "green", given.liveColor());
            goesOn(given, traffic);
        }
        LoadResult result = Given.nothingLost(traffic);
        assertEquals(SWITCHES + 1, result.versions().size(), result::toString);
        return result;
    }

    @Test
    @DisplayName("C06 a request begun before the switch is answered, however long it takes")
    void longRequest() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            AtomicLong answered = new AtomicLong();
            CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> {
                String answer = given.get("/slow?for=4s");
                answered.set(System.currentTimeMillis());
                return answer;
            });
            given.cluster.await("the request to be under way", () -> given.cluster
                    .pods(NAMESPACE, "app=backend,color=blue")
                    .stream()
                    .anyMatch(pod -> inFlight(given, pod) > 0));
            History color = History.ofColor(given, "backend");
            Load traffic = given.traffic();
            Released released = given.release("v2");

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(request.join().startsWith("v1 backend-blue-"), request::join);
            assertTrue(answered.get() > color.when("green"), "the answer did not come after the switch");
            Given.nothingLost(traffic);
        }
    }

    @Test
    @DisplayName("C18 while routing lags behind, the old Pods stay until new connections have moved")
    void routingLags() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load traffic = load(given).shortConnections(6).start()) {
            // long enough for a machine on which requests come late
            given.cluster.routingLag(Duration.ofSeconds(3));
            History color = History.ofColor(given, "backend");

            Released released = given.release("v2", spec -> spec.scaleDownDelaySeconds(5));

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            awaitGone(given, "blue");
            goesOn(given, traffic);
            LoadResult result = Given.nothingLost(traffic);
            assertTrue(
                    result.all().stream()
                            .anyMatch(request -> request.version().equals("v1")
                                    && request.dueMillis() > color.when("green") + 500),
                    () -> "no request went to the old Pods half a second after the switch: " + result);
        }
    }

    @Test
    @DisplayName("C19 an application that asks its clients to close after SIGTERM has no kept-alive connection cut")
    void drainsAfterSigterm() {
        Given given = Given.anApplication("backend")
                .manifests(
                        Yaml.CONFIG_MAP + "  DRAIN: 1s\n",
                        Yaml.SECRET,
                        Yaml.SERVICE,
                        Yaml.DEPLOYMENT.replace("value: graceful", "value: drain"));
        assertEquals(0, cutConnections(given, spec -> {}));
    }

    @Test
    @DisplayName("C19 an application with a drain path has no kept-alive connection cut")
    void drainPath() {
        assertEquals(0, cutConnections(
                Given.anApplication("backend"), spec -> spec.drain(new Drain("/drain", 8080, null, 1))));
    }

    @Test
    @DisplayName("C19 without either, kept-alive connections are cut, and yet no request is lost")
    void withoutDraining() {
        assertTrue(cutConnections(Given.anApplication("backend"), spec -> {}) > 0);
    }

    /** The number of kept-alive connections that the application cuts during a release. */
    private static int cutConnections(Given application, Consumer<ReleaseSpec.Builder> more) {
        try (Given given = application.live(BLUE);
                Load traffic = load(given).keepAlive(6).start()) {
            goesOn(given, traffic);
            Released released = given.release("v2", more);
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(released.phases().contains(Phase.RETIRE), released::story);
            awaitGone(given, "blue");
            goesOn(given, traffic);
            return Given.nothingLost(traffic).resetKeepalive();
        }
    }

    private static Load.Builder load(Given given) {
        return Load.on(given.cluster.serviceUrl(NAMESPACE, given.application) + "/")
                .perSecond(200);
    }

    /** Waits until every connection was used several more times. */
    private static void goesOn(Given given, Load traffic) {
        int seen = traffic.requests();
        given.cluster.await("more requests", () -> traffic.requests() >= seen + 60);
    }

    private static void awaitGone(Given given, String color) {
        String pods = given.application + "-" + color + "-";
        given.cluster.await(color + "'s Pods to go", () -> given.cluster.list(NAMESPACE, "pods").stream()
                .noneMatch(pod -> pod.at("/metadata/name").asText().startsWith(pods)));
    }

    /** The number of requests that a Pod is processing, without this one. */
    private static int inFlight(Given given, String pod) {
        String metrics = Http.get(given.cluster.podUrl(NAMESPACE, pod) + "/metrics");
        return Integer.parseInt(metrics.replaceAll("(?s).*\ndemo_requests_in_flight (\\d+).*", "$1")) - 1;
    }
}
