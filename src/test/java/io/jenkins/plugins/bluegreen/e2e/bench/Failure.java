package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.demo.drills.Drill;
import io.jenkins.plugins.bluegreen.demo.drills.DrillResult;
import java.util.Locale;

/**
 * What a failure in a release cost.
 *
 * @param ended how the release, or the script, ended
 * @param seconds until then
 * @param backSeconds until a good version had all the traffic; null: it always had; NaN: it has not come back by itself
 * @param left the state in the cluster afterwards
 */
record Failure(
        Drill drill,
        String who,
        String ended,
        double seconds,
        int requests,
        int lost,
        long outageMillis,
        Double backSeconds,
        String left) {

    static final String HEAD =
            "| | ended as | seconds | requests | lost | outage, ms | traffic back, s | left behind |";

    /** Of the plugin. */
    static Failure of(DrillResult result, String left) {
        return new Failure(
                result.drill(),
                Report.PLUGIN,
                result.outcome().name(),
                result.seconds(),
                result.requests(),
                result.lost(),
                result.outageMillis(),
                result.backSeconds(),
                left);
    }

    /** A row of the table. */
    String row() {
        String back = backSeconds == null ? "–"
                : backSeconds.isNaN() ? "by hand" : String.format(Locale.ROOT, "%.1f", backSeconds);
        String name = drill == Drill.CONTROLLER_KILLED && who.equals(Report.SCRIPT) ? "script-killed" : drill.key();
        return String.format(Locale.ROOT, "| %s, %s | %s | %.1f | %,d | %d | %d | %s | %s |",
                name.replace('-', ' '), who, ended, seconds, requests, lost, outageMillis, back, left);
    }
}
