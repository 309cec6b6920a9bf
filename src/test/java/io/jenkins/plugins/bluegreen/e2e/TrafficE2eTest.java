package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios under load: the clients of an application lose no request. */
@E2e
class TrafficE2eTest {
    private static final int SWITCHES = 20;

    @Test
    @DisplayName("C04 C05 C06 no request is lost over 20 switches, and a long one is answered by the old colour")
    void planned(Trial.Source trials) {
        SideBySide.of(trials)
                .with("short connections", TrafficE2eTest::shortConnections)
                .with("kept-alive connections", TrafficE2eTest::keptAliveConnections)
                .with("a request that takes 20 s", TrafficE2eTest::longRequest)
                .run();
    }

    private static void shortConnections(Trial trial) {
        trial.live(BLUE);
        assertEquals(0, switches(trial, trial.traffic(6, 0)).resetKeepalive());
    }

    private static void keptAliveConnections(Trial trial) {
        trial.live(BLUE);
        switches(trial, trial.traffic(0, 6));
    }

    private static LoadResult switches(Trial trial, Load traffic) {
        for (int i = 1; i <= SWITCHES; i++) {
            Released released = trial.release("v" + (i + 1));
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(i % 2 == 0 ? "blue" : "green", trial.liveColor());
        }
        assertEquals(SWITCHES + 1, trial.history.colors().size());
        trial.awaitGone(BLUE.other());
        LoadResult result = trial.assertNothingLost(traffic);
        assertEquals(SWITCHES + 1, result.versions().size(), result::toString);
        return result;
    }

    private static void longRequest(Trial trial) {
        trial.live(BLUE);
        Load traffic = trial.traffic();
        AtomicLong answered = new AtomicLong();
        CompletableFuture<String> request = CompletableFuture.supplyAsync(() -> {
            String answer = trial.get("/slow?for=20s");
            answered.set(System.currentTimeMillis());
            return answer;
        });

        Released released = trial.release("v2");

        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertTrue(request.join().startsWith("v1 backend-blue-"), request::join);
        assertTrue(
                answered.get() > trial.history.scaled("backend-blue", 0),
                "the answer came before the old colour was scaled down");
        trial.awaitGone(BLUE);
        trial.assertNothingLost(traffic);
    }

    @Test
    @DisplayName("C18 while other Services' endpoints change ten times a second, old Pods stay until routing has moved")
    void routingLags(Trial trial) {
        trial.live(BLUE);
        try (Churn churn = Churn.of(trial, 2)) {
            Load traffic = trial.traffic(6, 0);
            trial.until("endpoints that change all the time", () -> churn.changes() >= 20);

            Released released = trial.release("v2", spec -> spec.scaleDownDelaySeconds(8));

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            trial.awaitGone(BLUE);
            LoadResult result = trial.assertNothingLost(traffic);
            churn.assertAtLeastPerSecond(10);
            long lag = result.all().stream()
                            .filter(request -> request.version().equals("v1"))
                            .mapToLong(LoadRequest::dueMillis)
                            .max()
                            .orElseThrow()
                    - trial.history.switchedTo("green");
            System.out.println("New connections reached the old Pods for " + lag + " ms after the switch");
        }
    }

    @Test
    @DisplayName("C19 kept-alive connections are cut only where neither the application nor a drain path closes them")
    void draining(Trial.Source trials) {
        SideBySide.of(trials)
                .with("after SIGTERM", TrafficE2eTest::drainsAfterSigterm)
                .with("by a path", TrafficE2eTest::drainPath)
                .with("without either", TrafficE2eTest::withoutDraining)
                .run();
    }

    private static void drainsAfterSigterm(Trial trial) {
        trial.manifests(
                        Yaml.CONFIG_MAP,
                        Yaml.SECRET,
                        Yaml.SERVICE,
                        Yaml.DEPLOYMENT.replace("value: graceful", "value: drain"))
                .environment("DRAIN", "2s");
        assertEquals(0, cutConnections(trial, spec -> {}));
    }

    private static void drainPath(Trial trial) {
        assertEquals(0, cutConnections(trial, spec -> spec.drain(new Drain("/drain", 8080, null, 2))));
    }

    /** No request is lost all the same: clients send it again. */
    private static void withoutDraining(Trial trial) {
        assertTrue(cutConnections(trial, spec -> {}) > 0);
    }

    /** The number of kept-alive connections that the application cuts during a release. */
    private static int cutConnections(Trial trial, Consumer<ReleaseSpec.Builder> more) {
        trial.live(BLUE);
        Load traffic = trial.traffic(0, 8);
        trial.goesOn(traffic, 100);
        Released released = trial.release("v2", more);
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        trial.awaitGone(BLUE);
        return trial.assertNothingLost(traffic).resetKeepalive();
    }
}
