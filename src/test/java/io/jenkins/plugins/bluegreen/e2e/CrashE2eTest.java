package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of new Pods that crash at different times. Lost is only what they lose themselves. */
@E2e
class CrashE2eTest {
    /** Seconds of a phase that only a crash ends. */
    private static final int LONG = 90;
    /** Seconds of RETIRE: until a crash is seen. */
    private static final int DELAY = 15;
    /** Seconds of RETIRE for Pods that end by themselves before. */
    private static final int SHORT_DELAY = 8;
    /** From the first lost request until the traffic is back. */
    private static final long MOST_LOST_MILLIS = 5_000;
    /** How long nodes may send new connections to Pods that a Service no longer selects. */
    private static final long ROUTING_LAG_MILLIS = 2_000;

    @Test
    @DisplayName("C81 C88 a crash after the switch: the traffic goes back, then the reason is read, and then they go")
    void afterTheSwitch(Trial.Source trials) {
        String probed = Yaml.DEPLOYMENT;
        String unprobed = probed.substring(0, probed.indexOf("        readinessProbe:"));
        Consumer<ReleaseSpec.Builder> monitored = spec -> spec.monitor(MonitorSpec.lasting(LONG, 1));
        Consumer<ReleaseSpec.Builder> retiring = spec -> spec.scaleDownDelaySeconds(DELAY);
        SideBySide.of(trials)
                .with("C81 three of four in RETIRE", trial -> crash(
                        trial, probed.replace("${REPLICAS}", "4"), Phase.RETIRE, retiring, 4, 3))
                .with("all in MONITOR", trial -> crash(trial, probed, Phase.MONITOR, monitored, 2, 2))
                .with("all in RETIRE", trial -> crash(trial, probed, Phase.RETIRE, retiring, 2, 2))
                .with("one in MONITOR, no readiness probe", trial -> crash(
                        trial, unprobed, Phase.MONITOR, monitored, 2, 1))
                .with("all in RETIRE, no readiness probe", trial -> crash(
                        trial, unprobed, Phase.RETIRE, retiring, 2, 2))
                .run();
    }

    private static void crash(
            Trial trial,
            String deployment,
            Phase phase,
            Consumer<ReleaseSpec.Builder> more,
            int replicas,
            int crashing) {
        CrashFile crash = CrashFile.in(trial, deployment);
        trial.live(BLUE);
        Load traffic = trial.smallTraffic();
        Running running =
                trial.start("v2", spec -> more.accept(spec.stabilizeSeconds(2))).inPhase(phase);
        trial.until("requests answered by v2", () -> traffic.saw("v2"));
        List<Pod> doomed = trial.pods(GREEN).subList(0, crashing);
        long struck = System.currentTimeMillis();
        crash.strike(doomed);

        Released released = trial.end(running);

        trial.goesOn(traffic, 60);
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        released.assertSays(
                "backend-green-", "exit code 1", "crash file found", "The traffic is on backend-blue.");
        assertEquals(List.of("blue", "green", "blue"), trial.history.colors());
        assertEquals(List.of(replicas), trial.history.replicas("backend-blue"), released::story);
        assertEquals(0, trial.replicas(GREEN), released::story);
        assertReadInBetween(released, Instant.ofEpochMilli(struck));
        assertLostOnly(traffic.stop(), struck, trial.history.switchedTo("blue") + ROUTING_LAG_MILLIS);
    }

    @Test
    @DisplayName("C94 Pods that end a moment after they became ready are never promoted; the old colour stays")
    void aMomentAfterReadiness(Trial.Source trials) {
        MonitorSpec none = MonitorSpec.none();
        SideBySide.of(trials)
                .with("0.3 s, stabilize 0", trial -> shortLived(trial, "1300ms", 0, 2, none))
                .with("0.3 s, stabilize 1, one replica", trial -> shortLived(trial, "1300ms", 1, 1, none))
                .with("2 s, stabilize 1, one replica", trial -> shortLived(trial, "3s", 1, 1, none))
                .with("2 s, stabilize 2", trial -> shortLived(trial, "3s", 2, 2, none))
                .with("2 s, stabilize 0, monitor", trial -> shortLived(trial, "3s", 0, 2, MonitorSpec.lasting(2, 1)))
                .with("5 s, stabilize 1", trial -> shortLived(trial, "6s", 1, 2, none))
                .with("0.3 s, first release", trial -> firstShortLived(trial, "1300ms", 1))
                .with("2 s, first release", trial -> firstShortLived(trial, "3s", 2))
                .run();
    }

