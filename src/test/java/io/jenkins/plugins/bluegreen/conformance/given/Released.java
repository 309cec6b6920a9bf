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
 * A release that is over: how it ended, and what it told.
 *
 * @param requests what it asked of the API; null where nobody counted
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

    /** The message holds all of these. */
    public Released assertSays(String... words) {
        for (String word : words) {
            assertTrue(message().contains(word), () -> "not said: \"" + word + "\"\n" + story());
        }
        return this;
    }

    /** The release ended in PLAN for {@code reasons}, and did not so much as try to change anything. */
    public Released assertRefused(String... reasons) {
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, outcome(), this::story);
        assertEquals(List.of(Phase.PLAN), phases(), this::story);
        assertEquals(
                List.of(), requests.calls().stream().filter(Call::isWrite).toList(), this::story);
        return assertSays(reasons);
    }

    /** Everything, for a test that failed. */
    public String story() {
        return message() + "\n" + String.join("\n", lines);
    }
}
