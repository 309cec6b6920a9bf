package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.Map;

/**
 * Colours objects: their names, labels, selectors and references.
 *
 * <p>Affinities and topology spread constraints stay as the user wrote them. During a release, a constraint that
 * selects the application's Pods counts both colours. With the colour added, the candidate would ignore where live Pods
 * run; that is the user's decision.
 */
final class Coloring {
    private final String application;
    private final String colorLabel;
    private final Color color;
    private final boolean pair;

    /**
     * A colouring.
     *
     * @param pair whether the manifests hold one Deployment per colour; names then may end in the colour already
     */
    Coloring(String application, String colorLabel, Color color, boolean pair) {
        this.application = application;
        this.colorLabel = colorLabel;
        this.color = color;
        this.pair = pair;
    }

    /** The Deployment's name. */
    String deploymentName() {
        return application + "-" + color.label();
    }

    /** An object's name in this colour: with the colour at its end, unless the user has put it somewhere. */
    String name(String original) {
        boolean hasColor = original.contains(Placeholders.OPEN_COLOR) || pair && original.endsWith("-" + color.label());
        return fill(hasColor ? original : original + "-" + color.label());
    }

    /** A copy that belongs to this colour. */
    ObjectNode colored(ObjectNode original, String name) {
        ObjectNode tree = filled(original);
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.put("name", name);
        metadata.withObject("/labels").put(colorLabel, color.label());
        MetadataKeys.label(tree, application, color);
        return tree;
    }

    /** A copy with {@code ${COLOR}} filled in that belongs to neither colour. */
    ObjectNode filled(ObjectNode original) {
        return (ObjectNode) fill((JsonNode) original);
    }

    /** A Deployment in this colour. {@code names} are those of the coloured ConfigMaps and Secrets, by kind/name. */
    ObjectNode deployment(ObjectNode original, String name, String specHash, Map<String, String> names) {
        ObjectNode tree = colored(rewired(original, names), name);
        tree.withObject("/metadata/annotations").put(MetadataKeys.SPEC_HASH, specHash);
        tree.withObject("/spec/selector/matchLabels").put(colorLabel, color.label());
        tree.withObject("/spec/template/metadata/labels").put(colorLabel, color.label());
        tree.withObject("/spec/template/metadata/annotations").put(MetadataKeys.SPEC_HASH, specHash);
        return tree;
    }

    private static ObjectNode rewired(ObjectNode original, Map<String, String> names) {
        ObjectNode rewired = original.deepCopy();
        ConfigurationReferences.ofPods(rewired.at("/spec/template/spec"), (kind, holder, field) -> {
            String name = names.get(kind + "/" + holder.path(field).asText());
            if (name != null) {
                holder.put(field, name);
            }
        });
        return rewired;
    }

    /** A Job, which belongs to neither colour and reads this colour's configuration. {@code names} as above. */
    ObjectNode job(ObjectNode original, String name, Map<String, String> names) {
        ObjectNode tree = filled(rewired(original, names));
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.put("name", name);
        metadata.withObject("/labels").put(MetadataKeys.APPLICATION, application);
        return tree;
    }

    /** A HorizontalPodAutoscaler of a Deployment in this colour. */
    ObjectNode autoscaler(ObjectNode original, String name, String deployment) {
        ObjectNode tree = colored(original, name);
        tree.withObject("/spec/scaleTargetRef").put("name", deployment);
        return tree;
    }

    /** A PodDisruptionBudget of this colour's Pods. */
    ObjectNode budget(ObjectNode original, String name) {
        ObjectNode tree = colored(original, name);
        tree.withObject("/spec/selector/matchLabels").put(colorLabel, color.label());
        return tree;
    }

    /** A Service that selects this colour. */
    ObjectNode service(ObjectNode original) {
        ObjectNode tree = filled(original);
        tree.withObject("/spec/selector").put(colorLabel, color.label());
        return tree;
    }

    /** The text with {@code ${COLOR}} filled in. */
    String fill(String text) {
        return text.replace(Placeholders.OPEN_COLOR, color.label());
    }

    private JsonNode fill(JsonNode node) {
        if (node.isObject()) {
            ObjectNode filled = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> filled.set(fill(field.getKey()), fill(field.getValue())));
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> filled.add(fill(item)));
            return filled;
        }
        boolean open = node.isTextual() && node.textValue().contains(Placeholders.OPEN_COLOR);
        return open ? TextNode.valueOf(fill(node.textValue())) : node;
    }
}
