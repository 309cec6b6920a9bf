package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Site;
import io.jenkins.plugins.bluegreen.conformance.given.Story;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** C88: the reason of a breach by a crash, and when it is read. */
class CrashReasonTest {
    private static final String BACK = "the traffic is back";
    private static final String DOWN = "the candidate is scaled down";
    /** All runs log this line; those that end by themselves log one more. */
    private static final String LAST_LINE = "version v2 on port 8080";

    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    private Given given(boolean probe) {
        Given given = Given.anApplication("backend");
        if (!probe) {
            String deployment = Yaml.DEPLOYMENT.substring(0, Yaml.DEPLOYMENT.indexOf("        readinessProbe:"));
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, deployment);
        }
        given.live(BLUE);
        given.cluster.onWrite((before, after, write) -> {
            if (before == null || after == null) {
                return;
            }
            String color = "/spec/selector/color";
            if (write.name().equals("backend") && isNow(before, after, color, "blue")) {
                seen.putIfAbsent(BACK, Instant.now());
            }
            if (write.name().equals("backend-green") && isNow(before, after, "/spec/replicas", "0")) {
                seen.putIfAbsent(DOWN, Instant.now());
            }
        });
        return given;
    }

    private static boolean isNow(JsonNode before, JsonNode after, String path, String value) {
        return after.at(path).asText().equals(value) && !before.at(path).asText().equals(value);
    }

    private static Consumer<ReleaseSpec.Builder> monitored() {
        return spec -> spec.monitor(MonitorSpec.lasting(60, 1));
    }

    /** Ends the container once; it runs again at once. */
    private static void crash(Given given, int pods) {
        given.pods(GREEN).stream().limit(pods).forEach(pod -> given.cluster.crash(NAMESPACE, pod, 7));
    }

    private static void crashForGood(Given given) {
        for (String pod : given.pods(GREEN)) {
            given.cluster.setEnv(NAMESPACE, pod, "CRASH_AFTER", "1ms");
            given.cluster.setEnv(NAMESPACE, pod, "CRASH_CODE", "7");
            given.cluster.crash(NAMESPACE, pod, 7);
        }
    }

    private void assertReason(Released released, Story story) throws InterruptedException {
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        released.assertSays("backend-green-", "exit code 7", LAST_LINE, "The traffic is on backend-blue.");
        String message = Story.embed(story.posts().get(0).body());
        assertTrue(message.contains("exit code 7") && message.contains(LAST_LINE), message);
        assertTrue(String.join("\n", released.lines()).contains(LAST_LINE), released::story);
        List<Instant> logs = released.requests().calls().stream()
                .filter(call -> call.is("get", "pods/log"))
                .map(Call::time)
                .toList();
        assertTrue(!logs.isEmpty() && logs.size() <= 3, logs::toString);
        assertTrue(seen.get(BACK).isBefore(logs.get(0)), () -> seen + " " + logs);
        assertTrue(logs.get(logs.size() - 1).isBefore(seen.get(DOWN)), () -> seen + " " + logs);
    }

    @ParameterizedTest(name = "probe: {0}, Pods: {1}")
    @CsvSource({"true, 1", "true, 2", "false, 1", "false, 2"})
    @DisplayName("C88 a crash in MONITOR: exit code and last lines, read between the traffic's return and the clean-up")
    void whileWatched(boolean probe, int pods) throws Exception {
        try (Given given = given(probe);
                Story story = Story.of(given)) {
            Running running = given.start("v2", monitored()).inPhase(Phase.MONITOR);
            crash(given, pods);
            assertReason(running.end(), story);
        }
    }

    @Test
    @DisplayName("C107 a channel that gets no log lines is told the exit code, and where the lines are")
    void logLinesStayInJenkins() throws Exception {
        try (Given given = given(true);
                Story story = Story.withoutLogLines(given)) {
            Running running = given.start("v2", monitored()).inPhase(Phase.MONITOR);
            crash(given, 1);
            running.end().assertSays("exit code 7", LAST_LINE);
            for (var post : story.posts()) {
                String message = Story.embed(post.body());
                assertTrue(message.contains("exit code 7"), message);
                assertTrue(message.contains("Its last lines are in the build's log."), message);
                assertFalse(message.contains(LAST_LINE), message);
            }
        }
    }

    @ParameterizedTest(name = "probe: {0}")
    @CsvSource({"true", "false"})
    @DisplayName("C88 a crash of all Pods in RETIRE")
    void whileRetiring(boolean probe) throws Exception {
        try (Given given = given(probe);
                Story story = Story.of(given)) {
            Running running =
                    given.start("v2", spec -> spec.scaleDownDelaySeconds(4)).inPhase(Phase.RETIRE);
            crashForGood(given);
            assertReason(running.end(), story);
        }
    }

    @Test
    @DisplayName("C88 a crash of all Pods right at the switch")
    void inSwitch() throws Exception {
        try (Given given = given(true);
                Story story = Story.of(given)) {
            Pace pace = given.pace;
            given.pace = new Pace(
                    pace.poll(), pace.lease(), pace.stuck(), pace.scheduling(), 2_000, pace.unready(), 0);
            given.cluster.onWrite((before, after, write) -> {
                if (write.name().equals("backend")
                        && write.resource().equals("services")
                        && isNow(before, after, "/spec/selector/color", "green")) {
                    crashForGood(given);
                }
            });
            assertReason(given.release("v2", monitored()), story);
        }
    }

    @Test
    @DisplayName("C88 what the watched URL says is completed with the crash behind it")
    void urlFailsFirst() throws Exception {
        try (Given given = given(true);
                Site site = Site.answering(200, 200, 503);
                Story story = Story.of(given)) {
            Running running = given.start("v2", spec -> {
                        monitored().accept(spec);
                        spec.monitor(MonitorSpec.lasting(60, 1).withUrl(site.url(), 0)).scaleDownDelaySeconds(4);
                    })
                    .inPhase(Phase.ROLLBACK);
            given.cluster.await("the traffic on blue", () -> seen.containsKey(BACK));
            crash(given, 1);
            Released released = running.end();
            assertReason(released, story);
            released.assertSays("503");
        }
    }

    @Test
    @DisplayName("C88 logs that can't be read keep neither the traffic nor the clean-up waiting, and the exit code is told")
    void logsUnreadable() {
        try (Given given = given(true)) {
            Running running = given.start("v2", monitored()).inPhase(Phase.MONITOR);
            given.cluster.always(call -> call.is("get", "pods/log"), Fault.internalError());
            crash(given, 2);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("exit code 7", "Its log could not be read");
            assertEquals(0, given.replicas("backend-green"));
        }
    }

    @Test
    @DisplayName("C88 a rollback that fails says why it was needed, too")
    void rollbackFails() {
        try (Given given = given(true)) {
            Running running = given.start("v2", monitored()).inPhase(Phase.MONITOR);
            given.cluster.as("kubectl").delete(NAMESPACE, "deployments", "backend-blue");
            crash(given, 1);
            Released released = running.end();
            assertEquals(Outcome.ROLLBACK_FAILED, released.outcome(), released::story);
            released.assertSays("exit code 7", LAST_LINE, "backend-blue, is gone");
        }
    }

    @Test
    @DisplayName("C88 a first release that crashes under traffic says why")
    void firstRelease() {
        try (Given given = Given.anApplication("backend")) {
            Running running = given.start("v2", monitored()).inPhase(Phase.MONITOR);
            given.pods(BLUE).forEach(pod -> given.cluster.crash(NAMESPACE, pod, 7));
            Released released = running.end();
            assertEquals(Outcome.ROLLBACK_FAILED, released.outcome(), released::story);
            released.assertSays("exit code 7", LAST_LINE, "This was the first release");
        }
    }
}
