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
 * Makes objects a colour's own: by name, by label, and by what they refer to.
 *
 * <p>Affinities and topology spread constraints stay as the user wrote them. A constraint that selects the application's
 * Pods counts both colours during a release; adding the colour would let the candidate ignore where live Pods run, which
 * is the user's to decide.
 */
final class Coloring {
    private final String application;
    private final String colorLabel;
    private final Color color;
    private final boolean pair;

    /**
     * A colouring.
     *
     * @param pair whether the manifests hold one Deployment per colour, whose names end in the colour by themselves
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

    /** An object's name as this colour: with the colour at its end, unless the user has put it somewhere himself. */
    String name(String original) {
        boolean colored = original.contains(Placeholders.OPEN_COLOR) || pair && original.endsWith("-" + color.label());
        return paint(colored ? original : original + "-" + color.label());
    }

    /** A copy as this colour's own. */
    ObjectNode own(ObjectNode original, String name) {
        ObjectNode tree = painted(original);
        ObjectNode metadata = tree.withObject("/metadata");
        metadata.put("name", name);
        metadata.withObject("/labels").put(colorLabel, color.label());
        MetadataKeys.label(tree, application, color);
        return tree;
    }

    /** A copy that is nobody's own, with {@code ${COLOR}} filled in. */
    ObjectNode painted(ObjectNode original) {
        return (ObjectNode) paint((JsonNode) original);
    }

    /** The Deployment as this colour. {@code names} are those of the coloured ConfigMaps and Secrets by kind/name. */
    ObjectNode deployment(ObjectNode original, String specHash, Map<String, String> names) {
        ObjectNode rewired = original.deepCopy();
        References.ofPods(rewired.at("/spec/template/spec"), (kind, holder, field) -> {
            String name = names.get(kind + "/" + holder.path(field).asText());
            if (name != null) {
                holder.put(field, name);
            }
        });
        ObjectNode tree = own(rewired, deploymentName());
        tree.withObject("/metadata/annotations").put(MetadataKeys.SPEC_HASH, specHash);
        tree.withObject("/spec/selector/matchLabels").put(colorLabel, color.label());
        tree.withObject("/spec/template/metadata/labels").put(colorLabel, color.label());
        tree.withObject("/spec/template/metadata/annotations").put(MetadataKeys.SPEC_HASH, specHash);
        return tree;
    }

    /** A HorizontalPodAutoscaler of this colour's Deployment. */
    ObjectNode autoscaler(ObjectNode original, String name) {
        ObjectNode tree = own(original, name);
        tree.withObject("/spec/scaleTargetRef").put("name", deploymentName());
        return tree;
    }

    /** A PodDisruptionBudget of this colour's Pods. */
    ObjectNode budget(ObjectNode original, String name) {
        ObjectNode tree = own(original, name);
        tree.withObject("/spec/selector/matchLabels").put(colorLabel, color.label());
        return tree;
    }

    /** A Service that selects this colour. */
    ObjectNode service(ObjectNode original) {
        ObjectNode tree = painted(original);
        tree.withObject("/spec/selector").put(colorLabel, color.label());
        return tree;
    }

    /** The text with {@code ${COLOR}} filled in. */
    String paint(String text) {
        return text.replace(Placeholders.OPEN_COLOR, color.label());
    }

    private JsonNode paint(JsonNode node) {
        if (node.isObject()) {
            ObjectNode painted = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> painted.set(paint(field.getKey()), paint(field.getValue())));
            return painted;
        }
        if (node.isArray()) {
            ArrayNode painted = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> painted.add(paint(item)));
            return painted;
        }
        boolean open = node.isTextual() && node.textValue().contains(Placeholders.OPEN_COLOR);
        return open ? TextNode.valueOf(paint(node.textValue())) : node;
    }
}
