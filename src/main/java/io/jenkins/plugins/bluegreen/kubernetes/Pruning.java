package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Deletes coloured objects that the manifests no longer hold. */
final class Pruning {
    private Pruning() {}

    /** As {@link io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter#prune}. */
    static List<ColoredObject> prune(
            ConditionalWrites writes, String application, String kind, Predicate<ColoredObject> left) {
        String selector = LabelSelector.ofLabels(Map.of(MetadataKeys.APPLICATION, application)).query();
        List<ColoredObject> pruned = new ArrayList<>();
        for (ResourceType type : ResourceTypes.COLORED) {
            if (type.kind().equals(kind)) {
                writes.deleteAll(type, selector, object -> colored(kind, object).filter(left).isPresent())
                        .forEach(object -> pruned.addAll(colored(kind, object).stream().toList()));
            }
        }
        return pruned;
    }

    private static Optional<ColoredObject> colored(String kind, JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return Color.ofLabel(metadata.path("labels").path(MetadataKeys.SIDE).asText())
                .map(color -> new ColoredObject(color, kind, metadata.path("name").asText()));
    }
}
