package io.jenkins.plugins.bluegreen.demo.drills;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import java.util.Map;

/**
 * The result of a drill that was run.
 *
 * @param seconds how long the release took
 * @param requests all requests of the users
 * @param lost those without a 2xx answer
 * @param outageMillis the longest time between two answers in which a request was lost
 * @param backSeconds from the trouble until the good version had all the traffic; null: it never left
 * @param figures what else was measured, by the key of its text
 * @param discord the messages in Discord at the end
 * @param page what the release's page says
 * @param log lines of the build's log
 * @param problems what was not as promised, a sentence each
 */
public record DrillResult(
        Drill drill,
        Outcome outcome,
        double seconds,
        int requests,
        int lost,
        long outageMillis,
        Double backSeconds,
        Map<String, Double> figures,
        Told discord,
        Told page,
        List<String> log,
        List<String> problems) {}
