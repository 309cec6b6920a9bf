package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Finds the names of ConfigMaps and Secrets where they are plain text and no reference that could be rewritten: in
 * annotations, environment values and arguments, in a Role's {@code resourceNames}, in the data of configuration, and
 * anywhere in a custom resource. Whoever reads such a text looks for the object under its plain name.
 */
final class ConfigurationNames {
    // names in objects of these groups are those of other kinds, except where the methods below look
    private static final Set<String> KNOWN_GROUPS =
            Set.of("", "apps", "autoscaling", "batch", "extensions", "networking.k8s.io", "policy");
    private static final Set<String> LABELS = Set.of("labels", "matchLabels", "matchExpressions", "selector");
    private static final int LONGEST = 1024;

    private final Set<String> texts = new HashSet<>();
    private final Set<String> hinted = new HashSet<>();
    private final Set<String> otherNames = new HashSet<>();
    private final String namespace;

    private ConfigurationNames(String namespace) {
        this.namespace = namespace;
    }

    /** The names in all objects of a release of an application. */
    static ConfigurationNames in(List<ManifestObject> objects, String namespace, String application) {
        ConfigurationNames names = new ConfigurationNames(namespace);
        names.otherNames.add(application);
        for (ManifestObject object : objects) {
            if (!object.isConfiguration()) {
                names.otherNames.add(object.name());
            }
            names.read(object);
        }
        return names;
    }

    /**
     * Whether a ConfigMap or Secret is named. Where the application, its Service or its Deployment have the same name,
     * a text means them unless the key that holds it speaks of configuration.
     */
    boolean name(ManifestObject configuration) {
        String name = configuration.name();
        return hinted.contains(name) || texts.contains(name) && !otherNames.contains(name);
    }

    private void read(ManifestObject object) {
        annotations(object.get("metadata"));
        annotations(object.get("spec", "template", "metadata"));
        if (object.isConfiguration()) {
            object.get("data").properties().forEach(entry -> text(entry.getKey(), entry.getValue()));
            object.get("stringData").properties().forEach(entry -> text(entry.getKey(), entry.getValue()));
        } else if (object.group().equals("rbac.authorization.k8s.io")) {
            object.get("rules").forEach(this::rule);
        } else if (KNOWN_GROUPS.contains(object.group())) {
            pods(object.get("spec"));
            pods(object.podSpec());
            pods(object.get("spec", "jobTemplate", "spec", "template", "spec"));
        } else {
            object.tree().properties().stream()
                    .filter(field -> !Set.of("apiVersion", "kind", "metadata", "status").contains(field.getKey()))
                    .forEach(field -> anywhere(field.getKey(), field.getValue()));
        }
    }

    private void annotations(JsonNode metadata) {
        metadata.path("annotations").properties().forEach(entry -> text(entry.getKey(), entry.getValue()));
    }

    private void rule(JsonNode rule) {
        rule.path("resources").forEach(resource -> {
            if (Set.of("secrets", "configmaps", "*").contains(resource.asText())) {
                rule.path("resourceNames").forEach(name -> text(resource.asText(), name));
            }
        });
    }

    private void pods(JsonNode podSpec) {
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : podSpec.path(list)) {
                container.path("env").forEach(variable -> text(variable.path("name").asText(), variable.path("value")));
                container.path("command").forEach(word -> text("", word));
                container.path("args").forEach(word -> text("", word));
            }
        }
    }

    private void anywhere(String key, JsonNode node) {
        if (LABELS.contains(key)) {
            return;
        }
        node.properties().forEach(field -> anywhere(isHint(key) ? key : field.getKey(), field.getValue()));
        if (node.isArray()) {
            node.forEach(item -> anywhere(key, item));
        }
        text(key, node);
    }

    /** A name alone, with its namespace, in a list with commas, or as the value of a flag. */
    private void text(String key, JsonNode value) {
        if (!value.isTextual() || value.textValue().length() > LONGEST) {
            return;
        }
        for (String part : value.textValue().split(",")) {
            String word = part.strip();
            String flag = word.startsWith("-") && word.contains("=") ? word.substring(0, word.indexOf('=')) : key;
            String name = flag.equals(key) ? word : word.substring(word.indexOf('=') + 1);
            name = name.startsWith(namespace + "/") ? name.substring(namespace.length() + 1) : name;
            texts.add(name);
            if (isHint(flag)) {
                hinted.add(name);
            }
        }
    }

    private static boolean isHint(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return lower.contains("secret") || lower.contains("config");
    }
}
