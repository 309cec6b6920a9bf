package io.jenkins.plugins.bluegreen.conformance.given;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import java.util.List;

/**
 * A finished release: its result and its console lines.
 *
 * @param requests its API requests; null if they were not recorded
 */
public record Released(ReleaseResult result, ReleaseState state, List<String> lines, RequestLog requests) {
    public Outcome outcome() {
        return result.outcome();
    }

    public String message() {
        return result.message().toString();
    }

    public List<Phase> phases() {
        return state.times().stream().map(PhaseTime::phase).toList();
    }

    /** Asserts that the message contains all of these. */
    public Released assertSays(String... words) {
        for (String word : words) {
            assertTrue(message().contains(word), () -> "not said: \"" + word + "\"\n" + story());
        }
        return this;
    }

    /** Asserts that the release ended in PLAN with {@code reasons}, without an attempt to change anything. */
    public Released assertRefused(String... reasons) {
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, outcome(), this::story);
        assertEquals(List.of(Phase.PLAN), phases(), this::story);
        assertEquals(
                List.of(), requests.calls().stream().filter(Call::isWrite).toList(), this::story);
        return assertSays(reasons);
    }

    /** The outcome and all lines, as the message of a failed test. */
    public String story() {
        return message() + "\n" + String.join("\n", lines);
    }
}
