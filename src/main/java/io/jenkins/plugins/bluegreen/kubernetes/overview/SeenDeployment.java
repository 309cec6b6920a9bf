package io.jenkins.plugins.bluegreen.kubernetes.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A Deployment of a list.
 *
 * @param application by its label; null: the plugin has not applied it
 * @param color by its label, else by its name's end; null: none
 * @param labels those of its Pods
 * @param specHash the release's; null: none
 * @param buildUrl the build that applied it; null when unknown
 * @param writtenAt when the plugin wrote it last; null when unknown
 */
record SeenDeployment(
        String namespace,
        String name,
        String application,
        Color color,
        Map<String, String> labels,
        ColorPods pods,
        String specHash,
        String buildUrl,
        Instant writtenAt,
        Optional<HandChange> changed) {
    private static final String POD_TEMPLATE_HASH = "pod-template-hash";

    static SeenDeployment of(JsonNode deployment) {
        JsonNode metadata = deployment.path("metadata");
        JsonNode labels = metadata.path("labels");
        JsonNode annotations = metadata.path("annotations");
        String name = metadata.path("name").asText();
        Color color = Color.ofLabel(labels.path(MetadataKeys.SIDE).asText(null))
                .orElseGet(() -> ofName(name));
        return new SeenDeployment(
                metadata.path("namespace").asText(),
                name,
                text(labels.path(MetadataKeys.APPLICATION)),
                color,
                LabelSelector.labels(deployment.at("/spec/template/metadata/labels")),
                new ColorPods(
                        color,
                        name,
                        deployment.at("/spec/template/spec/containers/0/image").asText(),
                        deployment.at("/status/readyReplicas").asInt(),
                        deployment.at("/spec/replicas").asInt(1),
                        annotations.path(MetadataKeys.REPLICAS).asInt()),
                text(annotations.path(MetadataKeys.SPEC_HASH)),
                text(annotations.path(MetadataKeys.BUILD_URL)),
                SeenLease.time(annotations.path(MetadataKeys.WRITTEN_AT).asText()),
                HandChange.of(deployment));
    }

    private static String text(JsonNode value) {
        String text = value.asText();
        return text.isEmpty() ? null : text;
    }

    private static Color ofName(String name) {
        return Color.ofLabel(name.substring(name.lastIndexOf('-') + 1)).orElse(null);
    }

    /** The name of the application: that of its label, else its own name without the colour. */
    String base() {
        if (application != null) {
            return application;
        }
        String end = color == null ? "" : "-" + color.label();
        return !end.isEmpty() && name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }

    /** Whether a selector selects its Pods, whatever the label {@code ignored} is; empty: no label is ignored. */
    boolean isSelected(Map<String, String> selector, String ignored) {
        Map<String, String> wanted = new TreeMap<>(selector);
        // pins a Service to the Pods of an application without colours, while a candidate is beside them
        wanted.remove(POD_TEMPLATE_HASH);
        return LabelSelector.ofLabels(wanted).matches(labels, ignored);
    }
}
