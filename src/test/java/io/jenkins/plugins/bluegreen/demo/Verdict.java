package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Moment;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks a scenario: the outcome is the expected one, requests were sent, and none is lost. A version that crashes
 * under traffic may lose requests between the start of its monitoring and the traffic's return.
 */
final class Verdict {
    private Verdict() {}

    /** The problems, a sentence each. */
    static List<String> problems(
            Scenario scenario,
            Outcome outcome,
            LoadResult traffic,
            Timeline timeline,
            Duration routingLag) {
        List<String> problems = new ArrayList<>();
        if (outcome != scenario.expected()) {
            problems.add("expected " + scenario.expected() + ", was " + outcome);
        }
        if (traffic.requests() == 0) {
            problems.add("expected traffic, there was none");
        }
        List<LoadRequest> losses = traffic.losses();
        if (scenario.flaw() == Flaw.CRASHES) {
            long from = timeline.stretches().stream()
                    .filter(stretch -> stretch.phase().equals(Phase.MONITOR.name()))
                    .mapToLong(Stretch::from)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            long back = timeline.moments().stream()
                    .filter(moment -> moment.kind() == Moment.Kind.BACK)
                    .mapToLong(Moment::at)
                    .findFirst()
                    .orElse(Long.MAX_VALUE - routingLag.toMillis());
            long to = back + routingLag.toMillis();
            losses = losses.stream()
                    .filter(lost -> lost.sentMillis() < from || lost.sentMillis() > to)
                    .toList();
        }
        if (!losses.isEmpty()) {
            problems.add("expected no request lost"
                    + (scenario.flaw() == Flaw.CRASHES ? " outside of the outage" : "")
                    + ", lost " + losses.size() + " of " + traffic.requests() + ", the first one by \""
                    + losses.get(0).loss() + "\"");
        }
        return problems;
    }
}
