package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Capabilities;
import io.jenkins.plugins.bluegreen.kubernetes.charts.HelmChart;
import io.jenkins.plugins.bluegreen.kubernetes.charts.LocalPrograms;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Rendering;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios of charts, with a program that prints what Helm 3.19 makes of a chart. The e2e tests have the real one. */
class ChartTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/jenkins/plugins/bluegreen");
    private static final Path RENDERED = RESOURCES.resolve("kubernetes/charts/orders.yaml");
    private static final HelmChart CHART =
            new HelmChart("chart", "orders", List.of(), Map.of("image.tag", "1"));

    @TempDir
    private Path programs;

    private Rendering rendered(Capabilities cluster) throws Exception {
        Path workspace = RESOURCES.resolve("teams/f-chart");
        return Rendering.of(
                CHART,
                NAMESPACE,
                cluster,
                new LocalPrograms(programs, workspace).script("helm", "cat '" + RENDERED.toAbsolutePath() + "'\n"));
    }

    private static Released promoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    @Test
    @DisplayName("C120 f-chart: first release, second release, rollback; no leftover beside the two colours")
    void chart() throws Exception {
        try (Given given = Given.anApplication("orders")) {
            Rendering rendering = rendered(given.capabilities());
            assertTrue(rendering.remarks().toString().contains("Job/orders-warm-up (post-install,post-upgrade)"));
            assertTrue(rendering.remarks().toString().contains("Pod/orders-ping (test)"));
            given.manifests(rendering.texts().values().toArray(String[]::new));
            promoted(given.release("1"));
            assertEquals("blue", given.liveColor());
            promoted(given.release("2", spec -> spec.image("local/demo:2")));
            assertEquals("green", given.liveColor());
            promoted(given.rollBack());
            assertEquals("blue", given.liveColor());
            assertEquals(
                    List.of("orders-blue", "orders-green"),
                    given.cluster.list(NAMESPACE, "deployments").stream()
                            .map(object -> object.at("/metadata/name").asText())
                            .toList());
            assertEquals(0, given.cluster.list(NAMESPACE, "jobs").size());
        }
    }

    @Test
    @DisplayName("a chart is told the cluster's version, its API versions, and the kinds that Helm does not know")
    void capabilities() {
        try (Given given = Given.anApplication("orders")) {
            Capabilities cluster = given.capabilities();
            assertEquals("v1.34.0", cluster.version());
            assertTrue(cluster.apiVersions().contains("apps/v1"), cluster::toString);
            assertTrue(cluster.apiVersions().stream().noneMatch(version -> version.startsWith("apps/v1/")));
        }
    }
}
