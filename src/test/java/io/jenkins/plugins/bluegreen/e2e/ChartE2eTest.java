package io.jenkins.plugins.bluegreen.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.GoPrograms;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Capabilities;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import io.jenkins.plugins.bluegreen.kubernetes.charts.HelmChart;
import io.jenkins.plugins.bluegreen.kubernetes.charts.KustomizeOverlay;
import io.jenkins.plugins.bluegreen.kubernetes.charts.LocalPrograms;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Rendering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios of charts and overlays, with the real Helm and Kustomize. A chart's releases are those of C120. */
@E2e
class ChartE2eTest {
    private static final Path RESOURCES = Path.of("src/test/resources/io/jenkins/plugins/bluegreen");
    private static final Path TEAM = RESOURCES.resolve("teams/f-chart");
    private static final Capabilities CLUSTER =
            new Capabilities("v1.34.0", List.of("apps/v1", "monitoring.coreos.com/v1/ServiceMonitor"));

    @TempDir
    private Path workspace;

    private static HelmChart chart(String chart, String release, String... values) {
        return new HelmChart(chart, release, List.of(values), Map.of("image.tag", "1"));
    }

    private static Rendering rendered(String program, Path workspace, ChartSource source, Capabilities cluster)
            throws IOException, InterruptedException {
        return Rendering.of(source, "esc", cluster, new LocalPrograms(GoPrograms.folderOf(program), workspace));
    }

    private void write(String file, String text) throws IOException {
        Path path = workspace.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    @DisplayName("Helm prints what the tests without it go by")
    void recorded() throws Exception {
        Rendering rendering = rendered("helm", TEAM, chart("chart", "orders"), CLUSTER);
        Rendering recorded = Rendering.of(
                chart("chart", "orders"),
                "esc",
                CLUSTER,
                new LocalPrograms(workspace, TEAM)
                        .script(
                                "helm",
                                "cat '" + RESOURCES.resolve("kubernetes/charts/orders.yaml").toAbsolutePath() + "'\n"));
        assertEquals(recorded.texts(), rendering.texts());
        assertEquals(recorded.remarks().toString(), rendering.remarks().toString());
    }

    @Test
    @DisplayName("Helm takes the namespace, the cluster's version and kinds, files and single values")
    void capabilities() throws Exception {
        write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\nkubeVersion: '>=1.34.0'\n");
        write("c/values.yaml", "a: 1\nb: 1\n");
        write("prod.yaml", "a: 2\n");
        write("c/templates/a.yaml", """
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}-{{ .Release.Namespace }}
                data:
                  values: "{{ .Values.a }} {{ .Values.b }} {{ .Values.image.tag }}"
                  {{- if .Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor" }}
                  monitored: by {{ .Capabilities.KubeVersion.Version }}
                  {{- end }}
                """);
        String text = rendered("helm", workspace, chart("c", "x", "prod.yaml"), CLUSTER)
                .texts()
                .get("c/templates/a.yaml");
        assertTrue(text.contains("name: x-esc") && text.contains("values: \"2 1 1\""), text);
        assertTrue(text.contains("monitored: by v1.34.0"), text);
        String message = assertThrows(
                        ReleaseException.class,
                        () -> rendered(
                                "helm", workspace, chart("c", "x"), new Capabilities("v1.20.0", List.of())))
                .getMessage();
        assertTrue(message.contains("chart requires kubeVersion: >=1.34.0"), message);
    }

    @Test
    @DisplayName("Helm's error is shown in full")
    void error() throws Exception {
        write("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n");
        write("c/templates/a.yaml", "kind: {{ required \"image.repository is required\" .Values.none }}\n");
        String message = assertThrows(
                        ReleaseException.class, () -> rendered("helm", workspace, chart("c", "x"), CLUSTER))
                .getMessage();
        assertTrue(message.contains("exit code 1"), message);
        assertTrue(message.contains("c/templates/a.yaml:1:9): image.repository is required"), message);
    }

    @Test
    @DisplayName("Kustomize renders an overlay, and its error is shown in full")
    void overlay() throws Exception {
        write("base/kustomization.yaml", "resources: [config.yaml]\n");
        write("base/config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config\ndata:\n  a: b\n");
        write("overlays/prod/kustomization.yaml", "namePrefix: prod-\nresources: [../../base]\n");
        Rendering rendering = rendered("kustomize", workspace, new KustomizeOverlay("overlays/prod"), CLUSTER);
        assertTrue(rendering.texts().toString().contains("name: prod-config"), rendering::toString);
        write("overlays/prod/kustomization.yaml", "resources: [../../nothing]\n");
        String message = assertThrows(
                        ReleaseException.class,
                        () -> rendered("kustomize", workspace, new KustomizeOverlay("overlays/prod"), CLUSTER))
                .getMessage();
        assertTrue(message.contains("exit code 1") && message.contains("nothing"), message);
    }
}
