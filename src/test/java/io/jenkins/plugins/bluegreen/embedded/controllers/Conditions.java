package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;

/** The {@code conditions} of a status. A transition time changes only with its condition's status. */
public final class Conditions {
    private final ArrayNode list;

    public Conditions(ObjectNode status) {
        list = status.get("conditions") instanceof ArrayNode given ? given : status.putArray("conditions");
    }

    public void set(String type, boolean holds, String reason, String message) {
        ObjectNode condition = of(type);
        String status = holds ? "True" : "False";
        if (!Json.text(condition, "status").equals(status)) {
            condition.put("status", status).put("lastTransitionTime", Json.now());
        }
        putOrRemove(condition, "reason", reason);
        putOrRemove(condition, "message", message);
    }

    public boolean holds(String type) {
        return list.valueStream()
                .anyMatch(one -> Json.text(one, "type").equals(type) && Json.text(one, "status").equals("True"));
    }

    void remove(String type) {
        for (int i = list.size() - 1; i >= 0; i--) {
            if (Json.text(list.get(i), "type").equals(type)) {
                list.remove(i);
            }
        }
    }

    private ObjectNode of(String type) {
        for (var condition : list) {
            if (Json.text(condition, "type").equals(type)) {
                return (ObjectNode) condition;
            }
        }
        return list.addObject().put("type", type);
    }

    private static void putOrRemove(ObjectNode condition, String field, String text) {
        if (text.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, text);
        }
    }
}
