package io.jenkins.plugins.bluegreen.conformance.held;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
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
    @DisplayName("the status of what is not there is a sentence")
    void nothing() {
        String refused = assertThrows(ReleaseException.class, given::status).getMessage();
        assertTrue(refused.startsWith("There is no Service backend in namespace esc"), refused);
    }
}
