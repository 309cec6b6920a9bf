package io.jenkins.plugins.bluegreen.jenkins.form;

import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Converts the arguments of a release between a Pipeline and the form: maps, as {@code variables: [HOST:
 * 'api.example.com']}, to rows, and lists of texts to one text with commas.
 */
public final class PipelineArguments {
    private static final List<String> MAPS = List.of("images", "variables");
    private static final String TEXT = "manifestText";
    private static final String TEXTS = "manifestTexts";
    private static final String HELM = "helm";
    private static final List<String> LISTS = List.of("manifests", "allowedKinds");

    private PipelineArguments() {}

    /** From a Pipeline's to the form's. */
    public static Map<String, Object> bound(Map<String, ?> written) {
        Map<String, Object> bound = new TreeMap<>(written);
        MAPS.forEach(name -> bound.computeIfPresent(name, (key, value) -> NamedValue.listOf(value)));
        if (bound.get(TEXT) instanceof Map<?, ?> texts) {
            bound.remove(TEXT);
            bound.put(TEXTS, NamedValue.listOf(texts));
        }
        bound.computeIfPresent(HELM, (name, value) -> HelmOption.bound(value));
        LISTS.forEach(name -> bound.computeIfPresent(name, (key, value) -> CommaSeparated.join(value)));
        return bound;
    }

    /** From the form's to a Pipeline's. */
    public static Map<String, Object> written(Map<String, ?> bound) {
        Map<String, Object> written = new TreeMap<>(bound);
        MAPS.forEach(name -> written.computeIfPresent(name, (key, value) -> NamedValue.mapOf(value)));
        Object texts = written.remove(TEXTS);
        if (texts != null) {
            written.put(TEXT, NamedValue.mapOf(texts));
        }
        written.computeIfPresent(HELM, (name, value) -> HelmOption.written(value));
        return written;
    }
}
