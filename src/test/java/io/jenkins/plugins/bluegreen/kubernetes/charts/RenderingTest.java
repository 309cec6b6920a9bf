package io.jenkins.plugins.bluegreen.kubernetes.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
@DisplayName("A chart or an overlay")
class RenderingTest {
    private static final Capabilities CLUSTER = new Capabilities("v1.34.0", List.of("apps/v1", "a.example.com/v1/A"));
    private static final HelmChart CHART = new HelmChart(
            "chart", "orders", List.of("values-prod.yaml"), Map.of("image.tag", "1", "x", "a b'c"));
    private static final KustomizeOverlay OVERLAY = new KustomizeOverlay("overlays/prod");

    private static final String OBJECTS = """
            cat <<'END'
            ---
            # Source: orders/templates/all.yaml
            kind: ConfigMap
            metadata: {name: a}
            ---
            # Source: orders/charts/db/templates/b.yaml
            kind: Secret
            metadata: {name: b}
            ---
            # Source: orders/templates/all.yaml
            kind: Job
            metadata:
              name: c
              annotations:
                "helm.sh/hook": pre-install,pre-upgrade
            ---
            # Source: orders/templates/all.yaml
            kind: Service
            metadata: {name: d, annotations: {other: x}}
            ---
            # Source: orders/templates/none.yaml
            # nothing
            END
            """;

    @TempDir
    private Path folder;

    private LocalPrograms programs;

    @BeforeEach
    void programs() {
        programs = new LocalPrograms(folder, folder);
    }

    private Rendering rendered(ChartSource chart) throws IOException, InterruptedException {
        return Rendering.of(chart, "shop", CLUSTER, programs, 5);
    }

    private String refusal(ChartSource chart) {
        return assertThrows(ReleaseException.class, () -> Rendering.of(chart, "shop", CLUSTER, programs, 1))
                .getMessage();
    }

    private static String remarks(Rendering rendering) {
        return rendering.remarks().stream().map(Sentence::toString).collect(Collectors.joining("\n"));
    }

    @Test
    @DisplayName("is rendered for the release's namespace, with the cluster's version and kinds; its name is no option")
    void command() throws Exception {
        programs.script("helm", OBJECTS);
        rendered(CHART);
        assertEquals(
                List.of(List.of(
                        "helm", "template", "--namespace=shop", "--kube-version=v1.34.0", "--api-versions=apps/v1",
                        "--api-versions=a.example.com/v1/A", "--values=values-prod.yaml", "--set=image.tag=1",
                        "--set=x=a b'c", "--", "orders", "chart")),
                programs.commands);
    }

    @Test
    @DisplayName("is read by its templates; hooks and tests are left out and named")
    void hooks() throws Exception {
        programs.script("helm", OBJECTS);
        Rendering rendering = rendered(CHART);
        assertEquals(
                Set.of("orders/templates/all.yaml", "orders/charts/db/templates/b.yaml"),
                rendering.texts().keySet());
        String all = rendering.texts().get("orders/templates/all.yaml");
        assertTrue(all.contains("name: a") && all.contains("name: d") && !all.contains("kind: Job"), all);
        assertEquals(1, all.split("---\n").length - 1, all);
        assertTrue(remarks(rendering).contains("Job/c (pre-install,pre-upgrade)"), remarks(rendering));
    }

    @Test
    @DisplayName("that the program warns of says so, in full")
    void warnings() throws Exception {
        programs.script("helm", OBJECTS + "echo 'coalesce.go: warning: one' >&2; echo two >&2\n");
        String said = remarks(rendered(CHART));
        assertTrue(said.contains("\"helm template orders\" said:\ncoalesce.go: warning: one\ntwo"), said);
    }

    @Test
    @DisplayName("that the program refuses shows what it said, in full, and not the values")
    void error() throws Exception {
        programs.script("helm", """
                echo 'Error: execution error at (orders/templates/all.yaml:3:4):' >&2
                echo '  image.repository is required' >&2
                exit 1
                """);
        String message = refusal(CHART);
        assertTrue(message.contains("\"helm template orders\" failed with exit code 1"), message);
        assertTrue(message.contains("all.yaml:3:4):\n  image.repository is required"), message);
        assertFalse(message.contains("a b'c"), message);
    }

    @Test
    @DisplayName("is stopped when it takes too long, with all that it started")
    void tooLong() throws Exception {
        programs.script("helm", "echo waiting >&2; sleep 600\n");
        String message = refusal(CHART);
        assertTrue(message.contains("did not end within 1 s") && message.contains("waiting"), message);
    }

    @Test
    @DisplayName("has at most 4 MiB, and its errors 64 KiB; no more is held in memory")
    void bounds() throws Exception {
        programs.script("helm", "head -c 5000000 /dev/zero | tr '\\0' x\n");
        assertTrue(refusal(CHART).contains("more than 4 MiB"));
        programs.script("helm", "head -c 5000000 /dev/zero | tr '\\0' x >&2; exit 3\n");
        String message = refusal(CHART);
        assertTrue(message.contains("exit code 3") && message.length() < 70_000, () -> "length " + message.length());
        assertTrue(message.contains("… (4934464)"), message.substring(message.length() - 100));
    }

    @Test
    @DisplayName("without an object is refused")
    void empty() throws Exception {
        programs.script("helm", "echo '---'; echo '# Source: orders/templates/a.yaml'; echo\n");
        assertTrue(refusal(CHART).contains("printed no object"));
    }

    @Test
    @DisplayName("without its program says which one is missing, with and without a shell")
    void noProgram() throws Exception {
        String message = refusal(CHART);
        assertTrue(message.contains("a program that the agent does not have: helm ("), message);
        message = refusal(OVERLAY);
        assertTrue(message.contains("does not have: kustomize, kubectl"), message);
        Programs noShell = (command, seconds, out, errors) -> {
            throw new Programs.NotThere("Cannot run program \"helm\": error=2");
        };
        message = assertThrows(ReleaseException.class, () -> Rendering.of(CHART, "shop", CLUSTER, noShell))
                .getMessage();
        assertTrue(message.contains("does not have: helm (Cannot run program"), message);
    }

    @Test
    @DisplayName("of Kustomize is rendered by kustomize, or by kubectl where there is none")
    void overlay() throws Exception {
        programs.script("kubectl", "echo 'kind: Service'; echo 'metadata: {name: a}'\n");
        Rendering rendering = rendered(OVERLAY);
        assertEquals(List.of("kustomize build overlays/prod"), List.copyOf(rendering.texts().keySet()));
        assertEquals(
                List.of(
                        List.of("kustomize", "build", "--", "overlays/prod"),
                        List.of("kubectl", "kustomize", "--", "overlays/prod")),
                programs.commands);
        programs.script("kustomize", "echo 'kind: Secret'\n");
        assertTrue(rendered(OVERLAY).texts().toString().contains("kind: Secret"));
        programs.script("kustomize", "echo 'Error: accumulating resources' >&2; exit 1\n");
        assertTrue(refusal(OVERLAY).contains("accumulating resources"));
    }

    @Test
    @DisplayName("needs a name and a place")
    void missing() {
        for (String absent : new String[] {null, " "}) {
            assertTrue(assertThrows(
                            ReleaseException.class, () -> new HelmChart(absent, "a", List.of(), Map.of()))
                    .getMessage()
                    .contains("\"chart\""));
            assertTrue(assertThrows(
                            ReleaseException.class, () -> new HelmChart("a", absent, List.of(), Map.of()))
                    .getMessage()
                    .contains("\"release\""));
        }
    }
}
