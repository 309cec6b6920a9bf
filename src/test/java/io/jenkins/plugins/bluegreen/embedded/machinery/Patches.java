package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.List;

/**
 * The three patch types that do not look at field owners: JSON, merge, strategic merge. Source: "Update API Objects in
 * Place Using kubectl patch".
 */
public final class Patches {
    private Patches() {}

    /** @param live stays unchanged */
    public static ObjectNode apply(String contentType, ObjectNode live, JsonNode patch) {
        return switch (contentType) {
            case "application/merge-patch+json" -> (ObjectNode) merge(live.deepCopy(), patch);
            case "application/strategic-merge-patch+json" -> strategic(live.deepCopy(), patch, List.of());
            case "application/json-patch+json" -> json(live, patch);
            default -> throw StatusError.bare(415, "UnsupportedMediaType", "415: Unsupported Media Type");
        };
    }

    /** RFC 7386. */
    private static JsonNode merge(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch.deepCopy();
        }
        ObjectNode result = target instanceof ObjectNode object ? object : Json.object();
        patch.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                result.remove(field.getKey());
            } else {
                result.set(field.getKey(), merge(result.path(field.getKey()), field.getValue()));
            }
        });
        return result;
    }

    /** RFC 6902. Kubernetes 1.34 answers a failed test like any other invalid patch. */
    private static ObjectNode json(ObjectNode live, JsonNode patch) {
        try {
            return (ObjectNode) JsonPatch.apply(patch, live.deepCopy());
        } catch (JsonPatchException e) {
            StatusError refused = StatusError.bare(422, "Invalid",
                    "the server rejected our request due to an error in our request");
            refused.addSuppressed(e);
            throw refused;
        }
    }

    private static ObjectNode strategic(ObjectNode target, JsonNode patch, List<String> fields) {
        if (Json.text(patch, "$patch").equals("replace")) {
            ObjectNode replaced = patch.deepCopy();
            replaced.remove("$patch");
            return replaced;
        }
        patch.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            List<String> path = FieldSet.plus(fields, name);
            if (name.startsWith("$")) {
                return;
            }
            if (value.isNull() || Json.text(value, "$patch").equals("delete")) {
                target.remove(name);
            } else if (value.isObject()) {
                target.set(name, strategic(target.get(name) instanceof ObjectNode old ? old : Json.object(), value, path));
            } else if (value.isArray() && target.get(name) instanceof ArrayNode list && !Schema.listKeys(path).isEmpty()) {
                strategicList(list, value, path);
            } else {
                target.set(name, value.deepCopy());
            }
        });
        return target;
    }

    private static void strategicList(ArrayNode list, JsonNode patch, List<String> path) {
        String key = Schema.listKeys(path).get(0);
        for (JsonNode item : patch) {
            if (Json.text(item, "$patch").equals("replace")) {
                list.removeAll();
                continue;
            }
            int same = -1;
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).path(key).equals(item.path(key))) {
                    same = i;
                }
            }
            if (Json.text(item, "$patch").equals("delete")) {
                if (same >= 0) {
                    list.remove(same);
                }
            } else if (same >= 0) {
                list.set(same, strategic((ObjectNode) list.get(same), item, path));
            } else {
                list.add(item.deepCopy());
            }
        }
    }
}
