package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.embedded.LoadResult;
import io.jenkins.plugins.bluegreen.engine.Outcome;
import io.jenkins.plugins.bluegreen.engine.Phase;
import java.util.List;

/**
 * How a scenario went.
 *
 * @param message         the release's own last sentence
 * @param startMillis     when the release began, in milliseconds since 1970
 * @param moments         what stands out: the traffic's moves
 * @param log             the console's lines
 * @param apiCalls        null when they were not counted
 * @param rollbackSeconds from the decision to go back until the traffic was back; null when it did not come to that
 * @param problems        what was not as it must be, a sentence each
 */
record ScenarioReport(
        String scenario,
        String application,
        String image,
        Outcome expected,
        Outcome outcome,
        String message,
        long startMillis,
        long endMillis,
        List<Span> phases,
        List<Moment> moments,
        List<String> log,
        LoadResult traffic,
        Integer apiCalls,
        Double rollbackSeconds,
        List<String> problems) {

    /** A phase that is over. */
    record Span(Phase phase, long startMillis, long endMillis) {
        double seconds() {
            return (endMillis - startMillis) / 1000.0;
        }
    }

    /** Something that happened at an instant. */
    record Moment(long millis, String what) {}

    double seconds() {
        return (endMillis - startMillis) / 1000.0;
    }

    boolean isAsExpected() {
        return problems.isEmpty();
    }
}
