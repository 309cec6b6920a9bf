package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads who wrote an object's fields ({@code metadata.managedFields}; Kubernetes documentation, "Server-Side Apply" and
 * "FieldsV1").
 */
public final class FieldManagers {
    private static final Set<String> NOT_CONTENT = Set.of("f:metadata", "f:status");

    private FieldManagers() {}

    /**
     * A field that a field manager owns.
     *
     * @param path such as {@code spec.template.spec.containers[web].image}
     */
    public record Owned(String manager, String path) {}

    /**
     * The field manager other than the plugin that owns content which {@code wanted} does not hold: an apply of {@code
     * wanted} leaves it in the object. Labels, annotations and the status are no content.
     */
    public static Optional<String> ofMoreThan(JsonNode wanted, JsonNode managedFields) {
        return moreThan(wanted, managedFields).stream().map(Owned::manager).findFirst();
    }

    /** The same with the fields: the outermost ones that {@code wanted} does not hold. */
    public static List<Owned> moreThan(JsonNode wanted, JsonNode managedFields) {
        List<Owned> more = new ArrayList<>();
        others(managedFields, (manager, fields) -> more(manager, fields, wanted, "", NOT_CONTENT, more));
        return more;
    }

    /** All fields of other field managers than the plugin, but for the status. */
    public static List<Owned> ofOthers(JsonNode managedFields) {
        List<Owned> owned = new ArrayList<>();
        others(managedFields, (manager, fields) -> owned(manager, fields, "", owned));
        owned.removeIf(field -> field.path().startsWith("status"));
        return owned;
    }

    private static void others(JsonNode managedFields, BiConsumer<String, JsonNode> each) {
        for (JsonNode entry : managedFields) {
            String manager = entry.path("manager").asText();
            if (!manager.equals(ApiServer.FIELD_MANAGER)) {
                each.accept(manager, entry.path("fieldsV1"));
            }
        }
    }

    private static void more(
            String manager, JsonNode fields, JsonNode wanted, String path, Set<String> ignored, List<Owned> more) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            String name = field.getKey();
            if (name.equals(".") || ignored.contains(name)) {
                continue;
            }
            JsonNode held = held(name, wanted);
            String at = join(path, name);
            if (held.isMissingNode()) {
                more.add(new Owned(manager, at));
            } else {
                more(manager, field.getValue(), held, at, Set.of(), more);
            }
        }
    }

    private static void owned(String manager, JsonNode fields, String path, List<Owned> owned) {
        if (fields.isEmpty() && !path.isEmpty()) {
            owned.add(new Owned(manager, path));
        }
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (!field.getKey().equals(".")) {
                owned(manager, field.getValue(), join(path, field.getKey()), owned);
            }
        }
    }

    private static String join(String path, String name) {
        String text = name.substring(2);
        if (name.startsWith("f:")) {
            return path.isEmpty() ? text : path + "." + text;
        }
        try {
            List<String> parts = new ArrayList<>();
            JsonNode key = ApiServer.JSON.readTree(text);
            key.forEach(part -> parts.add(part.asText()));
            return path + "[" + (key.isObject() ? String.join(",", parts) : key.asText()) + "]";
        } catch (JsonProcessingException e) {
            return path + "[" + text + "]";
        }
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
