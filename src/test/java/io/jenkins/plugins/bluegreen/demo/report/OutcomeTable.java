package io.jenkins.plugins.bluegreen.demo.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The outcome table at the end of the demo. */
public final class OutcomeTable {
    private static final List<String> HEADINGS = List.of(
            "application", "scenario", "outcome", "requests", "lost", "resets", "seconds", "API calls", "back after");
    private static final int FIRST_NUMBER = 3;

    private OutcomeTable() {}

    /** The table's lines; {@code *} marks an unexpected outcome. */
    public static List<String> lines(List<ScenarioReport> reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        reports.forEach(report -> rows.add(cells(report)));
        int[] widths = new int[HEADINGS.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(line(row, widths));
        }
        lines.add(1, "-".repeat(lines.get(0).length()));
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : "  ");
            line.append(i < FIRST_NUMBER ? row.get(i) + padding : padding + row.get(i));
        }
        return line.toString();
    }

    private static List<String> cells(ScenarioReport report) {
        return List.of(
                report.application(),
                report.scenario(),
                report.outcome() + (report.isAsExpected() ? "" : " *"),
                String.format(Locale.ROOT, "%,d", report.traffic().requests()),
                String.valueOf(report.traffic().lost()),
                String.valueOf(report.traffic().resetKeepalive()),
                String.format(Locale.ROOT, "%.1f", report.seconds()),
                report.apiCalls() == null ? "-" : report.apiCalls().toString(),
                report.rollbackSeconds() == null
                        ? "-"
                        : String.format(Locale.ROOT, "%.2f s", report.rollbackSeconds()));
    }
}
