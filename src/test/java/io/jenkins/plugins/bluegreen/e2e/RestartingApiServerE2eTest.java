package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jenkins.plugins.bluegreen.conformance.Released;
import io.jenkins.plugins.bluegreen.conformance.Running;
import io.jenkins.plugins.bluegreen.embedded.Load;
import io.jenkins.plugins.bluegreen.engine.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.Outcome;
import io.jenkins.plugins.bluegreen.engine.Phase;
import io.jenkins.plugins.bluegreen.engine.ReleaseSpec;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The API server is killed and started anew in the middle of a release. */
@E2e
class RestartingApiServerE2eTest {
    private static final int NODES_SECONDS = 75;
    private static final int MOST_SECONDS = 240;
    private static final Set<Outcome> ENDS =
            EnumSet.of(Outcome.PROMOTED, Outcome.ROLLED_BACK, Outcome.FAILED_BEFORE_SWITCH);

    @BeforeEach
    void canRestart() {
        assumeFalse(
                Restart.command().isEmpty(),
                "no command that restarts the API server is given: make e2e RESTART=…, or -Drestart=…");
    }

    @Test
    @DisplayName("C56 the API server restarts in each phase of a release: promoted, and nothing is lost")
    void promoted(Trial trial) {
        Instant begin = Instant.now();
        trial.historyMayEnd().live(BLUE);
        Load traffic = trial.traffic();
        Restart restart = new Restart(EnumSet.complementOf(EnumSet.of(Phase.ROLLBACK)), trial.admin());
        trial.listeners.add(restart);

        Released released = trial.end(trial.start("v2", spec -> watched(spec, 2), state -> {}));

        restart.assertDone();
        assertEquals(released.result().color(), trial.liveColor(), released::story);
        if (isNodeLost(trial, begin)) {
            assertTrue(ENDS.contains(released.outcome()), released::story);
            return;
        }
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals("green", trial.liveColor());
        assertEquals(2, trial.replicas(GREEN));
        assertEquals(0, trial.replicas(BLUE));
        assertNull(trial.annotation("phase"), released::story);
        trial.awaitGone(BLUE);
        assertEquals("v2", trial.version());
        trial.assertNothingLost(traffic);
    }

    @Test
    @DisplayName("C56 the API server restarts in ROLLBACK: the traffic goes back, and nothing is lost")
    void rolledBack(Trial trial) {
        Instant begin = Instant.now();
        trial.historyMayEnd().live(BLUE);
        Load traffic = trial.traffic();
        Restart restart = new Restart(EnumSet.of(Phase.ROLLBACK), trial.admin());
        trial.listeners.add(restart);

        Running running = trial.start("v2", spec -> watched(spec, 60)).inPhase(Phase.MONITOR);
        trial.until("requests answered by v2", () -> traffic.saw("v2"));
        Released released = trial.end(running.abort());

        restart.assertDone();
        assertEquals(Outcome.ABORTED, released.outcome(), released::story);
        released.assertSays("The traffic is on backend-blue.");
        assertEquals("blue", trial.liveColor());
        assertEquals(2, trial.replicas(BLUE));
        assertEquals(0, trial.replicas(GREEN));
        assertNull(trial.annotation("phase"), released::story);
        trial.awaitGone(GREEN);
        assertEquals("v1", trial.version());
        if (!isNodeLost(trial, begin)) {
            trial.assertNothingLost(traffic);
        }
    }

    /**
     * Controllers that find the API server again later than a node's next sign of life take the node for lost, and all its
     * Pods out of every Service for a moment: then requests are lost, whoever releases, and a release that sees it goes back.
     */
    private static boolean isNodeLost(Trial trial, Instant begin) {
        return trial.admin().nodes().list().getItems().stream()
                .flatMap(node -> node.getStatus().getConditions().stream())
                .anyMatch(condition -> condition.getType().equals("Ready")
                        && Instant.parse(condition.getLastTransitionTime()).isAfter(begin));
    }

    /**
     * With time for the nodes and the controllers: they look for the API server after pauses that double with each time it
     * was away, up to a minute, and only then learn of new Pods and of the switch.
     */
    private static void watched(ReleaseSpec.Builder spec, int seconds) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 3).withTiming(1, 5))
                .monitor(MonitorSpec.lasting(seconds, 1))
                .timeoutSeconds(MOST_SECONDS)
                .rollbackTimeoutSeconds(MOST_SECONDS)
                .scaleDownDelaySeconds(NODES_SECONDS);
    }
}
