package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.Set;
import java.util.TreeSet;

/**
 * The paths of the fields in which two answers of the API server to dry runs of the same object differ. Both have the
 * server's defaults and what admission webhooks add. Of labels and annotations only those of the manifest count,
 * because controllers and webhooks write their own. Empty and missing are the same.
 */
final class FieldDifferences {
    private static final Set<String> NO_CONTENT = Set.of("apiVersion", "kind", "metadata", "status");
    private static final String OURS = "blue-green.jenkins.io/";

    private final Set<String> paths = new TreeSet<>();

    private FieldDifferences() {}

    /**
     * The differences.
     *
     * @param manifest the body of the apply
     */
    static Set<String> of(JsonNode there, JsonNode wanted, JsonNode manifest) {
        FieldDifferences differences = new FieldDifferences();
        for (String map : new String[] {"labels", "annotations"}) {
            differences.entries("metadata." + map, there, wanted, manifest.path("metadata").path(map));
        }
        for (String field : names(there, wanted)) {
            if (!NO_CONTENT.contains(field)) {
                differences.compare(field, there.path(field), wanted.path(field));
            }
        }
        return differences.paths;
    }

    /** The annotations of the plugin change with each of its writes. */
    private void entries(String path, JsonNode there, JsonNode wanted, JsonNode manifest) {
        String pointer = "/" + path.replace('.', '/');
        manifest.fieldNames().forEachRemaining(name -> {
            boolean ours = path.endsWith("annotations") && name.startsWith(OURS);
            if (!ours && !there.at(pointer).path(name).equals(wanted.at(pointer).path(name))) {
                paths.add(path + "." + name);
            }
        });
    }

    private void compare(String path, JsonNode there, JsonNode wanted) {
        if (isEmpty(there) && isEmpty(wanted) || there.equals(wanted)) {
            return;
        }
        if (there.isObject() && wanted.isObject()) {
            names(there, wanted).forEach(name -> compare(path + "." + name, there.path(name), wanted.path(name)));
        } else if (there.isArray() && wanted.isArray()) {
            items(path, there, wanted);
        } else {
            paths.add(path);
        }
    }

    private void items(String path, JsonNode there, JsonNode wanted) {
        if (isNamed(there) && isNamed(wanted)) {
            Set<String> names = new TreeSet<>();
            there.forEach(item -> names.add(item.get("name").asText()));
            wanted.forEach(item -> names.add(item.get("name").asText()));
            names.forEach(name -> compare(path + "[" + name + "]", named(there, name), named(wanted, name)));
            return;
        }
        for (int i = 0; i < Math.max(there.size(), wanted.size()); i++) {
            compare(path + "[" + i + "]", there.path(i), wanted.path(i));
        }
    }

    private static boolean isNamed(JsonNode items) {
        for (JsonNode item : items) {
            if (!item.hasNonNull("name")) {
                return false;
            }
        }
        return true;
    }

    static JsonNode named(JsonNode items, String name) {
        for (JsonNode item : items) {
            if (item.path("name").asText().equals(name)) {
                return item;
            }
        }
        return ApiServer.JSON.missingNode();
    }

    private static boolean isEmpty(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isContainerNode() && node.isEmpty();
    }

    private static Set<String> names(JsonNode one, JsonNode other) {
        Set<String> names = new TreeSet<>();
        one.fieldNames().forEachRemaining(names::add);
        other.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
