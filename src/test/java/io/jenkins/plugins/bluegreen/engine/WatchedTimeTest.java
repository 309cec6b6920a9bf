package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C95 A MONITOR window that was interrupted")
class WatchedTimeTest {
    private static final int DURATION = 90;
    private static final int INTERVAL = 5;

    private final RecordingCluster cluster = new RecordingCluster();

    private EngineRun monitored() {
        cluster.live(Color.BLUE, "v0");
        cluster.specHash = "v1";
        EngineRun run = new EngineRun(
                cluster, EngineRun.release(spec -> spec.monitor(MonitorSpec.lasting(DURATION, INTERVAL))));
        run.toPhase(Phase.MONITOR);
        return run;
    }

    /** Goes on for so long, and then from the last saved state in another process, {@code down} seconds later. */
    private static void interrupted(EngineRun run, int after, int down) {
        long begin = run.now;
        run.advance(state -> run.now >= begin + after * 1000L);
        run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        run.now += down * 1000L;
    }

    /** Seconds until MONITOR ends. */
    private static double rest(EngineRun run) {
        long begin = run.now;
        run.advance(state -> state.phase() != Phase.MONITOR);
        return (run.now - begin) / 1000.0;
    }

    private static void assertPromoted(EngineRun run) {
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertTrue(run.lines.toString().contains("Nothing wrong in 90 s"), run.lines::toString);
    }

    @ParameterizedTest(name = "for {0} s: what was left is watched then, and no more than one interval again")
    @ValueSource(ints = {0, 10, 60, 3_600})
    void goesOnWhereItStopped(int down) {
        EngineRun run = monitored();
        interrupted(run, 38, down);
        double left = rest(run);
        assertTrue(left >= DURATION - 38 && left <= DURATION - 38 + 2 * INTERVAL, () -> left + " s, " + run.lines);
        assertTrue(
                run.lines.stream().anyMatch(line -> line.contains("s of 90 s have been watched")), run.lines::toString);
        assertPromoted(run);
    }

    @Test
    @DisplayName("again and again: the watched times add up, and the deadline does not end it early")
    void againAndAgain() {
        EngineRun run = monitored();
        for (int restart = 0; restart < 8; restart++) {
            interrupted(run, 10, 300);
        }
        double left = rest(run);
        assertTrue(left >= DURATION - 80 && left <= DURATION - 80 + 8 * 2 * INTERVAL, () -> left + " s, " + run.lines);
        assertPromoted(run);
    }
}
