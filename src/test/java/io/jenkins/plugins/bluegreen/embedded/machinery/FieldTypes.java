package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The fields of a kind and their types, read from fabric8's model of the API. */
final class FieldTypes {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final KubernetesSerialization MODEL = new KubernetesSerialization();
    private static final Map<JavaType, Map<String, JavaType>> FIELDS = new ConcurrentHashMap<>();
    private static final Set<Class<?>> ANYTHING = Set.of(IntOrString.class, Quantity.class, Object.class);

    private final List<String> unknown = new ArrayList<>();
    private final List<String> schema = new ArrayList<>();
    private final List<String> decoding = new ArrayList<>();

    private FieldTypes() {}

    /**
     * Checks an applied object against the schema. Server-side apply does so first, and reports mistakes in its own
     * way.
     */
    static void applied(Kind kind, ObjectNode object) {
        FieldTypes found = of(kind, object);
        if (!found.schema.isEmpty()) {
            String name = (Json.namespace(object) + "/" + Json.name(object));
            String what = found.schema.size() == 1 ? found.schema.get(0) : "errors:\n  "
                    + String.join("\n  ", found.schema);
            throw new StatusError(500, "", "failed to create typed patch object (%s; %s, Kind=%s): %s"
                    .formatted(name, (kind.group().isEmpty() ? "/" : "") + kind.apiVersion(), kind.kind(), what));
        }
    }

    /** Drops unknown fields. Answers 400 for them where strict, and always for a value of the wrong type. */
    static void created(Kind kind, ObjectNode object, boolean strict) {
        String problem = decode(kind, object, strict);
        if (!problem.isEmpty()) {
            throw StatusError.badRequest("%1$s in version \"%2$s\" cannot be handled as a %1$s: %3$s"
                    .formatted(kind.kind(), kind.version(), problem));
        }
    }

    /** Like {@link #created} for a patched object: 422 with the whole object. */
    static void patched(Kind kind, ObjectNode object, boolean strict) {
        String whole = Json.string(object);
        String problem = decode(kind, object, strict);
        if (!problem.isEmpty()) {
            String quoted = "\"" + whole.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
            throw StatusError.invalid("", "", "",
                    List.of(new StatusError.Cause(
                            "FieldValueInvalid", "patch", "Invalid value: " + quoted + ": " + problem)));
        }
    }

    private static String decode(Kind kind, ObjectNode object, boolean strict) {
        FieldTypes found = of(kind, object);
        if (!found.decoding.isEmpty()) {
            return "json: cannot unmarshal " + found.decoding.get(0);
        }
        return strict && !found.unknown.isEmpty()
                ? "strict decoding error: "
                + String.join(", ", found.unknown.stream().map(f -> "unknown field \"" + f + "\"").toList())
                : "";
    }

    private static FieldTypes of(Kind kind, ObjectNode object) {
        FieldTypes found = new FieldTypes();
        Class<?> model = MODEL.getRegisteredKubernetesResource(kind.apiVersion(), kind.kind());
        found.bean(object, MAPPER.constructType(model), "", "");
        return found;
    }

    private void bean(ObjectNode object, JavaType type, String path, String goPath) {
        Map<String, JavaType> fields = FIELDS.computeIfAbsent(type, FieldTypes::fields);
        for (String name : Json.names(object)) {
            JavaType field = fields.get(name);
            if (field == null) {
                unknown.add((path + "." + name).substring(1));
                schema.add(path + "." + name + ": field not declared in schema");
                object.remove(name);
            } else {
                visit(object.get(name), field, path + "." + name, type.getRawClass().getSimpleName() + goPath + "."
                        + name);
            }
        }
    }

    /** @param goField the struct and the path in it, as Go's decoder names them: without indexes of lists */
    private void visit(JsonNode node, JavaType type, String path, String goField) {
        if (node.isNull() || ANYTHING.contains(type.getRawClass())) {
            return;
        }
        if (type.isCollectionLikeType()) {
            if (!node.isArray()) {
                mismatch(node, "list", "[]" + type.getContentType().getRawClass().getSimpleName(), path, goField);
            }
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                visit(node.get(i), type.getContentType(), path + "[" + i + "]", goField);
            }
        } else if (type.isMapLikeType()) {
            if (!node.isObject()) {
                mismatch(node, "map", "map[string]string", path, goField);
            }
            node.properties()
                    .forEach(e -> visit(e.getValue(), type.getContentType(), path + "." + e.getKey(), goField));
        } else if (KubernetesResource.class.isAssignableFrom(type.getRawClass())
                && !FIELDS.computeIfAbsent(type, FieldTypes::fields).isEmpty()) {
            if (node instanceof ObjectNode object) {
                bean(object, type, path, goField.substring(goField.indexOf('.')));
            } else {
                mismatch(node, "map", type.getRawClass().getSimpleName(), path, goField);
            }
        } else {
            scalar(node, type.getRawClass(), path, goField);
        }
    }

    private void scalar(JsonNode node, Class<?> type, String path, String goField) {
        if (Number.class.isAssignableFrom(type) && !node.isNumber()) {
            mismatch(node, "numeric (int or float)", type == Integer.class ? "int32" : "int64", path, goField);
        } else if (type == String.class && !node.isTextual()) {
            mismatch(node, "string", "string", path, goField);
        } else if (type == Boolean.class && !node.isBoolean()) {
            mismatch(node, "boolean", "bool", path, goField);
        }
    }

    private void mismatch(JsonNode node, String wanted, String goType, String path, String goField) {
        String kind = node.isTextual() ? "string" : node.isNumber() ? "number" : node.isBoolean() ? "bool"
                : node.isArray() ? "array" : "object";
        schema.add(path + ": expected " + wanted + ", got "
                + (wanted.startsWith("numeric") ? kind : "&value.valueUnstructured{Value:" + node + "}"));
        decoding.add(kind + " into Go struct field " + goField + " of type " + goType);
    }

    private static Map<String, JavaType> fields(JavaType type) {
        Map<String, JavaType> fields = new HashMap<>();
        for (BeanPropertyDefinition property : MAPPER.getDeserializationConfig().introspect(type).findProperties()) {
            if (property.getPrimaryType() != null) {
                fields.put(property.getName(), property.getPrimaryType());
            }
        }
        fields.remove("additionalProperties");
        return fields;
    }
}
