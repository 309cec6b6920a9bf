package io.jenkins.plugins.bluegreen.conformance.held;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What {@code blueGreenStatus} tells. */
class StatusTest {
    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    @DisplayName("the status tells what is live and both colours' Pods, to any controller, by reads alone")
    void atRest() {
        given.live(GREEN).reconnected();
        Map<String, String> status = given.status().toMap();
        assertEquals("backend", status.get("application"));
        assertEquals("green", status.get("color"));
        assertEquals("blue", status.get("previousColor"));
        assertEquals("2", status.get("revision"));
        assertEquals(given.annotation("image"), status.get("image"));
        assertEquals("https://jenkins.example.com/job/backend/2/", status.get("build"));
        assertEquals(List.of("2", "2"), List.of(status.get("greenReady"), status.get("greenDesired")));
        assertEquals(List.of("0", "0"), List.of(status.get("blueReady"), status.get("blueDesired")));
        assertEquals("PROMOTED", status.get("outcome"));
        assertEquals("false", status.get("releasing"));
        assertEquals("", status.get("phase"));
        assertEquals(List.of(), given.cluster.requests().writes());
    }

    @Test
    @DisplayName("the status tells who releases, and in which phase")
    void underWay() {
        given.live(BLUE);
        CountDownLatch approval = new CountDownLatch(1);
        Running running = given.start("v2", spec -> {}, state -> approval.await()).inPhase(Phase.TEST);
        Map<String, String> status = given.status().toMap();
        assertEquals("true", status.get("releasing"));
        assertEquals("https://jenkins.example.com/job/backend/2/", status.get("releasingBy"));
        assertEquals("APPLY", status.get("phase"));
        assertEquals("", status.get("outcome"));
        assertEquals("blue", status.get("color"));
        assertEquals("2", status.get("greenReady"));
        approval.countDown();
        running.end();
        assertEquals("green", given.status().toMap().get("color"));
    }

    @Test
    @DisplayName("the status of a release whose controller is gone says so")
    void interrupted() {
        given.live(BLUE);
        given.promisesMayBreak();
        Running running = given.start("v2", spec -> spec.monitor(MonitorSpec.lasting(60, 1))).inPhase(Phase.MONITOR);
        running.abandon();
        given.cluster.as("kubectl").delete(Given.NAMESPACE, "leases", "backend-blue-green");
        assertEquals("MONITOR", given.status().toMap().get("phase"));
        assertEquals("false", given.status().toMap().get("releasing"));
        String said = given.status().lines().toString();
        assertTrue(said.contains("was interrupted in MONITOR"), said);
    }

    @Test
    @DisplayName("the status tells how the last release ended: it failed before the switch, was aborted, is held")
    void outcomeBeforeTheSwitch() throws Exception {
        given.live(BLUE);
        Running failing = given.start("v2", spec -> {}, state -> {
            throw new IllegalStateException("the smoke test said no");
        });
        assertOutcome(Outcome.FAILED_BEFORE_SWITCH, failing.end());
        CountDownLatch never = new CountDownLatch(1);
        Running running = given.start("v2", spec -> {}, state -> never.await()).inPhase(Phase.TEST);
        running.abort();
        assertOutcome(Outcome.ABORTED, running.end());
        assertOutcome(Outcome.HELD, given.hold("v2"));
        assertOutcome(Outcome.UNCHANGED, given.discard());
        assertOutcome(Outcome.PROMOTED, given.release("v3"));
        assertTrue(given.status().lines().toString().contains("The last release ended as PROMOTED."));
    }

    @Test
    @DisplayName("the status tells that the last release was rolled back, or somebody rolled back")
    void outcomeAfterTheSwitch() {
        given.live(BLUE);
        Running running = given.start("v2", spec -> spec.monitor(MonitorSpec.lasting(60, 1))).inPhase(Phase.MONITOR);
        given.pods(GREEN).forEach(pod -> given.cluster.crash(Given.NAMESPACE, pod, 3));
        assertOutcome(Outcome.ROLLED_BACK, running.end());
        assertEquals("blue", given.status().toMap().get("color"));
        assertOutcome(Outcome.PROMOTED, given.release("v3"));
        assertOutcome(Outcome.PROMOTED, given.rollBack());
    }

    private void assertOutcome(Outcome outcome, Released released) {
        assertEquals(outcome, released.outcome(), released::story);
        assertEquals(outcome.name(), given.status().toMap().get("outcome"), released::story);
    }

    @Test
    @DisplayName("the status of what is not there is a sentence")
    void nothing() {
        String refused = assertThrows(ReleaseException.class, given::status).getMessage();
        assertTrue(refused.startsWith("There is no Service backend in namespace esc"), refused);
    }
}
