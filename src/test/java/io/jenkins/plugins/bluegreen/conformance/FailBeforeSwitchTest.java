package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.LiveColor;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Scenarios of a candidate that does not become healthy: the release says why, the candidate is removed, the live
 * colour is unaffected.
 */
class FailBeforeSwitchTest extends BlueIsLive {
    @Test
    @DisplayName("C30 the image cannot be pulled: fails in seconds with its name, not at the deadline")
    void imageMissing() {
        try (LiveColor live = LiveColor.of(given)) {
            Released released = given.release("v2", spec -> spec.image("esc/app:missing").timeoutSeconds(600));
            live.assertSurvived(released, "Pod backend-green-", "image esc/app:missing", "not found");
            assertTrue(released.result().millis() < 60_000, released::story);
        }
    }

    @Test
    @DisplayName("C31 crash loop: fails with the exit code and the last log lines, not at the deadline")
    void crashLoop() {
        try (LiveColor live = LiveColor.of(given)) {
            given.environment("CRASH_AFTER", "20ms").environment("CRASH_CODE", "3");
            Released released = given.release("v2", spec -> spec.timeoutSeconds(600).stabilizeSeconds(2));
            live.assertSurvived(
                    released,
                    "Container app of Pod backend-green-",
                    "exit code 3",
                    "version v2 on port 8080",
                    "crash on purpose");
            assertTrue(released.result().millis() < 60_000, released::story);
        }
    }

    @ParameterizedTest(
            name = "C32 READY={0}: fails at the absolute deadline, though Pods may be ready by turns",
            quoteTextArguments = false)
    @CsvSource({"0, Pods of backend-green: 0 of 2 ready", "flap:400ms, Not ready and healthy within 3 s"})
    void neverStable(String ready, String reason) {
        try (LiveColor live = LiveColor.of(given)) {
            given.environment("READY", ready);
            Released released = given.release("v2", spec -> spec.timeoutSeconds(3).stabilizeSeconds(2));
            live.assertSurvived(released, "Not ready and healthy within 3 s", reason);
            long candidate = released.state().times().stream()
                    .filter(time -> time.phase() == Phase.APPLY || time.phase() == Phase.READY)
                    .mapToLong(time -> time.endMillis() - time.startMillis())
                    .sum();
            assertTrue(candidate >= 2_900 && candidate < 60_000, () -> candidate + " ms\n" + released.story());
            boolean wasReady = released.lines().stream().anyMatch(line -> line.contains("must stay so for 2 s"));
            assertEquals(ready.startsWith("flap"), wasReady, released::story);
        }
    }

    @Test
    @DisplayName("C37 onFailure keep: the candidate stays for inspection, without traffic, and the next release copes")
    void keepsCandidate() {
        try (LiveColor live = LiveColor.of(given)) {
            given.environment("READY", "0");
            Released failed = given.release("v2", spec -> spec.timeoutSeconds(2).onFailure(OnFailure.KEEP));
            live.assertSurvived(Outcome.FAILED_BEFORE_SWITCH, 2, failed, "Not ready and healthy within 2 s");
        }
        String kept = given.cluster.pods(NAMESPACE, "app=backend,color=green").get(0);
        assertTrue(given.cluster.logs(NAMESPACE, kept, "app").toString().contains("version v2"));

        given.environment("READY", "1");
        assertPromotedUnderTraffic("v3");
    }

    @Test
    @DisplayName("C37 onFailure keep with a candidate that could serve: the live colour alone has the traffic")
    void keepsReadyCandidate() {
        try (LiveColor live = LiveColor.of(given)) {
            Released failed = given.start("v2", spec -> spec.onFailure(OnFailure.KEEP), state -> {
                throw new IllegalStateException("smoke test failed");
            }).end();
            live.assertSurvived(Outcome.FAILED_BEFORE_SWITCH, 2, failed, "smoke test failed");
        }
        assertPromotedUnderTraffic("v2");
    }

    @Test
    @DisplayName("C37 onFailure keep in an adoption: the Service stays pinned to its Pods, and the next release copes")
    void keepsCandidateOfAdoption() {
        try (Given adopted = Given.anApplication("frontend").runningWithoutColors("v0");
                Load load = adopted.traffic()) {
            Released failed = adopted.start("v1", spec -> spec.adopt(true).onFailure(OnFailure.KEEP), state -> {
                throw new IllegalStateException("smoke test failed");
            }).end();
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
            assertEquals(2, adopted.replicas("frontend-blue"));
            assertEquals("v0", adopted.version());

            Released released = adopted.release("v1", spec -> spec.adopt(true));
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(Map.of("app", "frontend", "color", "blue"), adopted.selector());
            assertEquals("v1", adopted.version());
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C38 the same release with a fixed image is promoted, without cleaning by hand")
    void retried() {
        for (String image : new String[] {"esc/app:missing", "esc/app:2.0.2-crash"}) {
            try (LiveColor live = LiveColor.of(given)) {
                live.assertSurvived(given.release("v2", spec -> spec.image(image).stabilizeSeconds(2)), "Pod backend-green-");
            }
        }
        assertPromotedUnderTraffic("v2");
    }

    @Test
    @DisplayName("C38 a first release that failed is retried like any other")
    void firstRetried() {
        try (Given fresh = Given.anApplication("frontend")) {
            Released failed = fresh.release("v1", spec -> spec.image("esc/app:missing"));
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
            failed.assertSays("image esc/app:missing", "No traffic was sent anywhere");
            assertEquals(0, fresh.replicas("frontend-blue"));
            assertNull(fresh.liveColor());

            Released released = fresh.release("v1");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("blue", fresh.liveColor());
            assertEquals("v1", fresh.version());
        }
    }

    private void assertPromotedUnderTraffic(String version) {
        try (Load load = given.traffic()) {
            Released released = given.release(version);
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("green", given.liveColor());
            assertEquals(version, given.version());
            assertEquals(2, given.replicas("backend-green"));
            assertEquals(0, given.replicas("backend-blue"));
            Given.nothingLost(load);
        }
    }
}
