package io.jenkins.plugins.bluegreen.demo.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The report as JSON: an array with one object per scenario. */
public final class ReportJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportJson() {}

    /** Writes the report of {@code reports}, in their order. */
    public static void write(List<ScenarioReport> reports, Path file) throws IOException {
        Files.writeString(file, text(reports));
    }

    static String text(List<ScenarioReport> reports) throws IOException {
        ArrayNode array = JSON.createArrayNode();
        for (ScenarioReport report : reports) {
            ObjectNode entry = array.addObject();
            entry.put("scenario", report.scenario());
            entry.put("application", report.application());
            entry.put("outcome", report.outcome().name());
            entry.put("requests", report.traffic().requests());
            entry.put("lost", report.traffic().lost());
            entry.put("reset_keepalive", report.traffic().resetKeepalive());
            entry.put("seconds", rounded(report.seconds()));
            entry.put("api_calls", report.apiCalls());
            entry.put("rollback_seconds", report.rollbackSeconds() == null ? null : rounded(report.rollbackSeconds()));
        }
        return JSON.writeValueAsString(array) + "\n";
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 100) / 100.0;
    }
}
