package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.JsonNode;

/** Where an object is. */
record ObjectKey(Kind kind, String namespace, String name) {

    static ObjectKey of(Kind kind, JsonNode object) {
        return kind.key(Json.namespace(object), Json.name(object));
    }

    @Override
    public String toString() {
        return kind.kind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
