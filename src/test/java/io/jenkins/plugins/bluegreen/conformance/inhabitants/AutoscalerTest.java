package io.jenkins.plugins.bluegreen.conformance.inhabitants;

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
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Autoscalers shrink what has no load; a release keeps its colours' sizes, and gives the user's behaviour back. */
class AutoscalerTest {
    private static final String MIN = "behavior: {scaleDown: {selectPolicy: Min, stabilizationWindowSeconds: 60}}\n";
    private static final String MARK = "blue-green.jenkins.io/scale-down";

    private static JsonNode autoscaler(Given given, Color color) {
        return given.cluster.get(NAMESPACE, "horizontalpodautoscalers", "backend-" + color.label());
    }

    private static String policy(Given given, Color color) {
        return autoscaler(given, color).at("/spec/behavior/scaleDown/selectPolicy").asText("-");
    }

    /** The user's own behaviour, and no mark of ours. */
    private static void assertGivenBack(Given given, Color color, String policy) {
        assertEquals(policy, policy(given, color));
        assertFalse(autoscaler(given, color).at("/metadata/annotations").has(MARK));
    }

    /** Six of blue run, because the load needs them; an autoscaler without load goes to two. */
    private static Given sixOfBlue(String... behavior) {
        Given given = Given.anApplication("backend")
                .and(Yaml.AUTOSCALER + String.join("", List.of(behavior)).indent(2))
                .live(BLUE);
        given.cluster.hpaDesired(NAMESPACE, "backend-blue", 6);
        given.cluster.await("six Pods", () -> given.pods(BLUE).size() == 6);
        given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
        given.cluster.hpaDesired(NAMESPACE, "backend-green", 2);
        return given;
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", MIN})
    @DisplayName("C70 an HPA wants 2 of the idle candidate's 6: 6 at the switch, the user's behaviour is back after it")
    void candidateKeepsItsSize(String behavior) {
        try (Given given = sixOfBlue(behavior);
                Load load = given.traffic()) {
            List<Integer> ready = given.readyAtEachSwitchTo(GREEN);
            String own = behavior.isEmpty() ? "-" : "Min";
            Released released = given.start("v2", spec -> {}, block -> {
                assertEquals("Disabled", policy(given, GREEN));
                assertEquals(own, policy(given, BLUE), "the live colour's is not touched");
                given.cluster.hpaDesired(NAMESPACE, "backend-green", 3);
                given.cluster.await("seen", () -> autoscaler(given, GREEN).at("/status/currentReplicas").asInt() == 6);
            }).end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(List.of(6), ready);
            assertFalse(released.story().contains("before the switch"), released::story);
            assertGivenBack(given, GREEN, own);
            assertEquals(behavior.isEmpty() ? 0 : 60, autoscaler(given, GREEN)
                    .at("/spec/behavior/scaleDown/stabilizationWindowSeconds").asInt());
            given.cluster.await("its own behaviour", () -> given.replicas("backend-green") == 3);
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C122 an HPA wants 3 of a held candidate's 6: it keeps them, and is promoted with all of them")
    void heldCandidateKeepsItsSize() {
        try (Given given = sixOfBlue();
                Load load = given.traffic()) {
            List<Integer> ready = given.readyAtEachSwitchTo(GREEN);
            given.hold("v2");
            assertEquals("Disabled", policy(given, GREEN));
            assertEquals("-", policy(given, BLUE), "the live colour's is not touched");
            given.cluster.hpaDesired(NAMESPACE, "backend-green", 3);
            given.cluster.await("seen", () -> autoscaler(given, GREEN).at("/status/currentReplicas").asInt() == 6);
            assertEquals(6, given.replicas("backend-green"));
            Released released = given.reconnected().promote();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(List.of(6), ready);
            assertGivenBack(given, GREEN, "-");
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C122 a held candidate that is taken away gives its HPA the user's own behaviour back")
    void discardedCandidate() {
        try (Given given = sixOfBlue()) {
            given.hold("v2");
            Released released = given.reconnected().discard();
            assertEquals(Outcome.UNCHANGED, released.outcome(), released::story);
            assertEquals("-", policy(given, GREEN));
            assertEquals(0, given.replicas("backend-green"));
        }
    }

    @Test
    @DisplayName("C71 an HPA wants 2 of the old colour's 6 in MONITOR: it keeps them; a breach finds all of them")
    void oldColorKeepsItsSize() {
        try (Given given = sixOfBlue();
                Load load = given.traffic()) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            given.cluster.await("kept", () -> policy(given, BLUE).equals("Disabled"));
            given.cluster.hpaDesired(NAMESPACE, "backend-blue", 2);
            given.cluster.await("seen", () -> autoscaler(given, BLUE).at("/status/desiredReplicas").asInt() == 6);
            List<Integer> ready = given.readyAtEachSwitchTo(BLUE);
            given.cluster.hpaDesired(NAMESPACE, "backend-blue", 6);
            given.sicken(GREEN);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            assertEquals(List.of(6), ready);
            assertGivenBack(given, BLUE, "-");
            assertEquals(6, given.replicas("backend-blue"));
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C71 somebody else's HPA took the old colour to 2: named; traffic back within a second, then 6 follow")
    void otherAutoscaler() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            given.cluster.as("kubectl").apply(NAMESPACE, """
                    {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: by-hand},
                     spec: {minReplicas: 2, maxReplicas: 10,
                      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend-blue}}}""");
            given.cluster.hpaDesired(NAMESPACE, "by-hand", 6);
            given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
            given.cluster.await("six Pods", () -> given.pods(BLUE).size() == 6);
            given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            given.cluster.hpaDesired(NAMESPACE, "by-hand", 2);
            given.cluster.await("shrunk", () -> given.pods(BLUE).size() == 2);
            JsonNode before = given.cluster.get(NAMESPACE, "horizontalpodautoscalers", "by-hand").get("spec");
            long broken = System.nanoTime();
            given.cluster.hpaDesired(NAMESPACE, "by-hand", 6);
            given.sicken(GREEN);
            given.cluster.await("back", () -> "blue".equals(given.liveColor()));
            Duration took = Duration.ofNanos(System.nanoTime() - broken);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            // the health check finds it within a second
            assertTrue(took.toMillis() < 2_500, took::toString);
            given.cluster.await("six again", () -> given.pods(BLUE).size() == 6);
            assertTrue(released.story().contains("by-hand scales backend-blue"), released::story);
            assertEquals(before, given.cluster.get(NAMESPACE, "horizontalpodautoscalers", "by-hand").get("spec"));
        }
    }

    @ParameterizedTest(name = "keepPrevious {0}")
    @ValueSource(strings = {"RUNNING", "SCALE_TO_ZERO"})
    @DisplayName("C71 a rollback an hour later: 6 are ready at the switch, and the user's behaviour is back after it")
    void rollbackLater(String keep) {
        try (Given given = sixOfBlue();
                Load load = given.traffic()) {
            given.cluster.hpaDesired(NAMESPACE, "backend-green", 6);
            given.release("v2", spec -> spec.keepPrevious(KeepPrevious.valueOf(keep)));
            boolean runs = keep.equals("RUNNING");
            assertGivenBack(given, GREEN, "-");
            assertEquals(runs ? "-" : "Disabled", policy(given, BLUE), "parked at zero");
            given.cluster.hpaDesired(NAMESPACE, "backend-blue", 2);
            given.cluster.await("an hour", () -> given.pods(BLUE).size() == (runs ? 2 : 0));
            List<Integer> ready = given.readyAtEachSwitchTo(BLUE);
            Released released = given.rollBack();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(List.of(6), ready);
            assertGivenBack(given, BLUE, "-");
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C71 the user's behaviour is back after a failure before the switch, an abort, and a kept candidate")
    void givenBackOnEveryPath() {
        try (Given given = sixOfBlue(MIN)) {
            Released failed = given.start("v2", spec -> spec.onFailure(OnFailure.KEEP), block -> {
                throw new IllegalStateException("the block fails");
            }).end();
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
            assertGivenBack(given, BLUE, "Min");
            assertGivenBack(given, GREEN, "Min");
            Released aborted = given.start("v3", Given::watched).inPhase(Phase.MONITOR).abort().end();
            assertEquals(Outcome.ABORTED, aborted.outcome(), aborted::story);
            assertGivenBack(given, BLUE, "Min");
            assertGivenBack(given, GREEN, "Min");
        }
    }

    @Test
    @DisplayName("C71 a build that died in MONITOR is completed by the next: the user's behaviour is back after it")
    void takenOver() {
        try (Given given = sixOfBlue(MIN)) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            given.cluster.await("kept", () -> policy(given, BLUE).equals("Disabled"));
            running.abandon();
            given.cluster.as("kubectl").delete(NAMESPACE, "leases", "backend-blue-green");
            assertEquals("Disabled", policy(given, GREEN));
            Released next = given.release("v2", spec -> spec.keepPrevious(KeepPrevious.RUNNING));
            assertEquals(Outcome.PROMOTED, next.outcome(), next::story);
            assertGivenBack(given, GREEN, "Min");
            assertGivenBack(given, BLUE, "Min");
        }
    }

    @Test
    @DisplayName("C71 an API that refuses to change an HPA stops neither a release nor a rollback; both say so")
    void refused() {
        try (Given given = sixOfBlue()) {
            given.cluster.always(
                    call -> call.resource().equals("horizontalpodautoscalers") && call.verb().equals("patch"),
                    Fault.conflict());
            Released released = given.release("v2");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(released.story().contains("autoscalers of backend could not all be changed"), released::story);
        }
    }

    @Test
    @DisplayName("C70 HPAs follow the load through a release and its rollback: no request is lost, no colour is small")
    void followsLoad() {
        try (Given given = Given.anApplication("backend").and(Yaml.AUTOSCALER).live(BLUE);
                Load load = given.traffic()) {
            given.cluster.hpaFollowsLoad(8, Duration.ofMillis(300));
            given.cluster.await("grown", () -> given.pods(BLUE).size() >= 4);
            List<Integer> green = given.readyAtEachSwitchTo(GREEN);
            List<Integer> blue = given.readyAtEachSwitchTo(BLUE);
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            given.await(load, 200);
            given.sicken(GREEN);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            assertTrue(green.get(0) >= 4 && blue.get(0) >= 4, () -> green + " " + blue);
            Given.nothingLost(load);
        }
    }
}
