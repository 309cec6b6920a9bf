package io.jenkins.plugins.bluegreen.e2e.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.e2e.apps.BackendImage;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.monitoring.ReleaseCounts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A real Prometheus watches the backend's example and its releases, configured by {@code examples/monitoring}. */
@E2e
class PrometheusE2eTest {
    private static final Path EXAMPLE = Path.of("examples", "backend");
    private static final String[] MANIFESTS = {"configmap.yaml", "secret.yaml", "service.yaml", "deployment.yaml"};
    private static final String OVERRIDES = """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: backend-overrides
            data:
              SPRING_PROFILES_ACTIVE: production,drills
              SPRING_DATASOURCE_URL: jdbc:h2:mem:backend
            """;
    private static final int REACHABLE_MILLIS = 3_000;
    /** A node may send new connections to Pods that a Service no longer selects. */
    private static final long ROUTING_LAG_MILLIS = 2_000;

    private Trial trial;
    private Prometheus prometheus;

    @Test
    @DisplayName("C44 a real Prometheus: a good version is promoted, one that answers 5xx is rolled back by the query")
    void errors(Trial given) throws Exception {
        trial = given;
        Prometheus.programs();
        BackendImage.make("2.1.0", "2.1.1", "2.1.2");
        List<String> manifests = new ArrayList<>();
        for (String name : MANIFESTS) {
            manifests.add(Files.readString(EXAMPLE.resolve("k8s").resolve(name)).replace("replicas: 2", "replicas: 1"));
        }
        trial.manifests(manifests.toArray(String[]::new));
        trial.human(OVERRIDES);
        trial.listeners.add(ReleaseCounts.get().of("e2e", "e2e"));
        try (PodDiscovery pods = PodDiscovery.of(trial.admin(), trial.namespace());
                ControllerMetrics metrics = ControllerMetrics.start();
                Prometheus started = Prometheus.start(ExampleConfiguration.of(metrics.address(), pods.url()))) {
            prometheus = started;
            Released first = release("2.1.0", MonitorSpec.none());
            assertEquals(Outcome.PROMOTED, first.outcome(), first::story);
            assumePodsReachable();
            trial.awaitAccepting();
            Load load = trial.smallTraffic();

            Released good = release("2.1.1", watched(6));
            assertEquals(Outcome.PROMOTED, good.outcome(), good::story);
            assertTrue(value("sum(rate(http_server_requests_seconds_count{uri=\"/\",color=\"green\"}[9s]))") > 1);
            assertDashboard(good);

            trial.human(OVERRIDES + "  DRILLS_ERRORS: \"0.5\"\n");
            Released bad = release("2.1.2", watched(60));
            assertEquals(Outcome.ROLLED_BACK, bad.outcome(), bad::story);
            bad.assertSays(query().replace("${COLOR}", "blue"), "The traffic is on backend-green");
            trial.goesOn(load, 100);
            assertLostOnlyMeanwhile(load);
            assertTold();
            assertRulesAreWell();
        }
    }

    private Released release(String version, MonitorSpec monitor) {
        return trial.release(version, spec -> parameters(spec, version).monitor(monitor));
    }

    private static ReleaseSpec.Builder parameters(ReleaseSpec.Builder spec, String version) {
        return spec.image(BackendImage.NAME + ":" + version)
                .variable("VERSION", version)
                .variable("DB_HOST", "127.0.0.1")
                .variable("DB_USER", "shop")
                .variable("DB_PASSWORD", "swordfish")
                .health(HealthCheck.actuator("/actuator/health", 8080).withTiming(1, 5))
                .timeoutSeconds(120);
    }

    private MonitorSpec watched(int seconds) throws IOException {
        return MonitorSpec.lasting(seconds, 1)
                .withPrometheus(prometheus.url(), List.of(new PrometheusQuery(query(), null, 0.1, OnNoData.FAIL)));
    }

