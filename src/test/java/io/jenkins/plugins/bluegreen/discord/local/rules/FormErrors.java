package io.jenkins.plugins.bluegreen.discord.local.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The tree of errors in a 400 of Discord: "Error Messages" in its API reference. */
public final class FormErrors {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    boolean isEmpty() {
        return root.isEmpty();
    }

    /** @param path names and indexes from the body's root to the wrong value, separated by dots */
    public void add(String path, String code, String message) {
        ObjectNode node = root;
        for (String step : path.split("\\.")) {
            node = node.withObjectProperty(step);
        }
        node.withArrayProperty("_errors").addObject().put("code", code).put("message", message);
    }

    /** Adds an error of a rule that only this server has. */
    void local(String path, String message) {
        add(path, "LOCAL_RULE", message);
    }

    void required(String path) {
        add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    void tooLong(String path, int most) {
        add(path, "BASE_TYPE_MAX_LENGTH", "Must be " + most + " or fewer in length.");
    }

    /** Refuses a value that is not a string, null or absent, and one longer than {@code most} once stripped. */
    void text(String path, JsonNode node, int most) {
        if (!isGiven(node)) {
            return;
        }
        if (!node.isTextual()) {
            add(path, "STRING_TYPE_CONVERT", "Could not interpret \"" + node + "\" as string.");
        } else if (Text.length(Text.of(node)) > most) {
            tooLong(path, most);
        }
    }

    /** Refuses a missing, empty or too long text. */
    void requiredText(String path, JsonNode node, int most) {
        text(path, node, most);
        if (!isGiven(node) || node.isTextual() && Text.of(node).isEmpty()) {
            required(path);
        }
    }

    /** Refuses a value that is not true, false, null or absent. */
    void truth(String path, JsonNode node) {
        if (isGiven(node) && !node.isBoolean()) {
            add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.");
        }
    }

    /**
     * Whether the node is an object without other keys. Refuses a value that is not such an object, null or absent.
     */
    boolean object(String path, JsonNode node, Set<String> keys) {
        if (isGiven(node) && !node.isObject()) {
            add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType");
        }
        node.properties().forEach(property -> {
            if (!keys.contains(property.getKey())) {
                local(path.isEmpty() ? property.getKey() : path + "." + property.getKey(), "Discord knows no such key here.");
            }
        });
        return node.isObject();
    }

    /**
     * Whether the node is a list with at most so many elements. Refuses a value that is not such a list, null or
     * absent.
     */
    boolean list(String path, JsonNode node, int most) {
        if (isGiven(node) && !node.isArray()) {
            add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType");
        } else if (node.size() > most) {
            tooLong(path, most);
        }
        return node.isArray();
    }

    public ObjectNode toBody() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("message", "Invalid Form Body").put("code", 50035);
        body.set("errors", root);
        return body;
    }

    public static boolean isGiven(JsonNode node) {
        return !node.isMissingNode() && !node.isNull();
    }
}
