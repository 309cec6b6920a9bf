package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Restart;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios in which the API server is killed and restarted during releases in different phases. */
@E2e
class RestartingApiServerE2eTest {
    private static final Set<Phase> PHASES = EnumSet.allOf(Phase.class);
    private static final int MOST_SECONDS = 240;
    /** The default time for which old Pods stay. */
    private static final int DELAY_SECONDS = 30;
    private static final int PER_SECOND = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(PHASES.size());

    @BeforeEach
    void canRestart() {
        assumeFalse(
                Restart.command().isEmpty(),
                "no command that restarts the API server is given: make e2e RESTART=…, or -Drestart=…");
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @Test
    @DisplayName("C56 the API server restarts during each phase: releases end well, and nothing is lost")
    void inEachPhase(Trial.Source trials) {
        Map<Phase, Trial> all = sideBySide(phase -> trials.open(phase.name()).promisesUnchecked().live(BLUE));
        Restart restart = new Restart(PHASES, all.get(Phase.PLAN).admin());

        sideBySide(phase -> {
            Trial trial = all.get(phase);
            trial.listeners.add(restart.in(phase));
            return switch (phase) {
                case PLAN -> planned(trial, restart);
                case ROLLBACK -> rolledBack(trial);
                default -> promoted(trial);
            };
        });

        restart.assertDone();
    }

    /** Runs the function for each phase in parallel; a failure lists all phases that failed, with their errors. */
    private <T> Map<Phase, T> sideBySide(Function<Phase, T> what) {
        Map<Phase, CompletableFuture<T>> begun = new EnumMap<>(Phase.class);
        PHASES.forEach(phase -> begun.put(phase, CompletableFuture.supplyAsync(() -> what.apply(phase), threads)));
        assertAll(PHASES.stream().map(phase -> () -> begun.get(phase).join()));
        return PHASES.stream().collect(toMap(phase -> phase, phase -> begun.get(phase).join()));
    }

    /**
     * A release in PLAN whose request is refused ends before any change, and succeeds once the API server is back. A
     * release whose request waits in the new API server's queue continues.
     */
    private static Released planned(Trial trial, Restart restart) {
        Load traffic = trial.traffic(2, 2, PER_SECOND);
        Released released = release(trial);
        if (released.outcome() == Outcome.FAILED_BEFORE_SWITCH) {
            restart.awaitAnswering();
            assertEquals("blue", trial.liveColor(), released::story);
            assertEquals(List.of(), trial.pods(GREEN), released::story);
            released = release(trial);
        }
        return assertPromoted(trial, released, traffic);
    }

    private static Released promoted(Trial trial) {
        Load traffic = trial.traffic(2, 2, PER_SECOND);
        return assertPromoted(trial, release(trial), traffic);
    }

    private static Released release(Trial trial) {
        return trial.end(trial.start("v2", spec -> watched(spec, 2), state -> {}));
    }

    private static Released assertPromoted(Trial trial, Released released, Load traffic) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertAtRest(trial, GREEN, "v2", released);
        trial.assertNothingLost(traffic);
        return released;
    }

    private static Released rolledBack(Trial trial) {
        Load traffic = trial.traffic(2, 2, PER_SECOND);

        Running running = trial.start("v2", spec -> watched(spec, MOST_SECONDS)).inPhase(Phase.MONITOR);
        trial.until("requests answered by v2", () -> traffic.saw("v2"));
        Released released = trial.end(running.abort());

        assertEquals(Outcome.ABORTED, released.outcome(), released::story);
        released.assertSays("The traffic is on backend-blue.");
        assertAtRest(trial, BLUE, "v1", released);
        trial.assertNothingLost(traffic);
        return released;
    }

    /** Asserts that one colour has the traffic, the other one no Pods, and that no release is in a phase. */
    private static void assertAtRest(Trial trial, Color live, String version, Released released) {
        assertEquals(live.label(), trial.liveColor(), released::story);
        assertEquals(2, trial.replicas(live), released::story);
        assertEquals(0, trial.replicas(live.other()), released::story);
        assertNull(trial.annotation("phase"), released::story);
        trial.awaitGone(live.other());
        assertEquals(version, trial.version(), released::story);
    }

    /** Monitors long enough for the other releases, and for controllers and nodes, which recover a little later. */
    private static void watched(ReleaseSpec.Builder spec, int seconds) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 3).withTiming(1, 5))
                .monitor(MonitorSpec.lasting(seconds, 1))
                .lockTimeoutSeconds(MOST_SECONDS)
                .timeoutSeconds(MOST_SECONDS)
                .rollbackTimeoutSeconds(MOST_SECONDS)
                .scaleDownDelaySeconds(DELAY_SECONDS);
    }
}
