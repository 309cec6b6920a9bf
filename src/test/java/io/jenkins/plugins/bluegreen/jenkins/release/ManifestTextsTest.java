package io.jenkins.plugins.bluegreen.jenkins.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import io.jenkins.plugins.bluegreen.kubernetes.charts.KustomizeOverlay;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManifestTextsTest {
    private static String refusal(String patterns, List<ManifestSource> texts) {
        return assertThrows(ReleaseException.class, () -> ManifestTexts.check(patterns, texts)).getMessage();
    }

    @Test
    @DisplayName("a text is named after the parameter, texts of a map have their own names")
    void names() {
        List<ManifestSource> one = ManifestTexts.of("kind: Service", Map.of());
        assertEquals(List.of("manifestText"), one.stream().map(ManifestSource::name).toList());
        assertEquals("kind: Service", one.get(0).text());
        List<ManifestSource> named = ManifestTexts.of(null, new TreeMap<>(Map.of("b.yaml", "b", "a.yaml", "a")));
        assertEquals(List.of("a.yaml", "b.yaml"), named.stream().map(ManifestSource::name).toList());
        assertEquals(List.of(), ManifestTexts.of(" \n", Map.of()));
    }

    @Test
    @DisplayName("a release needs either files or texts")
    void either() {
        List<ManifestSource> texts = ManifestTexts.of("kind: Service", Map.of());
        ManifestTexts.check(null, texts);
        ManifestTexts.check("k8s/*.yaml", List.of());
        assertTrue(refusal(null, List.of()).contains("\"manifests\" to a pattern"));
        assertTrue(refusal("k8s/*.yaml", texts).startsWith("Both "));
    }

    @Test
    @DisplayName("a chart stands alone")
    void chart() {
        ChartSource chart = new KustomizeOverlay("overlays/prod");
        ManifestTexts.check(null, List.of(), chart);
        ManifestTexts.check("k8s/*.yaml", List.of(), null);
        List<ManifestSource> texts = ManifestTexts.of("kind: Service", Map.of());
        for (String patterns : new String[] {"k8s/*.yaml", null}) {
            List<ManifestSource> other = patterns == null ? texts : List.of();
            String message = assertThrows(
                            ReleaseException.class, () -> ManifestTexts.check(patterns, other, chart))
                    .getMessage();
            assertTrue(message.startsWith("Several of"), message);
        }
    }

    @Test
    @DisplayName("texts have at most 4 MiB")
    void size() {
        List<ManifestSource> texts = ManifestTexts.of(null, Map.of("a", "x".repeat(4 << 20), "b", "y"));
        assertTrue(refusal(null, texts).contains("4 MiB"));
    }
}