    /** A release of Pods that end so long after their start, by themselves and again and again. */
    private static void shortLived(Trial trial, String lives, int stabilize, int replicas, MonitorSpec monitor) {
        String deployment = Yaml.DEPLOYMENT.replace("${REPLICAS}", String.valueOf(replicas));
        // a Pod may end between the last look at it and the switch
        trial.promisesUnchecked();
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, deployment).live(BLUE);
        Load traffic = trial.smallTraffic();
        long begun = System.currentTimeMillis();

        trial.environment("CRASH_AFTER", lives);
        Released released = trial.release(
                "v2", spec -> spec.stabilizeSeconds(stabilize).monitor(monitor).scaleDownDelaySeconds(SHORT_DELAY));

        assertNotPromoted(released);
        assertEquals("blue", trial.liveColor(), released::story);
        assertEquals(List.of(replicas), trial.history.replicas("backend-blue"), released::story);
        assertEquals(0, trial.replicas(GREEN), released::story);
        boolean switched = trial.history.colors().contains("green");
        assertEquals(switched ? Outcome.ROLLED_BACK : Outcome.FAILED_BEFORE_SWITCH, released.outcome());
        trial.goesOn(traffic, 60);
        if (switched) {
            long back = trial.history.switchedTo("blue");
            LoadResult result = traffic.stop();
            assertLostOnly(result, trial.history.switchedTo("green"), back + ROUTING_LAG_MILLIS);
            result.losses().stream().findFirst().ifPresent(lost -> assertTrue(
                    back - lost.sentMillis() < MOST_LOST_MILLIS, () -> result + "\n" + released.story()));
        } else {
            assertLostOnly(traffic.stop(), begun, begun);
        }
    }

    private static void firstShortLived(Trial trial, String lives, int stabilize) {
        // as above
        trial.promisesUnchecked();
        trial.environment("CRASH_AFTER", lives);
        assertNotPromoted(trial.release("v1", spec -> spec.stabilizeSeconds(stabilize)));
    }

    private static void assertNotPromoted(Released released) {
        assertNotEquals(Outcome.PROMOTED, released.outcome(), released::story);
        released.assertSays("exit code 1", "crash on purpose");
        assertTrue(released.result().millis() < 60_000, released::story);
    }

    /** Asserts that logs were read after the traffic was back, and before the candidate was scaled down. */
    private static void assertReadInBetween(Released released, Instant struck) {
        if (released.requests() == null) {
            return;
        }
        List<Instant> logs = times(released, struck, call -> call.is("get", "pods/log"));
        List<Instant> back = times(
                released, struck, call -> call.isWrite() && call.resource().equals("services"));
        List<Instant> down = times(
                released, struck, call -> call.isWrite() && call.resource().equals("deployments"));
        assertTrue(!logs.isEmpty() && logs.size() <= 3, () -> logs + released.story());
        assertTrue(back.get(0).isBefore(logs.get(0)), () -> back + " " + logs + released.story());
        assertTrue(logs.get(logs.size() - 1).isBefore(down.get(0)), () -> logs + " " + down + released.story());
    }

    private static List<Instant> times(Released released, Instant from, Predicate<Call> which) {
        return released.requests().calls().stream()
                .filter(which)
                .map(Call::time)
                .filter(time -> time.isAfter(from))
                .toList();
    }

    private static void assertLostOnly(LoadResult result, long from, long to) {
        assertEquals(
                List.of(),
                result.losses().stream()
                        .filter(lost -> lost.sentMillis() < from || lost.sentMillis() > to)
                        .toList(),
                result::toString);
        assertTrue(result.all().stream().anyMatch(request -> request.sentMillis() > to), result::toString);
    }
}
