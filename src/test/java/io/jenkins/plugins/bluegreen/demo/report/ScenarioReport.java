package io.jenkins.plugins.bluegreen.demo.report;

import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.util.List;

/**
 * The report of one scenario.
 *
 * @param message         the release's own last sentence
 * @param timeline        the release over time
 * @param log             the console's lines
 * @param apiCalls        null if they were not counted
 * @param rollbackSeconds from the decision to roll back until the traffic was back; null without a rollback
 * @param problems        what was not as expected, a sentence each
 */
public record ScenarioReport(
        String scenario,
        String application,
        String image,
        Outcome expected,
        Outcome outcome,
        String message,
        Timeline timeline,
        List<String> log,
        LoadResult traffic,
        Integer apiCalls,
        Double rollbackSeconds,
        List<String> problems) {

    /** The report of a finished release; the parameters add what the release does not know. */
    public static ScenarioReport of(
            String scenario,
            Outcome expected,
            ReleaseState state,
            ReleaseResult result,
            Timeline timeline,
            List<String> log,
            LoadResult traffic,
            Integer apiCalls,
            List<String> problems) {
        return new ScenarioReport(
                scenario,
                state.spec().application(),
                state.image() == null ? state.spec().source().image() : state.image(),
                expected,
                result.outcome(),
                result.message().toString(),
                timeline,
                log,
                traffic,
                apiCalls,
                rollbackSeconds(state, result),
                problems);
    }

    /** The phases of a finished release. */
    public static Timeline phases(ReleaseState state, ReleaseResult result) {
        List<Stretch> stretches = state.times().stream()
                .map(time -> new Stretch(time.phase().name(), time.startMillis(), time.endMillis(), false))
                .toList();
        return new Timeline(state.startedAt(), state.startedAt() + result.millis(), stretches, null, null, null);
    }

    /** The seconds of a manual rollback until the traffic was back. */
    private static Double rollbackSeconds(ReleaseState state, ReleaseResult result) {
        if (state.operation() == Operation.ROLL_BACK) {
            return state.times().stream()
                    .filter(time -> time.phase() == Phase.SWITCH)
                    .map(time -> (time.endMillis() - state.startedAt()) / 1000.0)
                    .findFirst()
                    .orElse(null);
        }
        return result.rollbackMillis() < 0 ? null : result.rollbackMillis() / 1000.0;
    }

    double seconds() {
        return (timeline.endedAt() - timeline.startedAt()) / 1000.0;
    }

    boolean isAsExpected() {
        return problems.isEmpty();
    }
}
