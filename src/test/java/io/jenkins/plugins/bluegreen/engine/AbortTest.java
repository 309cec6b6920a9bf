package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C57 A build that is aborted")
class AbortTest {
    private int tried;
    private final Set<Phase> phases = new TreeSet<>();

    private static Schedule second() {
        Schedule schedule = new Schedule(new SplittableRandom(7), 1);
        schedule.live(Color.BLUE);
        return schedule;
    }

    private static SimulatedRelease release(Schedule schedule) {
        return schedule.release("v1", 0, UnaryOperator.identity(), spec -> spec.health(
                        HealthCheck.http("/health", 8080))
                .monitor(MonitorSpec.lasting(10, 5))
                .stabilizeSeconds(2)
                .scaleDownDelaySeconds(5)
                .drain(new Drain("/drain", 8080, null, 5)));
    }

    private static int requests(Schedule schedule) {
        release(schedule);
        return schedule.run().passed();
    }

    private void abortedAt(Schedule schedule, int... requests) {
        SimulatedRelease release = release(schedule);
        for (int request : requests) {
            schedule.atRequest(request, Disturbance.ABORT, () -> {
                phases.add(release.state().phase);
                release.abort();
            });
        }
        schedule.run();
        tried++;
        assertEquals(List.of(), schedule.violations(), schedule::toString);
        Outcome outcome = release.result.outcome();
        assertTrue(outcome == Outcome.ABORTED || outcome == Outcome.PROMOTED, schedule::toString);
        if (outcome == Outcome.ABORTED && schedule.revision > 0) {
            assertEquals("blue", release.result.color(), schedule::toString);
        }
    }

    @Test
    @DisplayName("at any request, of any phase, leaves the traffic where it was")
    void atAnyRequest() {
        int requests = requests(second());
        for (int request = 1; request <= requests; request++) {
            abortedAt(second(), request);
        }
        assertTrue(
                phases.containsAll(EnumSet.of(
                        Phase.PLAN, Phase.LOCK, Phase.APPLY, Phase.HEALTH, Phase.SWITCH, Phase.MONITOR, Phase.RETIRE)),
                phases::toString);
        System.out.println("schedules: " + tried + " tried (aborted at each request), 0 promises broken");
    }

    @Test
    @DisplayName("at any moment, waits included, and again a moment later, in its rollback")
    void againDuringTheRollback() {
        Schedule whole = second();
        SimulatedRelease undisturbed = release(whole);
        whole.run();
        long end = undisturbed.endedAt;
        for (long moment = 1; moment < end; moment += 211) {
            for (long again : new long[] {1, 40, 300, 2_000, 6_000}) {
                Schedule schedule = second();
                SimulatedRelease release = release(schedule);
                schedule.disturbances.add(Disturbance.ABORT);
                for (long time : new long[] {moment, moment + again}) {
                    schedule.time.after(time, () -> {
                        phases.add(release.state().phase);
                        release.abort();
                    });
                }
                schedule.run();
                tried++;
                assertEquals(List.of(), schedule.violations(), schedule::toString);
            }
        }
        assertTrue(phases.containsAll(EnumSet.of(Phase.READY, Phase.ROLLBACK)), phases::toString);
        System.out.println("schedules: " + tried + " tried (aborted twice), 0 promises broken");
    }

    @Test
    @DisplayName("as the first release of an application leaves no mark, and no Pods without traffic")
    void firstRelease() {
        int requests = requests(new Schedule(new SplittableRandom(7), 1));
        for (int request = 1; request <= requests; request++) {
            abortedAt(new Schedule(new SplittableRandom(7), 1), request);
        }
        System.out.println("schedules: " + tried + " tried (first release aborted), 0 promises broken");
    }

    private static Schedule firstWithRoutes() {
        Schedule schedule = new Schedule(new SplittableRandom(7), 1);
        schedule.routes = List.of(new Route("networking.k8s.io/v1", "Ingress", RecordingCluster.APP));
        return schedule;
    }

    @Test
    @DisplayName("C74 as the first release, its controller killed a moment later: what is live has its Ingress")
    void firstReleaseKilled() {
        int requests = requests(firstWithRoutes());
        for (int request = 1; request <= requests; request++) {
            Schedule schedule = firstWithRoutes();
            SimulatedRelease release = release(schedule);
            schedule.atRequest(request, Disturbance.ABORT, release::abort);
            schedule.atRequest(request + 1, Disturbance.RESTART, () -> {
                if (release.result == null) {
                    release.die();
                    release.resume(1_000);
                }
            });
            schedule.run();
            tried++;
            assertEquals(List.of(), schedule.violations(), schedule::toString);
        }
        System.out.println("schedules: " + tried + " tried (first release aborted and killed), 0 promises broken");
    }

    @Test
    @DisplayName("C84 as the first release: the next one prunes what it has applied")
    void firstReleasePruned() {
        int requests = requests(new Schedule(new SplittableRandom(7), 1));
        for (int request = 1; request <= requests; request++) {
            Schedule schedule = new Schedule(new SplittableRandom(7), 1);
            SimulatedRelease release = release(schedule);
            SimulatedRelease next = schedule.release("v2", 1_000, UnaryOperator.identity(), spec -> {});
            schedule.atRequest(request, Disturbance.ABORT, release::abort);
            schedule.run();
            tried++;
            assertEquals(Outcome.PROMOTED, next.result.outcome(), schedule::toString);
            assertEquals(List.of(), schedule.violations(), schedule::toString);
        }
        System.out.println("schedules: " + tried + " tried (a release after an aborted first one), 0 promises broken");
    }
}
