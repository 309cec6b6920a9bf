package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of successful releases. */
@E2e
class PromoteE2eTest {
    @Test
    @DisplayName("C01 a first release brings blue up and creates the Service last, when blue is ready")
    void first(Trial trial) {
        trial.environment("START_DELAY", "2s");
        assertNull(trial.liveColor());

        Released released = trial.release("v1");

        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(List.of("blue"), trial.history.colors());
        assertEquals(List.of(2), trial.history.readyAtEachSwitchTo("blue"));
        assertEquals("1", trial.annotation("revision"));
        trial.awaitAccepting();
        Load traffic = trial.traffic();
        assertEquals(Set.of("v1"), trial.assertNothingLost(traffic).versions().keySet());
    }

    @Test
    @DisplayName("C02 a second release moves the traffic to green and takes blue down after the delay")
    void second(Trial trial) {
        trial.live(BLUE);
        Load traffic = trial.traffic();

        Released released = trial.release("v2", spec -> spec.scaleDownDelaySeconds(6));

        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(List.of("blue", "green"), trial.history.colors());
        assertEquals(List.of(2), trial.history.readyAtEachSwitchTo("green"));
        long stayed = trial.history.scaled("backend-blue", 0) - trial.history.switchedTo("green");
        assertTrue(stayed >= 5_900, () -> "blue stayed " + stayed + " ms after the switch\n" + released.story());
        trial.awaitGone(BLUE);
        LoadResult result = trial.assertNothingLost(traffic);
        assertEquals(Set.of("v1", "v2"), result.versions().keySet(), result::toString);
        assertEquals("v2", trial.version());
    }

    @Test
    @DisplayName("C03 the next colour follows from what is live, not from the number of the build")
    void colorsAlternate(Trial trial) {
        trial.live(GREEN);
        Load traffic = trial.traffic();

        Released third = trial.release("v3");
        assertEquals(Outcome.PROMOTED, third.outcome(), third::story);
        assertEquals("blue v3", trial.liveColor() + " " + trial.version());

        Released back = trial.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("green v2", trial.liveColor() + " " + trial.version());

        Released fifth = trial.release("v5");
        assertEquals(Outcome.PROMOTED, fifth.outcome(), fifth::story);
        assertEquals("blue v5", trial.liveColor() + " " + trial.version());
        assertEquals(List.of("blue", "green", "blue", "green", "blue"), trial.history.colors());
        trial.awaitGone(GREEN);
        trial.assertNothingLost(traffic);
    }
}
