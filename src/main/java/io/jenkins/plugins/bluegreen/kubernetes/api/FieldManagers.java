package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads who wrote an object's fields ({@code metadata.managedFields}; Kubernetes documentation, "Server-Side Apply" and
 * "FieldsV1").
 */
public final class FieldManagers {
    private static final Set<String> NOT_CONTENT = Set.of("f:metadata", "f:status");

    private FieldManagers() {}

    /**
     * The field manager other than the plugin that owns content which {@code wanted} does not hold: an apply of {@code
     * wanted} leaves it in the object. Labels, annotations and the status are no content.
     */
    public static Optional<String> ofMoreThan(JsonNode wanted, JsonNode managedFields) {
        for (JsonNode entry : managedFields) {
            String manager = entry.path("manager").asText();
            if (!manager.equals(ApiServer.FIELD_MANAGER) && hasMore(entry.path("fieldsV1"), wanted, NOT_CONTENT)) {
                return Optional.of(manager);
            }
        }
        return Optional.empty();
    }

    private static boolean hasMore(JsonNode fields, JsonNode wanted, Set<String> ignored) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String name = field.getKey();
            if (name.equals(".") || ignored.contains(name)) {
                continue;
            }
            JsonNode held = held(name, wanted);
            if (held.isMissingNode() || hasMore(field.getValue(), held, Set.of())) {
                return true;
            }
        }
        return false;
    }

    /** {@code f:name} is a field, {@code k:{…}} the item of a list with these keys, {@code v:…} one by its value. */
    private static JsonNode held(String path, JsonNode wanted) {
        String name = path.substring(2);
        if (path.startsWith("f:")) {
            return wanted.path(name);
        }
        try {
            JsonNode key = ApiServer.JSON.readTree(name);
            for (JsonNode item : wanted) {
                boolean same = path.startsWith("v:")
                        ? item.equals(key)
                        // a key that the manifest leaves out has its default
                        : key.properties().stream().allMatch(part -> item.path(part.getKey())
                                .asText(part.getValue().asText())
                                .equals(part.getValue().asText()));
                if (same) {
                    return item;
                }
            }
        } catch (JsonProcessingException e) {
            // an index, i:…, which no kind of ours has
        }
        return ApiServer.JSON.missingNode();
    }
}
