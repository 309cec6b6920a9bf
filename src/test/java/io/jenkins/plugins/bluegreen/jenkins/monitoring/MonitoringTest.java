package io.jenkins.plugins.bluegreen.jenkins.monitoring;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.FileHandler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Monitoring of releases")
class MonitoringTest {
    private final Given given = Given.anApplication("backend").live(GREEN);
    private final ReleaseCounts counts = new ReleaseCounts();

    @AfterEach
    void close() {
        given.close();
    }

    /** The value of each sample with the labels' values, as {@code name prod esc backend}. */
    private Map<String, Double> collected() {
        Map<String, Double> values = new TreeMap<>();
        for (MetricFamilySamples family : new ReleaseCollector(counts).collect()) {
            for (Sample sample : family.samples) {
                values.put(sample.name + " " + String.join(" ", sample.labelValues), sample.value);
            }
        }
        return values;
    }

    @Test
    @DisplayName("counts outcomes, phases and rollbacks for Prometheus, and tells what is live")
    void counted() {
        String application = " prod " + NAMESPACE + " backend";
        given.listeners.add(counts.of("1", "prod"));
        assertEquals(Outcome.PROMOTED, given.release("v8").outcome());
        given.listeners.set(0, counts.of("2", "prod"));
        assertEquals(Outcome.PROMOTED, given.rollBack().outcome());
        Map<String, Double> values = collected();
        assertEquals(2, values.get("blue_green_releases_total" + application + " PROMOTED"), values::toString);
        assertEquals(2, values.get("blue_green_phase_seconds_count" + application + " SWITCH"), values::toString);
        assertTrue(values.get("blue_green_phase_seconds_sum" + application + " READY") >= 0, values::toString);
        assertEquals(1, values.get("blue_green_rollback_seconds_count" + application + " asked"), values::toString);
        List<String> live = values.keySet().stream().filter(key -> key.startsWith("blue_green_info")).toList();
        assertEquals(1, live.size(), live::toString);
        assertTrue(live.get(0).startsWith("blue_green_info" + application + " green "), live::toString);
        assertFalse(values.toString().contains("in_progress"), values::toString);
    }

    @Test
    @DisplayName("tells of what is live, and not of a candidate that failed")
    void live() {
        given.listeners.add(counts.of("1", "prod"));
        assertEquals(Outcome.PROMOTED, given.release("v8").outcome());
        List<List<String>> live = counts.live();
        assertEquals("blue", live.get(0).get(3), live::toString);
        given.environment("CRASH_AFTER", "1ms");
        Released failed = given.release("v9", spec -> spec.image("esc/app:3.0.0"));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        assertEquals(live, counts.live());
    }

    @Test
    @DisplayName("has every outcome from the start, because Prometheus sees no increase in what begins with 1")
    void zeros() {
        String application = " prod " + NAMESPACE + " backend ";
        given.listeners.add(counts.of("1", "prod"));
        given.beforeSave = () -> counts.outcomes().forEach(outcome -> assertEquals(0, outcome.count()));
        assertEquals(Outcome.PROMOTED, given.release("v8").outcome());
        Map<String, Double> values = collected();
        for (Outcome outcome : Outcome.values()) {
            double expected = outcome == Outcome.PROMOTED ? 1 : 0;
            assertEquals(expected, values.get("blue_green_releases_total" + application + outcome), values::toString);
        }
    }

    @Test
    @DisplayName("tells when the last release ended, and how; one that changed nothing is none")
    void lastEnd() {
        String last = "blue_green_last_release_timestamp_seconds prod " + NAMESPACE + " backend ";
        given.listeners.add(counts.of("1", "prod"));
        assertEquals(Outcome.HELD, given.hold("v8").outcome());
        double held = collected().get(last + "HELD");
        assertEquals(Instant.now().getEpochSecond(), held, 60);
        given.listeners.set(0, counts.of("2", "prod"));
        assertEquals(Outcome.UNCHANGED, given.release("v9", spec -> spec.dryRun(true)).outcome());
        assertEquals(held, collected().get(last + "HELD"));
        given.listeners.set(0, counts.of("3", "prod"));
        assertEquals(Outcome.PROMOTED, given.promote().outcome());
        Map<String, Double> values = collected();
        assertTrue(values.get(last + "PROMOTED") >= held, values::toString);
        assertFalse(values.containsKey(last + "HELD"), values::toString);
    }

    @Test
    @DisplayName("tells in which phase a release is, and since when")
    void phases() {
        String start = "blue_green_phase_start_timestamp_seconds prod " + NAMESPACE + " backend ";
        given.listeners.add(counts.of("1", "prod"));
        Map<String, Double> starts = new TreeMap<>();
        given.beforeSave = () -> starts.putAll(collected());
        given.release("v8");
        assertTrue(starts.get(start + "SWITCH") >= starts.get(start + "APPLY"), starts::toString);
        assertEquals(Instant.now().getEpochSecond(), starts.get(start + "SWITCH"), 60);
        assertFalse(collected().toString().contains("phase_start"));
    }

    @Test
    @DisplayName("counts a release as in progress until it is over")
    void running() {
        given.listeners.add(counts.of("1", "prod"));
        List<Map<List<String>, Long>> seen = new CopyOnWriteArrayList<>();
        given.beforeSave = () -> seen.add(counts.running());
        given.release("v8");
        assertTrue(seen.contains(Map.of(List.of("prod", NAMESPACE, "backend"), 1L)), seen::toString);
        assertTrue(counts.running().isEmpty());
    }

    @Test
    @DisplayName("gets a line of JSON for each event, with the names of the Elastic Common Schema")
    void lines() throws Exception {
        List<String> lines = new ArrayList<>();
        given.listeners.add(new ReleaseJson(lines::add, "1", "prod", "shop/backend", "anna"));
        assertEquals(Outcome.PROMOTED, given.release("v8").outcome());
        List<JsonNode> events = new ArrayList<>();
        for (String line : lines) {
            assertFalse(line.contains("\n"), line);
            events.add(new ObjectMapper().readTree(line));
        }
        JsonNode last = events.get(events.size() - 1);
        assertEquals("release-ended", last.path("event.action").asText());
        assertEquals("success", last.path("event.outcome").asText());
        assertEquals("PROMOTED", last.path("labels.outcome").asText());
        assertEquals("backend", last.path("service.name").asText());
        assertEquals("prod", last.path("orchestrator.cluster.name").asText());
        assertEquals(NAMESPACE, last.path("orchestrator.namespace").asText());
        assertEquals("shop/backend", last.path("labels.job").asText());
        assertTrue(last.path("event.duration").asLong() > 0);
        assertTrue(events.stream().anyMatch(event -> event.path("event.action").asText().equals("phase-ended")
                && event.path("labels.phase").asText().equals("READY")));
    }

    @Test
    @DisplayName("has these lines in files that Filebeat can follow")
    void file(@TempDir Path folder) throws Exception {
        FileHandler file = ReleaseLogFile.file(folder.resolve("blue-green"));
        file.publish(new LogRecord(Level.INFO, "{\"message\":\"릴리스 {0}\"}"));
        file.close();
        assertEquals(
                List.of("{\"message\":\"릴리스 {0}\"}"),
                Files.readAllLines(folder.resolve("blue-green/releases.0.ndjson")));
    }
}
