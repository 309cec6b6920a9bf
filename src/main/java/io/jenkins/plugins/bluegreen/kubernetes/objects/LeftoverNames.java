package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Refuses a {@code __COLOR__} or {@code __IMAGE__} that nobody has filled in, and says how to have it filled in. */
final class LeftoverNames {
    /** Texts that are for others to read. */
    private static final Set<String> ANY_TEXT =
            Set.of("annotations", "args", "binaryData", "command", "data", "stringData");

    private LeftoverNames() {}

    static void check(ManifestObject object, Placeholders placeholders) {
        check(object, object.tree(), placeholders, new ArrayList<>());
    }

    private static void check(ManifestObject object, JsonNode node, Placeholders placeholders, List<Object> path) {
        if (node.isTextual()) {
            placeholders.leftover(node.textValue()).ifPresent(form -> {
                throw object.error("manifest.leftover", path.toArray(), node.textValue(), form);
            });
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            descend(object, node.get(i), placeholders, path, i);
        }
        node.properties().forEach(field -> {
            if (!ANY_TEXT.contains(field.getKey())) {
                descend(object, field.getValue(), placeholders, path, field.getKey());
            }
        });
    }

    private static void descend(
            ManifestObject object, JsonNode node, Placeholders placeholders, List<Object> path, Object step) {
        path.add(step);
        check(object, node, placeholders, path);
        path.remove(path.size() - 1);
    }
}
