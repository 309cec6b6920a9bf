package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;

/**
 * Validates the fields in which Kubernetes takes only text. {@code VERSION: 2.0} is a number and {@code enabled: yes} a
 * boolean, which the API server refuses without a line. With a variable as value it depends on the value.
 */
final class TextFields {
    private TextFields() {}

    static void check(ManifestObject object) {
        checkMetadata(object);
        checkMetadata(object, "spec", "template");
        checkMap(object, "spec", "selector", "matchLabels");
        if (object.isConfiguration()) {
            checkMap(object, "data");
            checkMap(object, "stringData");
        }
        if (object.is("", "Service")) {
            checkMap(object, "spec", "selector");
        }
        checkEnvironment(object, "containers");
        checkEnvironment(object, "initContainers");
    }

    private static void checkMetadata(ManifestObject object, String... owner) {
        for (String map : List.of("labels", "annotations")) {
            List<String> path = new ArrayList<>(List.of(owner));
            path.add("metadata");
            path.add(map);
            checkMap(object, path.toArray(String[]::new));
        }
    }

    private static void checkMap(ManifestObject object, String... path) {
        JsonNode map = object.get(path);
        if (!map.isObject() && !map.isMissingNode() && !map.isNull()) {
            throw object.error("manifest.notAMap", path, String.join(".", path));
        }
        map.properties().forEach(field -> {
            List<Object> at = new ArrayList<>(List.of((Object[]) path));
            at.add(field.getKey());
            require(object, field.getValue(), at);
        });
    }

    private static void checkEnvironment(ManifestObject object, String containers) {
        JsonNode list = object.podSpec().path(containers);
        for (int i = 0; i < list.size(); i++) {
            JsonNode variables = list.path(i).path("env");
            for (int j = 0; j < variables.size(); j++) {
                JsonNode value = variables.path(j).path("value");
                require(object, value, List.of("spec", "template", "spec", containers, i, "env", j, "value"));
            }
        }
    }

    private static void require(ManifestObject object, JsonNode value, List<Object> path) {
        if (value.isTextual() || value.isNull() || value.isMissingNode()) {
            return;
        }
        // the type and not the value, which may be a password
        String type = value.isNumber() ? "number" : value.isBoolean() ? "boolean" : "structure";
        throw object.error(
                "manifest.notText", path.toArray(), path.get(path.size() - 1), Sentence.of("manifest.type." + type));
    }
}
