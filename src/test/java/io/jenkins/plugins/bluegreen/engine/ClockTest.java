package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.simulation.Inhabitant;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C58 A clock that jumps by an hour")
class ClockTest {
    private static final long HOUR = 3_600_000;

    private Schedule schedule;
    private SimulatedRelease release;

    private void given() {
        schedule = new Schedule(new SplittableRandom(11), 1);
        schedule.live(Color.BLUE);
        release = schedule.release("v1", 0, UnaryOperator.identity(), spec -> spec.timeoutSeconds(120)
                .rollbackTimeoutSeconds(60)
                .monitor(MonitorSpec.lasting(10, 5))
                .scaleDownDelaySeconds(5));
    }

    private Outcome end() {
        schedule.run();
        assertEquals(List.of(), schedule.violations(), schedule::toString);
        return release.result.outcome();
    }

    private int requests() {
        given();
        schedule.run();
        return schedule.passed();
    }

    @Test
    @DisplayName("back or forward while a process lives moves nothing: it was read once")
    void withinAProcess() {
        long[] wall = {10 * HOUR};
        long[] nanos = {5};
        ReleaseClock clock = new ReleaseClock(() -> wall[0], () -> nanos[0]);
        for (long jump : new long[] {HOUR, -HOUR, -HOUR}) {
            wall[0] += jump;
            nanos[0] += 1_000_000_000;
        }
        assertEquals(10 * HOUR + 3_000, clock.millis());
    }

    @Test
    @DisplayName("between two processes, at any request: promoted, no later than without it")
    void betweenProcesses() {
        int requests = requests();
        long usual = release.endedAt;
        int tried = 0;
        for (int request = 1; request <= requests; request++) {
            for (long jump : new long[] {-HOUR, 0, HOUR}) {
                given();
                schedule.atRequest(request, Disturbance.CLOCK, () -> restart(jump, 2_000));
                assertEquals(Outcome.PROMOTED, end(), schedule::toString);
                assertTrue(release.endedAt < usual + 40_000, schedule::toString);
                tried++;
            }
        }
        System.out.println("schedules: " + tried + " tried (clock jumps in a restart), 0 promises broken");
    }

    @Test
    @DisplayName("because nobody was there for an hour: what was left of each deadline is still left")
    void downForAnHour() {
        int requests = requests();
        for (int request = 1; request <= requests; request++) {
            given();
            schedule.atRequest(request, Disturbance.CLOCK, () -> restart(0, HOUR));
            assertEquals(Outcome.PROMOTED, end(), schedule::toString);
        }
    }

    @Test
    @DisplayName("in the middle of a rollback: the traffic still goes back")
    void duringARollback() {
        int requests = requests();
        for (int request = 1; request <= requests; request++) {
            for (long down : new long[] {1_000, HOUR}) {
                for (long jump : new long[] {-HOUR, HOUR}) {
                    given();
                    Inhabitant breaker = Inhabitant.of(Disturbance.BAD_VERSION, schedule);
                    schedule.disturbances.addAll(EnumSet.of(Disturbance.BAD_VERSION, Disturbance.RESTART));
                    schedule.time.after(15_000, () -> breaker.act(Disturbance.BAD_VERSION));
                    schedule.atRequest(request, Disturbance.CLOCK, () -> restart(jump, down));
                    Outcome outcome = end();
                    assertTrue(
                            outcome == Outcome.ROLLED_BACK || outcome == Outcome.FAILED_BEFORE_SWITCH,
                            schedule::toString);
                }
            }
        }
    }

    private void restart(long jump, long down) {
        if (release.result == null && !release.dead) {
            release.die();
            release.wrongBy += jump;
            schedule.downMillis += down;
            release.resume(down);
        }
    }
}
