package io.jenkins.plugins.bluegreen.demo.report;

import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.util.List;

/**
 * The report of one scenario.
 *
 * @param message         the release's own last sentence
 * @param startMillis     when the release began, in milliseconds since 1970
 * @param moments         the traffic's switches
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
        long startMillis,
        long endMillis,
        List<Span> phases,
        List<Moment> moments,
        List<String> log,
        LoadResult traffic,
        Integer apiCalls,
        Double rollbackSeconds,
        List<String> problems) {

    /** A finished phase. */
    public record Span(Phase phase, long startMillis, long endMillis) {
        double seconds() {
            return (endMillis - startMillis) / 1000.0;
        }
    }

    /** Something that happened at an instant. */
    public record Moment(long millis, String what) {}

    /** The report of a finished release; the parameters add what the release does not know. */
    public static ScenarioReport of(
            String scenario,
            Outcome expected,
            ReleaseState state,
            ReleaseResult result,
            List<Moment> moments,
            List<String> log,
            LoadResult traffic,
            Integer apiCalls,
            List<String> problems) {
        List<Span> phases = spans(state);
        return new ScenarioReport(
                scenario,
                state.spec().application(),
                state.image() == null ? state.spec().source().image() : state.image(),
                expected,
                result.outcome(),
                result.message().toString(),
                state.startedAt(),
                state.startedAt() + result.millis(),
                phases,
                moments,
                log,
                traffic,
                apiCalls,
                rollbackSeconds(state, result, phases),
                problems);
    }

    public static List<Span> spans(ReleaseState state) {
        return state.times().stream()
                .map(time -> new Span(time.phase(), time.startMillis(), time.endMillis()))
                .toList();
    }

    /** The seconds of a manual rollback until the traffic was back. */
    private static Double rollbackSeconds(ReleaseState state, ReleaseResult result, List<Span> phases) {
        if (state.operation() == Operation.ROLL_BACK) {
            return phases.stream()
                    .filter(span -> span.phase() == Phase.SWITCH)
                    .map(span -> (span.endMillis() - phases.get(0).startMillis()) / 1000.0)
                    .findFirst()
                    .orElse(null);
        }
        return result.rollbackMillis() < 0 ? null : result.rollbackMillis() / 1000.0;
    }

    double seconds() {
        return (endMillis - startMillis) / 1000.0;
    }

    boolean isAsExpected() {
        return problems.isEmpty();
    }
}
