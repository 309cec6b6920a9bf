package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads manifests of one fixed colour as if they said {@code ${COLOR}}: the Deployment {@code api-green} with the label
 * {@code ver: green} in its Pods and its selector. With it go the label wherever objects are labelled or selected by
 * it, and the names of the colour's own objects wherever they stand.
 */
public final class FixedColor {
    private static final Set<String> LABELS = Set.of("labels", "matchLabels", "selector");
    private static final List<String> KINDS =
            List.of("ConfigMap", "Secret", "HorizontalPodAutoscaler", "PodDisruptionBudget");

    /** These stay as they are. */
    private static final Set<String> OTHER_WORKLOADS = Set.of(
            "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Pod", "CronJob");

    private final ManifestObject deployment;
    private final String label;
    private final String color;
    private final Map<String, String> names = new TreeMap<>();

    private FixedColor(ManifestObject deployment, String label, String color) {
        this.deployment = deployment;
        this.label = label;
        this.color = color;
    }

    /**
     * The one colour of a Deployment.
     *
     * @return empty if it has none, has the placeholder, or if its name, labels and selector don't agree
     */
    public static Optional<FixedColor> of(
            ManifestObject deployment, String label, List<ManifestObject> objects, ReleaseSpec spec) {
        String name = deployment.name();
        String color = name.substring(name.lastIndexOf('-') + 1);
        boolean agree = List.of(
                        deployment.get("metadata", "labels"),
                        deployment.get("spec", "selector", "matchLabels"),
                        deployment.get("spec", "template", "metadata", "labels"))
                .stream()
                .allMatch(labels -> labels.path(label).asText(color).equals(color));
        if (!WrittenColors.FIXED.contains(color) || !agree || name.length() == color.length()) {
            return Optional.empty();
        }
        FixedColor fixed = new FixedColor(deployment, label, color);
        boolean labelled = WrittenColors.podLabels(deployment).containsKey(label);
        // without a label, tea-green may be a kind of tea
        if (!labelled && (name.equals(spec.application()) || fixed.isService(name, objects))) {
            return Optional.empty();
        }
        fixed.names(objects);
        return Optional.of(fixed);
    }

    private boolean isService(String name, List<ManifestObject> objects) {
        return objects.stream().anyMatch(object -> object.is("", "Service") && object.name().equals(name));
    }

    private void names(List<ManifestObject> objects) {
        open(deployment.name());
        for (ManifestObject object : objects) {
            boolean ofColor = object.is("", "Service")
                    ? object.get("spec", "selector", label).asText().equals(color)
                    : KINDS.contains(object.kind()) || isCompanion(object);
            if (ofColor && object.name().endsWith("-" + color)) {
                open(object.name());
            }
        }
        objects.stream()
                .filter(object -> object.is("", "Service"))
                .filter(object -> !object.get("spec", "selector", label).asText().equals(color))
                .forEach(object -> names.remove(object.name()));
    }

    private static boolean isCompanion(ManifestObject object) {
        return Workloads.isDeployment(object) && Companions.isMarked(object);
    }

    private void open(String name) {
        names.put(name, name.substring(0, name.length() - color.length()) + Placeholders.OPEN_COLOR);
    }

    /** What is told of it. */
    public Sentence remark() {
        return deployment.remark("manifest.fixedColor", ManifestObject.at("metadata", "name"), color, label);
    }

    /** The objects with the placeholder in the colour's place. */
    public List<ManifestObject> opened(List<ManifestObject> objects) {
        return objects.stream().map(this::opened).toList();
    }

    private ManifestObject opened(ManifestObject object) {
        if (OTHER_WORKLOADS.contains(object.kind()) && object != deployment && !isCompanion(object)) {
            return object;
        }
        ObjectNode tree = (ObjectNode) opened("", object.tree());
        if (object == deployment) {
            String name = object.name();
            tree.withObject("/metadata")
                    .put("name", name.substring(0, name.length() - color.length()) + Placeholders.OPEN_COLOR);
        }
        return new ManifestObject(tree, object.file(), object.document(), object.written());
    }

    private JsonNode opened(String key, JsonNode node) {
        if (node.isObject()) {
            ObjectNode opened = JsonNodeFactory.instance.objectNode();
            boolean labels = LABELS.contains(key);
            node.properties().forEach(field -> opened.set(
                    field.getKey(),
                    labels && field.getKey().equals(label) && field.getValue().asText().equals(color)
                            ? TextNode.valueOf(Placeholders.OPEN_COLOR)
                            : opened(field.getKey(), field.getValue())));
            return opened;
        }
        if (node.isArray()) {
            ArrayNode opened = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> opened.add(opened(key, item)));
            return opened;
        }
        String open = node.isTextual() ? names.get(node.textValue()) : null;
        return open == null ? node : TextNode.valueOf(open);
    }
}
