package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A label selector (Kubernetes documentation, "Labels and Selectors"). An empty selector matches nothing, as that of a
 * Service does.
 *
 * @param labels the labels that an object needs, with their values
 * @param expressions the requirements of {@code matchExpressions}
 */
public record LabelSelector(Map<String, String> labels, List<Expression> expressions) {

    public LabelSelector {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        expressions = List.copyOf(expressions);
    }

    /** One requirement of {@code matchExpressions}. */
    public record Expression(String key, String operator, List<String> values) {
        public Expression {
            values = List.copyOf(values);
        }

        private boolean matches(String label) {
            boolean listed = label != null && values.contains(label);
            return switch (operator) {
                case "In" -> listed;
                case "NotIn" -> !listed;
                case "Exists" -> label != null;
                case "DoesNotExist" -> label == null;
                default -> false;
            };
        }
    }

    /** Labels alone. */
    public static LabelSelector ofLabels(Map<String, String> labels) {
        return new LabelSelector(labels, List.of());
    }

    /** A Service's {@code spec.selector}. */
    public static LabelSelector ofLabels(JsonNode labels) {
        return ofLabels(labels(labels));
    }

    /** A map of labels as text. */
    public static Map<String, String> labels(JsonNode map) {
        Map<String, String> labels = new TreeMap<>();
        map.properties().forEach(entry -> labels.put(entry.getKey(), entry.getValue().asText("")));
        return labels;
    }

    /** A map of labels as text, without one of them. */
    public static Map<String, String> labelsWithout(String label, JsonNode map) {
        Map<String, String> labels = labels(map);
        labels.remove(label);
        return labels;
    }

    /** A selector with {@code matchLabels} and {@code matchExpressions}. */
    public static LabelSelector of(JsonNode selector) {
        List<Expression> expressions = new ArrayList<>();
        for (JsonNode expression : selector.path("matchExpressions")) {
            List<String> values = new ArrayList<>();
            expression.path("values").forEach(value -> values.add(value.asText()));
            expressions.add(new Expression(
                    expression.path("key").asText(), expression.path("operator").asText(), values));
        }
        return new LabelSelector(labels(selector.path("matchLabels")), expressions);
    }

    /** Whether an object with these labels is selected. */
    public boolean matches(Map<String, String> candidate) {
        return matches(candidate, "");
    }

    /** Whether an object with these labels is selected, whatever the label {@code ignored} is. */
    public boolean matches(Map<String, String> candidate, String ignored) {
        Map<String, String> wanted = new TreeMap<>(labels);
        wanted.remove(ignored);
        return (!wanted.isEmpty() || !expressions.isEmpty())
                && candidate.entrySet().containsAll(wanted.entrySet())
                && expressions.stream()
                        .allMatch(expression -> expression.key().equals(ignored)
                                || expression.matches(candidate.get(expression.key())));
    }

    /** The labels as the API's parameter {@code labelSelector}: {@code app=backend,color=blue}. */
    public String query() {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
    }
}
