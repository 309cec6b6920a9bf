package io.jenkins.plugins.bluegreen.jenkins.monitoring;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.prometheus.client.Collector.MetricFamilySamples;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The files that are loaded into other programs ask only for what there is. {@code make e2e} loads them. */
@DisplayName("The examples for monitoring")
class MonitoringExamplesTest {
    private static final Path FOLDER = Path.of("examples", "monitoring");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GRID = 24;

    private static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    private static JsonNode yaml(String file) throws IOException {
        return JSON.valueToTree(Serialization.unmarshal(text(file), Object.class));
    }

    private static Set<String> found(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** All texts of some fields, wherever they stand. */
    private static List<String> texts(JsonNode tree, String... fields) {
        List<String> texts = new ArrayList<>();
        Stream.of(fields).forEach(field -> tree.findValues(field).forEach(value -> texts.add(value.asText())));
        return texts;
    }

    @Test
    @DisplayName("ask for metrics that the collector has, with outcomes and phases that there are")
    void metrics() throws IOException {
        Set<String> there = new HashSet<>();
        for (MetricFamilySamples family : new ReleaseCollector(new ReleaseCounts()).collect()) {
            there.addAll(List.of(family.getNames()));
        }
        Set<String> values = Stream.concat(Arrays.stream(Outcome.values()), Arrays.stream(Phase.values()))
                .map(Enum::name)
                .collect(Collectors.toSet());
        for (String file : List.of("rules.yml", "rules_test.yml", "grafana-dashboard.json")) {
            // as it stands in a string of JSON
            String text = text(file).replace("\\\"", "\"");
            Set<String> used = found("\\b(blue_green_\\w+)", text);
            assertFalse(used.isEmpty(), file);
            used.removeAll(there);
            assertEquals(Set.of(), used, file);
            for (String value : found("\\b(?:outcome|phase)[!=]~?\"([^\"]+)\"", text)) {
                assertTrue(values.containsAll(List.of(value.split("\\|"))), value);
            }
        }
        for (String file : List.of("docs/monitoring.md", "docs/monitoring.ko.md")) {
            Set<String> used = found("\\b(blue_green_\\w+)", Files.readString(Path.of(file)));
            used.removeAll(there);
            assertEquals(Set.of(), used, file);
        }
    }

    @Test
    @DisplayName("ask for what rules record, and for Spring Boot's metrics")
    void recorded() throws IOException {
        JsonNode rules = yaml("rules.yml");
        Set<String> recorded = new TreeSet<>(texts(rules, "record"));
        List<String> asked = texts(rules, "expr");
        asked.addAll(texts(JSON.readTree(text("grafana-dashboard.json")), "expr"));
        assertTrue(asked.size() > 15, asked::toString);
        String all = String.join("\n", asked);
        assertEquals(recorded, found("\\b(app_color:[\\w:]+)", all), "all are used, and no others");
        assertEquals(
                Set.of("http_server_requests_seconds_count", "http_server_requests_seconds_sum"),
                found("\\b(http_server_\\w+)", all));
        assertEquals(new TreeSet<>(List.of("jenkins", "pods")), found("\\bjob=\"(\\w+)\"", all));
    }

    @Test
    @DisplayName("scrape the Pods by the annotations of the example's Deployment, with their application and colour")
    void scraped() throws IOException {
        JsonNode config = yaml("prometheus.yml");
        assertEquals("rules.yml", config.at("/rule_files/0").asText());
        assertEquals(List.of("jenkins", "pods"), texts(config.path("scrape_configs"), "job_name"));
        String deployment = Files.readString(Path.of("examples/backend/k8s/deployment.yaml"));
        Set<String> annotations = found("_annotation_(\\w+)", text("prometheus.yml"));
        Set<String> annotated = found("(prometheus\\.io/\\w+): ", deployment).stream()
                .map(name -> name.replaceAll("\\W", "_"))
                .collect(Collectors.toSet());
        assertTrue(annotations.containsAll(annotated), annotations + " " + annotated);
        assertTrue(new HashSet<>(texts(config, "target_label"))
                .containsAll(List.of("__address__", "__metrics_path__", "namespace", "pod", "app", "color")));
    }

    @Test
    @DisplayName("have a dashboard with panels beside each other, and one variable for the data source")
    void dashboard() throws IOException {
        JsonNode dashboard = JSON.readTree(text("grafana-dashboard.json"));
        assertEquals("datasource", dashboard.at("/templating/list/0/type").asText());
        for (JsonNode source : dashboard.findValues("datasource")) {
            assertEquals("${datasource}", source.path("uid").asText());
        }
        Set<String> fields = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertTrue(ids.add(panel.path("id").asInt()), panel::toString);
            JsonNode place = panel.path("gridPos");
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    int column = place.path("x").asInt() + x;
                    assertTrue(column < GRID, panel::toString);
                    assertTrue(fields.add(column + " " + (place.path("y").asInt() + y)), panel::toString);
                }
            }
        }
        assertTrue(ids.size() > 5);
        for (JsonNode annotation : dashboard.at("/annotations/list")) {
            // Grafana takes it for milliseconds
            assertTrue(annotation.path("expr").asText().endsWith(" * 1000"), annotation::toString);
        }
    }

    @Test
    @DisplayName("follow the file that the log of releases is, and show fields that its events have")
    void elastic() throws IOException {
        String path = yaml("filebeat.yml").at("/filebeat.inputs/0/paths/0").asText();
        Path log = Path.of("logs", "blue-green", "releases.0.ndjson");
        String below = path.substring(path.indexOf("}/") + 2);
        assertTrue(FileSystems.getDefault().getPathMatcher("glob:" + below).matches(log), path);
        List<JsonNode> objects = new ArrayList<>();
        for (String line : text("kibana.ndjson").lines().toList()) {
            objects.add(JSON.readTree(line));
        }
        Set<String> ids = objects.stream().map(one -> type(one) + one.path("id").asText()).collect(Collectors.toSet());
        Set<String> shown = new TreeSet<>();
        for (JsonNode object : objects) {
            object.path("references").forEach(one ->
                    assertTrue(ids.contains(type(one) + one.path("id").asText()), one::toString));
            JsonNode attributes = object.path("attributes");
            attributes.path("columns").forEach(column -> shown.add(column.asText()));
            String source = attributes.at("/kibanaSavedObjectMeta/searchSourceJSON").asText("{}");
            shown.addAll(found("([\\w.]+) : ", JSON.readTree(source).at("/query/query").asText()));
            Set<String> panels = found("\"panelRefName\":\"(panel_\\d+)\"", attributes.path("panelsJSON").asText());
            panels.forEach(panel -> assertTrue(texts(object.path("references"), "name").stream()
                    .anyMatch(name -> name.endsWith(":" + panel)), panel));
        }
        Set<String> fields = fieldsOfRelease();
        assertTrue(shown.size() > 5 && fields.containsAll(shown), () -> shown + " " + fields);
    }

    private static String type(JsonNode object) {
        return object.path("type").asText() + " ";
    }

    private static Set<String> fieldsOfRelease() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Given given = Given.anApplication("backend").live(GREEN)) {
            given.listeners.add(new ReleaseJson(lines::add, "1", "prod", "shop/backend", "anna"));
            assertEquals(Outcome.PROMOTED, given.release("v8").outcome());
        }
        Set<String> fields = new TreeSet<>();
        for (String line : lines) {
            JSON.readTree(line).fieldNames().forEachRemaining(fields::add);
        }
        return fields;
    }
}
