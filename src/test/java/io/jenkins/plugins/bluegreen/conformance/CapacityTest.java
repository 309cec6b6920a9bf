package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A release takes no capacity away, whatever an autoscaler or an operator does to a colour without traffic. */
class CapacityTest {

    private static void scale(Given given, String deployment, int replicas) {
        given.cluster.as("kubectl").scale(NAMESPACE, deployment, replicas);
    }

    @Test
    @DisplayName("C70 a candidate that was shrunk while the block ran has all its Pods at the switch; nothing is lost")
    void candidateShrunk() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load load = given.traffic()) {
            List<Integer> ready = given.readyAtEachSwitchTo(GREEN);
            Running running = given.start("v2", spec -> {}, block -> {
                scale(given, "backend-green", 1);
                given.cluster.await("one Pod", () -> given.pods(GREEN).size() == 1);
            });
            Released released = running.end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(released.story().contains("scaled to 2 before the switch"), released::story);
            assertFalse(ready.isEmpty());
            assertTrue(ready.stream().allMatch(pods -> pods >= 2), ready::toString);
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C70 the live colour grew while the block ran: the candidate grows with it before the switch")
    void liveGrew() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            List<Integer> ready = given.readyAtEachSwitchTo(GREEN);
            Released released = given.start("v2", spec -> {}, block -> {
                scale(given, "backend-blue", 4);
                given.cluster.await("four Pods", () -> given.pods(BLUE).size() == 4);
            }).end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(!ready.isEmpty() && ready.stream().allMatch(pods -> pods >= 4), ready::toString);
        }
    }

    @Test
    @DisplayName("C70 the same while no watch shows it yet: the list of the candidate's Pods does")
    void liveGrewUnseen() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            List<Integer> ready = given.readyAtEachSwitchTo(GREEN);
            Running running = given.start("v2", spec -> {}, block -> {
                        given.cluster.holdWatches("deployments", "pods");
                        scale(given, "backend-blue", 4);
                        given.cluster.await("four Pods", () -> given.pods(BLUE).size() == 4);
                    })
                    .saying("scaled to 4 before the switch");
            given.cluster.holdWatches();
            Released released = running.end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertTrue(!ready.isEmpty() && ready.stream().allMatch(pods -> pods >= 4), ready::toString);
        }
    }

    @Test
    @DisplayName("C81 a new Pod that crashes during RETIRE brings the traffic back; the old colour is at full size")
    void crashInRetire() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Running running = given.start("v2", spec -> spec.scaleDownDelaySeconds(5)).inPhase(Phase.RETIRE);
            given.cluster.crash(NAMESPACE, given.pods(GREEN).get(0), 3);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            assertEquals("blue", given.liveColor());
            assertEquals(2, given.replicas("backend-blue"));
            assertEquals(0, given.replicas("backend-green"));
        }
    }
}
