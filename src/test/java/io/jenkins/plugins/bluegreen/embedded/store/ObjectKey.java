package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;

/** The identity of an object: kind, namespace and name. */
public record ObjectKey(Kind kind, String namespace, String name) {

    public static ObjectKey of(Kind kind, JsonNode object) {
        return kind.key(Json.namespace(object), Json.name(object));
    }

    @Override
    public String toString() {
        return kind.kind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
