package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The leaf paths of an object in the notation of {@code fieldsV1}: {@code f:name} for a field, {@code k:{…}} for a list
 * item, {@code .} for the item itself. Source: "Server-Side Apply", field management.
 */
final class FieldSet {
    private static final Set<String> NOT_MANAGED_ROOT = Set.of("apiVersion", "kind");
    private static final Set<String> NOT_MANAGED_METADATA = Set.of("name", "namespace", "uid", "resourceVersion",
            "generation", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields",
            "selfLink", "generateName");

    private FieldSet() {}

    /** Every managed leaf with its value. */
    static Map<List<String>, JsonNode> leaves(JsonNode object) {
        Map<List<String>, JsonNode> leaves = new LinkedHashMap<>();
        if (object != null) {
            visit(object, List.of(), List.of(), leaves);
        }
        return leaves;
    }

    private static void visit(JsonNode node, List<String> path, List<String> fields, Map<List<String>, JsonNode> leaves) {
        if (node.isObject() && !Schema.atomic(fields) && (!node.isEmpty() || path.isEmpty())) {
            node.properties().forEach(field -> {
                if (managed(fields, field.getKey()) && !field.getValue().isNull()) {
                    visit(field.getValue(), plus(path, "f:" + field.getKey()), plus(fields, field.getKey()), leaves);
                }
            });
            return;
        }
        List<String> keys = node.isArray() && !fields.isEmpty() ? Schema.listKeys(fields) : List.of();
        if (keys.isEmpty()) {
            leaves.put(path, node);
            return;
        }
        for (JsonNode item : node) {
            List<String> itemPath = plus(path, "k:" + Json.string(Schema.keyOf(item, keys)));
            leaves.put(plus(itemPath, "."), Json.object());
            visit(item, itemPath, fields, leaves);
        }
    }

    private static boolean managed(List<String> fields, String name) {
        return fields.isEmpty() ? !NOT_MANAGED_ROOT.contains(name)
                : !fields.equals(List.of("metadata")) || !NOT_MANAGED_METADATA.contains(name);
    }

    static ObjectNode encode(Set<List<String>> paths) {
        ObjectNode root = Json.object();
        paths.forEach(path -> Json.child(root, path.toArray(String[]::new)));
        return root;
    }

    static Set<List<String>> decode(JsonNode fieldsV1) {
        Set<List<String>> paths = new LinkedHashSet<>();
        decode(fieldsV1, List.of(), paths);
        return paths;
    }

    private static void decode(JsonNode node, List<String> path, Set<List<String>> paths) {
        if (node.isEmpty()) {
            if (!path.isEmpty()) {
                paths.add(path);
            }
            return;
        }
        node.properties().forEach(field -> decode(field.getValue(), plus(path, field.getKey()), paths));
    }

    /** Removes the value at the path, and the maps that this leaves empty. */
    static void remove(ObjectNode object, List<String> path) {
        List<JsonNode> way = new ArrayList<>(List.of(object));
        boolean item = path.get(path.size() - 1).equals(".");
        List<String> elements = item ? path.subList(0, path.size() - 1) : path;
        for (String element : elements.subList(0, elements.size() - 1)) {
            JsonNode next = step(way.get(way.size() - 1), element);
            if (next == null) {
                return;
            }
            way.add(next);
        }
        for (int i = elements.size() - 1; i >= 0; i--) {
            JsonNode parent = way.get(i);
            String element = elements.get(i);
            if (element.startsWith("f:")) {
                ((ObjectNode) parent).remove(element.substring(2));
            } else {
                JsonNode found = step(parent, element);
                for (int j = 0; found != null && j < parent.size(); j++) {
                    if (parent.get(j) == found) {
                        ((ArrayNode) parent).remove(j);
                    }
                }
            }
            if (!parent.isEmpty()) {
                return;
            }
        }
    }

    private static JsonNode step(JsonNode node, String element) {
        if (element.startsWith("f:")) {
            return node.get(element.substring(2));
        }
        JsonNode key = parse(element);
        List<String> names = new ArrayList<>();
        key.fieldNames().forEachRemaining(names::add);
        for (JsonNode item : node) {
            if (Schema.keyOf(item, names).equals(key)) {
                return item;
            }
        }
        return null;
    }

    /** The path as messages print it: {@code .spec.template.spec.containers[name="app"].image}. */
    static String print(List<String> path) {
        StringBuilder text = new StringBuilder();
        for (String element : path) {
            if (element.startsWith("f:")) {
                text.append('.').append(element.substring(2));
            } else if (element.startsWith("k:")) {
                List<String> keys = new ArrayList<>();
                parse(element).properties().forEach(k -> keys.add(k.getKey() + "=" + k.getValue()));
                text.append('[').append(String.join(",", keys)).append(']');
            }
        }
        return text.toString();
    }

    private static JsonNode parse(String element) {
        try {
            return Json.read(element.substring(2).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(element, e);
        }
    }

    static List<String> plus(List<String> path, String element) {
        List<String> longer = new ArrayList<>(path.size() + 1);
        longer.addAll(path);
        longer.add(element);
        return longer;
    }
}