    /** The query of the example's Jenkinsfile, about this namespace and a shorter time. */
    private String query() throws IOException {
        Matcher query = Pattern.compile("query: '([^']+)'").matcher(Files.readString(EXAMPLE.resolve("Jenkinsfile")));
        assertTrue(query.find());
        return query.group(1)
                .replace("app=\"backend\"", "app=\"backend\",namespace=\"" + trial.namespace() + "\"")
                .replace("[1m]", "[10s]");
    }

    private void assumePodsReachable() {
        String address = trial.pods(Color.BLUE).get(0).getStatus().getPodIP();
        boolean reachable;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 8080), REACHABLE_MILLIS);
            reachable = true;
        } catch (IOException e) {
            reachable = false;
        }
        assumeTrue(reachable, "Pods can't be reached from this machine, on which Prometheus runs");
    }

    private double value(String query) {
        List<JsonNode> samples = prometheus.samples(query);
        assertEquals(1, samples.size(), query);
        return samples.get(0).at("/value/1").asDouble();
    }

    /** Each panel has data at the end of a release's MONITOR, and each series of Pods has both colours. */
    private void assertDashboard(Released release) throws IOException {
        PhaseTime monitor = release.state().times().stream()
                .filter(time -> time.phase() == Phase.MONITOR)
                .findFirst()
                .orElseThrow();
        Instant during = Instant.ofEpochMilli(monitor.endMillis() - 1_000);
        JsonNode dashboard = new ObjectMapper()
                .readTree(Files.readString(ExampleConfiguration.FOLDER.resolve("grafana-dashboard.json")));
        for (JsonNode panel : dashboard.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String query = target.path("expr").asText()
                        .replace("$namespace", trial.namespace())
                        .replace("$application", Trial.APPLICATION)
                        .replace("$__range", "10m");
                if (!query.contains("rollback")) {
                    List<JsonNode> samples = prometheus.samples(query, during);
                    assertFalse(samples.isEmpty(), panel.path("title").asText() + ": " + query);
                }
            }
        }
    }

    /** What was lost was sent between the switch and the return, and answered with 500. */
    private void assertLostOnlyMeanwhile(Load load) {
        long switched = trial.history.switchedTo("blue");
        long back = trial.history.switchedTo("green") + ROUTING_LAG_MILLIS;
        List<LoadRequest> losses = load.stop().losses();
        assertFalse(losses.isEmpty());
        assertTrue(
                losses.stream().allMatch(lost -> lost.sentMillis() > switched && lost.sentMillis() < back),
                losses::toString);
    }

    private void assertTold() {
        String release = "{namespace=\"" + trial.namespace() + "\",application=\"backend\",";
        trial.until("the alert", () -> prometheus
                        .samples("ALERTS" + release + "alertname=\"ReleaseRolledBack\",alertstate=\"firing\"}")
                        .size() == 1);
        assertEquals(2, value("blue_green_releases_total" + release + "outcome=\"PROMOTED\"}"));
        String rolledBack = "blue_green_releases_total" + release + "outcome=\"ROLLED_BACK\"}";
        assertEquals(1, value("increase(" + rolledBack + "[5m]) > bool 0"));
        assertEquals(1, value("blue_green_rollback_seconds_count" + release + "reason=\"monitor.breach\"}"));
        assertEquals(1, value("blue_green_info" + release + "color=\"green\"}"));
        String pods = "{namespace=\"" + trial.namespace() + "\",app=\"backend\",";
        String share = "max_over_time(app_color:http_errors:ratio_rate1m" + pods + "color=\"blue\"}[5m])";
        trial.until("the error rate of the bad version", () -> prometheus.samples(share + " > 0.2").size() == 1);
        assertEquals(0, value("max_over_time(app_color:http_errors:rate1m" + pods + "color=\"green\"}[5m])"));
    }

    private void assertRulesAreWell() {
        int rules = 0;
        for (JsonNode group : prometheus.api("rules").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                assertEquals("ok", rule.path("health").asText(), rule::toString);
                rules++;
            }
        }
        assertTrue(rules > 10);
        assertEquals(1, value("up{job=\"jenkins\"}"));
    }
}
