package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of a URL that is watched over a node port, which sends each connection to one Pod for good. */
@E2e
class MonitorUrlE2eTest {
    private static final int ROUNDS = 2;

    @Test
    @DisplayName("C96 503 right after a good release that was watched by the same URL: rolled back each time")
    void answersOfTheNewVersion(Trial.Source trials) {
        SideBySide.of(trials)
                .with("1", MonitorUrlE2eTest::goodThenBad)
                .with("2", MonitorUrlE2eTest::goodThenBad)
                .with("3", MonitorUrlE2eTest::goodThenBad)
                .run();
    }

    private static void goodThenBad(Trial trial) {
        trial.live(BLUE);
        String url = trial.url() + "/actuator/health";
        Load traffic = trial.smallTraffic();
        for (int round = 1; round <= ROUNDS; round++) {
            String good = "good" + round;
            Released first = trial.release(good, spec -> spec.monitor(MonitorSpec.lasting(4, 1).withUrl(url, 0)));
            assertEquals(Outcome.PROMOTED, first.outcome(), first::story);

            Released second = trial.release("bad" + round, spec -> spec.variable("HEALTH", "DOWN")
                    .monitor(MonitorSpec.lasting(10, 1).withUrl(url, 0)));

            assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
            second.assertSays("/actuator/health", "503");
            assertEquals(good, trial.version(), second::story);
        }
        assertEquals(
                Set.of("v1", "good1", "bad1", "good2", "bad2"),
                trial.assertNothingLost(traffic).versions().keySet());
    }
}
