package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.util.List;

/** Functions that the workload controllers share: owners, their dependents, percentages. */
final class Controllers {
    private Controllers() {}

    static List<ObjectNode> owned(ObjectStore store, Kind kind, ObjectNode owner) {
        String uid = Json.uid(owner);
        return store.list(kind, Json.namespace(owner)).stream().filter(object -> ownerUid(object).equals(uid)).toList();
    }

    /** The uid of the owner that controls the object, or "". */
    static String ownerUid(JsonNode object) {
        return Json.text(owner(object), "uid");
    }

    static JsonNode owner(JsonNode object) {
        for (JsonNode owner : Json.at(object, "metadata", "ownerReferences")) {
            if (owner.path("controller").asBoolean()) {
                return owner;
            }
        }
        return Json.object();
    }

    static void own(Kind kind, ObjectNode owner, ObjectNode object) {
        Json.child(object, "metadata").putArray("ownerReferences").addObject().put("apiVersion", kind.apiVersion())
                .put("kind", kind.kind()).put("name", Json.name(owner)).put("uid", Json.uid(owner)).put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    /** A number, or a percentage ({@code 25%}) of the total. */
    static int share(JsonNode value, int total, boolean up) {
        String text = value.asText("0");
        if (!text.endsWith("%")) {
            return value.asInt(0);
        }
        double exact = total * Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
        return (int) (up ? Math.ceil(exact) : Math.floor(exact));
    }
}
