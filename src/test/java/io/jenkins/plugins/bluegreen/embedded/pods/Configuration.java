package io.jenkins.plugins.bluegreen.embedded.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The ConfigMaps and Secrets of Pods as environment variables and files. Source: "Configuration", "Volumes". */
public final class Configuration {
    private final ObjectStore store;

    public Configuration(ObjectStore store) {
        this.store = store;
    }

    /** A ConfigMap, Secret or key that a container's environment needs is missing; the message is the kubelet's. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String message) {
            super(message);
        }
    }

    Map<String, String> environment(ObjectNode pod, JsonNode container) throws Missing {
        Map<String, String> environment = new LinkedHashMap<>();
        for (ObjectNode source : Json.items(container, "envFrom")) {
            String prefix = Json.text(source, "prefix");
            Kind kind = source.has("configMapRef") ? Kind.CONFIG_MAP : Kind.SECRET;
            JsonNode reference = Json.at(source, source.has("configMapRef") ? "configMapRef" : "secretRef");
            Map<String, byte[]> data = data(pod, kind, reference);
            data.forEach((name, value) -> environment.put(prefix + name, new String(value, StandardCharsets.UTF_8)));
        }
        for (ObjectNode variable : Json.items(container, "env")) {
            String value = variable.has("valueFrom") ? from(pod, variable.get("valueFrom"))
                    : expand(Json.text(variable, "value"), environment);
            if (value != null) {
                environment.put(Json.text(variable, "name"), value);
            }
        }
        return environment;
    }

    private String from(ObjectNode pod, JsonNode source) throws Missing {
        if (source.has("fieldRef")) {
            String path = Json.text(source, "fieldRef", "fieldPath");
            if (path.contains("['")) {
                String field = path.substring(path.indexOf('.') + 1, path.indexOf('['));
                return Json.text(pod, "metadata", field, path.substring(path.indexOf("['") + 2, path.indexOf("']")));
            }
            return Json.text(pod, path.split("\\."));
        }
        if (source.has("resourceFieldRef")) {
            return "0";
        }
        boolean configMap = source.has("configMapKeyRef");
        JsonNode reference = Json.at(source, configMap ? "configMapKeyRef" : "secretKeyRef");
        Map<String, byte[]> data = data(pod, configMap ? Kind.CONFIG_MAP : Kind.SECRET, reference);
        byte[] value = data.get(Json.text(reference, "key"));
        if (value == null && !Json.at(reference, "optional").asBoolean()) {
            throw new Missing("couldn't find key %s in %s %s/%s".formatted(Json.text(reference, "key"),
                    configMap ? "ConfigMap" : "Secret", Json.namespace(pod), Json.text(reference, "name")));
        }
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static String expand(String value, Map<String, String> environment) {
        String expanded = value;
        for (Map.Entry<String, String> known : environment.entrySet()) {
            expanded = expanded.replace("$(" + known.getKey() + ")", known.getValue());
        }
        return expanded;
    }

    private Map<String, byte[]> data(ObjectNode pod, Kind kind, JsonNode reference) throws Missing {
        String name = Json.text(reference, "name");
        ObjectNode object = store.get(kind.key(Json.namespace(pod), name));
        if (object != null) {
            return data(kind, object);
        }
        if (Json.at(reference, "optional").asBoolean()) {
            return Map.of();
        }
        throw new Missing("%s \"%s\" not found".formatted(kind.kind().toLowerCase(), name));
    }

    private static Map<String, byte[]> data(Kind kind, ObjectNode object) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        boolean secret = kind.equals(Kind.SECRET);
        Json.strings(object, "data").forEach((key, value) -> data.put(key,
                secret ? Base64.getDecoder().decode(value) : value.getBytes(StandardCharsets.UTF_8)));
        Json.strings(object, "binaryData").forEach((key, value) -> data.put(key, Base64.getDecoder().decode(value)));
        return data;
    }

    /** The errors that keep the Pod's volumes from being mounted, by volume name; empty without any. */
    Map<String, String> unmountable(ObjectNode pod) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (ObjectNode volume : Json.items(pod, "spec", "volumes")) {
            try {
                volume(pod, volume);
            } catch (Missing e) {
                problems.put(Json.text(volume, "name"), e.getMessage());
            }
        }
        return problems;
    }

    /** The container's mounted files by path, with the present content of ConfigMaps and Secrets. */
    Map<String, byte[]> files(ObjectNode pod, JsonNode container) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (ObjectNode mount : Json.items(container, "volumeMounts")) {
            String path = Json.text(mount, "mountPath").replaceFirst("/$", "");
            String subPath = Json.text(mount, "subPath");
            for (ObjectNode volume : Json.items(pod, "spec", "volumes")) {
                if (Json.text(volume, "name").equals(Json.text(mount, "name"))) {
                    mounted(pod, volume).forEach((name, content) -> {
                        if (subPath.isEmpty()) {
                            files.put(path + "/" + name, content);
                        } else if (subPath.equals(name)) {
                            files.put(path, content);
                        }
                    });
                }
            }
        }
        return files;
    }

    private Map<String, byte[]> mounted(ObjectNode pod, ObjectNode volume) {
        try {
            return volume(pod, volume);
        } catch (Missing deletedSince) {
            return Map.of();
        }
    }

    private Map<String, byte[]> volume(ObjectNode pod, ObjectNode volume) throws Missing {
        Map<String, byte[]> files = new LinkedHashMap<>();
        if (volume.has("configMap")) {
            project(pod, Kind.CONFIG_MAP, volume.get("configMap"), "name", files);
        }
        if (volume.has("secret")) {
            project(pod, Kind.SECRET, volume.get("secret"), "secretName", files);
        }
        for (ObjectNode source : Json.items(volume, "projected", "sources")) {
            if (source.has("configMap")) {
                project(pod, Kind.CONFIG_MAP, source.get("configMap"), "name", files);
            }
            if (source.has("secret")) {
                project(pod, Kind.SECRET, source.get("secret"), "name", files);
            }
        }
        return files;
    }

    private void project(ObjectNode pod, Kind kind, JsonNode source, String nameField, Map<String, byte[]> files) throws Missing {
        ObjectNode reference = Json.object().put("name", Json.text(source, nameField));
        reference.put("optional", Json.at(source, "optional").asBoolean());
        Map<String, byte[]> data = data(pod, kind, reference);
        if (!Json.has(source, "items")) {
            files.putAll(data);
        }
        for (ObjectNode item : Json.items(source, "items")) {
            byte[] content = data.get(Json.text(item, "key"));
            if (content != null) {
                files.put(Json.text(item, "path"), content);
            } else if (!Json.at(source, "optional").asBoolean()) {
                throw new Missing("references non-existent config key: " + Json.text(item, "key"));
            }
        }
    }
}
