package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merge rules of the types: the lists that merge by keys, with their keys, and the maps that are atomic. Source: the
 * {@code x-kubernetes-list-map-keys} and {@code x-kubernetes-map-type} marks in the API reference.
 */
final class Schema {
    private static final Map<String, List<String>> LIST_KEYS = Map.ofEntries(
            Map.entry("containers", List.of("name")), Map.entry("initContainers", List.of("name")),
            Map.entry("ephemeralContainers", List.of("name")), Map.entry("volumes", List.of("name")),
            Map.entry("env", List.of("name")), Map.entry("imagePullSecrets", List.of("name")),
            Map.entry("secrets", List.of("name")), Map.entry("volumeMounts", List.of("mountPath")),
            Map.entry("volumeDevices", List.of("devicePath")), Map.entry("conditions", List.of("type")),
            Map.entry("hostAliases", List.of("ip")), Map.entry("ownerReferences", List.of("uid")),
            Map.entry("topologySpreadConstraints", List.of("topologyKey", "whenUnsatisfiable")));
    private static final Set<String> ATOMIC = Set.of("selector", "labelSelector", "namespaceSelector", "podSelector",
            "nodeSelector", "configMapKeyRef", "secretKeyRef", "fieldRef", "resourceFieldRef");

    private Schema() {}

    /** Keys of the list at the end of the field path; empty if the list is atomic. */
    static List<String> listKeys(List<String> fields) {
        String last = fields.get(fields.size() - 1);
        if (!last.equals("ports")) {
            return LIST_KEYS.getOrDefault(last, List.of());
        }
        if (fields.equals(List.of("spec", "ports"))) {
            return List.of("port", "protocol");
        }
        boolean container = fields.size() > 1 && fields.get(fields.size() - 2).toLowerCase().endsWith("containers");
        return container ? List.of("containerPort", "protocol") : List.of();
    }

    static boolean atomic(List<String> fields) {
        return !fields.isEmpty() && ATOMIC.contains(fields.get(fields.size() - 1));
    }

    /** The key values of a list item; {@code protocol} has a default. */
    static ObjectNode keyOf(JsonNode item, List<String> keys) {
        ObjectNode key = Json.object();
        keys.stream().sorted().forEach(k -> {
            if (Json.has(item, k)) {
                key.set(k, item.get(k));
            } else if (k.equals("protocol")) {
                key.put(k, "TCP");
            }
        });
        return key;
    }
}
