package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** Labels and what selects them, but for the colour: that is ours to set. */
final class LabelSelector {
    private LabelSelector() {}

    /** A map of labels without the colour. */
    static Map<String, String> labels(JsonNode map, String colorLabel) {
        Map<String, String> labels = new TreeMap<>();
        map.properties().forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText("")));
        labels.remove(colorLabel);
        return labels;
    }

    /** Whether a Service with this {@code spec.selector} selects Pods with these labels, whatever their colour. */
    static boolean selects(JsonNode serviceSelector, Map<String, String> podLabels, String colorLabel) {
        Map<String, String> wanted = labels(serviceSelector, colorLabel);
        return !wanted.isEmpty() && podLabels.entrySet().containsAll(wanted.entrySet());
    }

    /** Whether a selector with {@code matchLabels} and {@code matchExpressions} does. */
    static boolean matches(JsonNode selector, Map<String, String> podLabels, String colorLabel) {
        JsonNode expressions = selector.path("matchExpressions");
        Map<String, String> wanted = labels(selector.path("matchLabels"), colorLabel);
        return (!wanted.isEmpty() || !expressions.isEmpty())
                && podLabels.entrySet().containsAll(wanted.entrySet())
                && StreamSupport.stream(expressions.spliterator(), false)
                        .allMatch(expression -> matchesExpression(expression, podLabels, colorLabel));
    }

    private static boolean matchesExpression(JsonNode expression, Map<String, String> podLabels, String colorLabel) {
        String key = expression.path("key").asText();
        if (key.equals(colorLabel)) {
            return true;
        }
        String label = podLabels.get(key);
        boolean listed = StreamSupport.stream(expression.path("values").spliterator(), false)
                .anyMatch(value -> value.asText().equals(label));
        switch (expression.path("operator").asText()) {
            case "In":
                return listed;
            case "NotIn":
                return !listed;
            case "Exists":
                return label != null;
            case "DoesNotExist":
                return label == null;
            default:
                return false;
        }
    }
}
