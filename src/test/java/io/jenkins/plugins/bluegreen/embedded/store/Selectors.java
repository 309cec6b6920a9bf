package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Label and field selectors. Source: "Labels and Selectors", "Field Selectors". */
public final class Selectors {
    private static final Pattern SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)\\s*");
    private static final Pattern EQUALITY = Pattern.compile("\\s*([^!=\\s]+)\\s*(==|=|!=)\\s*([^\\s]*)\\s*");

    private Selectors() {}

    public static boolean matches(Map<String, String> selector, Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    /** A LabelSelector with matchLabels and matchExpressions. */
    public static boolean matches(JsonNode labelSelector, Map<String, String> labels) {
        if (!labels.entrySet().containsAll(Json.strings(labelSelector, "matchLabels").entrySet())) {
            return false;
        }
        for (JsonNode expression : Json.at(labelSelector, "matchExpressions")) {
            String value = labels.get(Json.text(expression, "key"));
            List<String> values = new ArrayList<>();
            Json.at(expression, "values").forEach(v -> values.add(v.asText()));
            boolean holds = switch (Json.text(expression, "operator")) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                default -> value == null;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }

    public static Predicate<JsonNode> labels(String selector) {
        Predicate<JsonNode> all = object -> true;
        for (String term : selector.split(",(?![^(]*\\))")) {
            if (!term.isBlank()) {
                Predicate<Map<String, String>> one = term(term);
                all = all.and(object -> one.test(Json.labels(object)));
            }
        }
        return all;
    }

    private static Predicate<Map<String, String>> term(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            List<String> values = List.of(set.group(3).trim().split("\\s*,\\s*"));
            boolean in = set.group(2).equals("in");
            return labels -> values.contains(labels.getOrDefault(set.group(1), "\0")) == in;
        }
        Matcher equality = EQUALITY.matcher(term);
        if (equality.matches()) {
            boolean equal = !equality.group(2).equals("!=");
            return labels -> equality.group(3).equals(labels.get(equality.group(1))) == equal;
        }
        String key = term.trim();
        return key.startsWith("!") ? labels -> !labels.containsKey(key.substring(1)) : labels -> labels.containsKey(key);
    }

    public static Predicate<JsonNode> fields(String selector) {
        Predicate<JsonNode> all = object -> true;
        for (String term : selector.split(",")) {
            Matcher equality = EQUALITY.matcher(term);
            if (equality.matches()) {
                boolean equal = !equality.group(2).equals("!=");
                String[] path = equality.group(1).split("\\.");
                String wanted = equality.group(3);
                all = all.and(object -> Json.text(object, path).equals(wanted) == equal);
            } else if (!term.isBlank()) {
                throw StatusError.badRequest("invalid selector: '" + term + "'; can't understand '" + term + "'");
            }
        }
        return all;
    }
}
