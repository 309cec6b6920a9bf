package io.jenkins.plugins.bluegreen.jenkins.release;

import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.charts.ChartSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Manifests that a build passes as text. They need no workspace. */
public final class ManifestTexts {
    private static final String NAME = "manifestText";
    private static final int MEBIBYTE = 1024 * 1024;
    private static final int LIMIT = 4 * MEBIBYTE;

    private ManifestTexts() {}

    /**
     * The manifests of a request.
     *
     * @param text null or blank: none
     * @param named texts by the names that error messages use
     * @throws ReleaseException if such a text is null
     */
    public static List<ManifestSource> of(String text, Map<String, String> named) {
        List<ManifestSource> manifests = new ArrayList<>();
        if (text != null && !text.isBlank()) {
            manifests.add(new ManifestSource(NAME, text));
        }
        named.forEach((name, content) -> {
            if (content == null) {
                throw new ReleaseException(Sentence.of("spec.noValue", NAME, name));
            }
            manifests.add(new ManifestSource(name, content));
        });
        return manifests;
    }

    /**
     * Checks that manifests come from files, from texts or from a chart.
     *
     * @param chart null: none
     * @throws ReleaseException as the other one, or if there is something beside a chart
     */
    static void check(String patterns, List<ManifestSource> texts, ChartSource chart) {
        if (chart == null) {
            check(patterns, texts);
        } else if (patterns != null || !texts.isEmpty()) {
            throw new ReleaseException(Sentence.of("charts.several"));
        }
    }

    /**
     * Checks that manifests come from files or from texts.
     *
     * @param patterns of files; null: none
     * @throws ReleaseException if there are both or none of them, or the texts exceed 4 MiB
     */
    static void check(String patterns, List<ManifestSource> texts) {
        if (texts.isEmpty() == (patterns == null)) {
            throw new ReleaseException(Sentence.of(texts.isEmpty() ? "manifests.none" : "manifests.both"));
        }
        long size = texts.stream().mapToLong(manifest -> manifest.text().length()).sum();
        if (size > LIMIT) {
            throw new ReleaseException(Sentence.of("manifests.textTooLarge", LIMIT / MEBIBYTE));
        }
    }
}
