package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of failures and manual rollbacks while the new colour has the traffic. */
@E2e
class FailAfterSwitchE2eTest {
    /** Seconds of a monitor that only a breach ends. */
    private static final int WATCHED = 90;
    /** How long nodes may send new connections to Pods that a Service no longer selects. */
    private static final long ROUTING_LAG_MILLIS = 2_000;

    @Test
    @DisplayName("C40 a Pod that crashes while it is watched sends the traffic back; lost is only what it lost itself")
    void crashWhileWatched(Trial trial) {
        crash(trial, 1).assertSays("exit code 1");
    }

    @Test
    @DisplayName("C41 every new Pod crash-loops: the traffic goes back without them")
    void everyNewPodCrashes(Trial trial) {
        crash(trial, 2);
    }

    private static Released crash(Trial trial, int pods) {
        CrashFile crash = CrashFile.in(trial);
        trial.live(BLUE);
        Load traffic = trial.traffic();
        Running running = trial.start("v2", spec -> spec.monitor(MonitorSpec.lasting(WATCHED, 1)))
                .inPhase(Phase.MONITOR);
        trial.until("requests answered by v2", () -> traffic.saw("v2"));
        List<Pod> doomed = trial.pods(GREEN).subList(0, pods);
        long struck = System.currentTimeMillis();
        crash.strike(doomed);

        Released released = trial.end(running);

        trial.goesOn(traffic, 300);
        assertBackOnBlue(trial, released, "Pod backend-green-");
        long routed = trial.history.switchedTo("blue") + ROUTING_LAG_MILLIS;
        LoadResult result = traffic.stop();
        assertEquals(
                List.of(),
                result.losses().stream()
                        .filter(lost -> lost.sentMillis() < struck || lost.sentMillis() > routed)
                        .toList(),
                result::toString);
        assertTrue(result.all().stream().anyMatch(request -> request.sentMillis() > routed), result::toString);
        return released;
    }

    @Test
    @DisplayName("C40 health that goes DOWN while it is watched sends the traffic back; nothing is lost")
    void healthDownWhileWatched(Trial trial) {
        trial.live(BLUE);
        trial.environment("HEALTH_AFTER", "10s");
        Load traffic = trial.traffic();
        HealthCheck health = HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 1).withTiming(1, 5);

        Released released =
                trial.release("v2", spec -> spec.health(health).monitor(MonitorSpec.lasting(WATCHED, 1)));

        assertBackOnBlue(trial, released, "backend-green-", "DOWN", "db");
        trial.awaitGone(GREEN);
        LoadResult result = trial.assertNothingLost(traffic);
        assertEquals(Set.of("v1", "v2"), result.versions().keySet(), result::toString);
    }

    /** Asserts that the traffic is back on blue, that the new colour is gone, and that the result says so. */
    private static void assertBackOnBlue(Trial trial, Released released, String... reasons) {
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        assertTrue(released.phases().containsAll(List.of(Phase.SWITCH, Phase.ROLLBACK)), released::story);
        released.assertSays(reasons).assertSays("Rolled back in", "The traffic is on backend-blue.");
        assertEquals(List.of("blue", "green", "blue"), trial.history.colors());
        assertEquals("1", trial.annotation("revision"));
        assertNull(trial.annotation("phase"));
        assertEquals(2, trial.replicas(BLUE));
        assertEquals(0, trial.replicas(GREEN));
        trial.until("an answer of v1", () -> trial.version().equals("v1"));
    }

    @Test
    @DisplayName("C46 an hour later the old colour is brought up first, and twice in a row is once; nothing is lost")
    void rolledBackByHand(Trial trial) {
        trial.live(GREEN).reconnected();
        Load traffic = trial.traffic();

        Released back = trial.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        back.assertSays("backend is back on backend-blue");
        assertEquals("blue v1", trial.liveColor() + " " + trial.version());
        assertEquals("swordfish-v1", trial.get("/env?name=PASSWORD"));

        Released second = trial.reconnected().rollBack();
        assertEquals(Outcome.UNCHANGED, second.outcome(), second::story);
        second.assertSays("was rolled back from backend-green already", "The traffic is on backend-blue.");
        assertEquals(List.of("blue", "green", "blue"), trial.history.colors());
        assertEquals(List.of(2, 2), trial.history.readyAtEachSwitchTo("blue"));
        assertEquals(0, trial.replicas(GREEN));
        trial.awaitGone(GREEN);
        trial.assertNothingLost(traffic);
    }

    @Test
    @DisplayName("C46 there is nothing to go back to: a clear error, and nothing is touched")
    void nothingToGoBackTo(Trial trial) {
        LiveColor live = LiveColor.of(trial.live(BLUE));
        Released refused = trial.rollBack();
        assertEquals(List.of(Phase.PLAN), refused.phases(), refused::story);
        live.assertUntouched(refused, "There is nothing to go back to: backend has no previous colour.");
    }
}
