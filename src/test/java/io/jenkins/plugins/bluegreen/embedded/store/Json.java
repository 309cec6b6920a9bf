package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and builds JSON trees. All objects in the embedded cluster are trees. */
public final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Parses JSON, or one YAML document. */
    public static JsonNode read(byte[] body) throws IOException {
        int first = 0;
        while (first < body.length && body[first] <= ' ') {
            first++;
        }
        boolean json = first < body.length && (body[first] == '{' || body[first] == '[');
        return (json ? JSON : YAML).readTree(body);
    }

    public static List<ObjectNode> documents(String yaml) {
        List<ObjectNode> documents = new ArrayList<>();
        try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
            while (all.hasNext()) {
                JsonNode document = all.next();
                if (document instanceof ObjectNode node) {
                    if (node.has("items") && text(node, "kind").endsWith("List")) {
                        node.get("items").forEach(item -> documents.add((ObjectNode) item));
                    } else {
                        documents.add(node);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("not YAML: " + e.getMessage(), e);
        }
        return documents;
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String string(JsonNode node) {
        return new String(bytes(node), StandardCharsets.UTF_8);
    }

    public static JsonNode at(JsonNode node, String... path) {
        JsonNode found = node;
        for (String element : path) {
            found = found.path(element);
        }
        return found;
    }

    public static boolean has(JsonNode node, String... path) {
        JsonNode found = at(node, path);
        return !found.isMissingNode() && !found.isNull();
    }

    public static String text(JsonNode node, String... path) {
        return at(node, path).asText("");
    }

    public static int number(JsonNode node, int otherwise, String... path) {
        return at(node, path).asInt(otherwise);
    }

    /** The object at the path, created if it is missing. */
    public static ObjectNode child(ObjectNode node, String... path) {
        ObjectNode found = node;
        for (String element : path) {
            found = found.get(element) instanceof ObjectNode inner ? inner : found.putObject(element);
        }
        return found;
    }

    public static List<ObjectNode> items(JsonNode node, String... path) {
        List<ObjectNode> items = new ArrayList<>();
        for (JsonNode item : at(node, path)) {
            if (item instanceof ObjectNode object) {
                items.add(object);
            }
        }
        return items;
    }

    public static Map<String, String> strings(JsonNode node, String... path) {
        Map<String, String> strings = new LinkedHashMap<>();
        at(node, path).properties().forEach(field -> strings.put(field.getKey(), field.getValue().asText()));
        return strings;
    }

    public static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public static ObjectNode object(Map<String, String> strings) {
        ObjectNode node = object();
        strings.forEach(node::put);
        return node;
    }

    public static void defaultTo(ObjectNode node, String field, String value) {
        if (!has(node, field)) {
            node.put(field, value);
        }
    }

    public static void defaultTo(ObjectNode node, String field, int value) {
        if (!has(node, field)) {
            node.put(field, value);
        }
    }

    public static String name(JsonNode object) {
        return text(object, "metadata", "name");
    }

    public static String namespace(JsonNode object) {
        return text(object, "metadata", "namespace");
    }

    public static String uid(JsonNode object) {
        return text(object, "metadata", "uid");
    }

    public static boolean deleting(JsonNode object) {
        return has(object, "metadata", "deletionTimestamp");
    }

    public static Map<String, String> labels(JsonNode object) {
        return strings(object, "metadata", "labels");
    }

    /** The time in RFC 3339 with whole seconds, the usual format of Kubernetes. */
    public static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The time in RFC 3339 with microseconds, the format of Leases. */
    public static String nowMicro() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    }
}
