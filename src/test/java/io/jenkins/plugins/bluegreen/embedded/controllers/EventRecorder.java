package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.util.HashMap;
import java.util.Map;

/** Writes v1 Events about objects; a repeated event increases the count. Source: "Event" in the API reference. */
public final class EventRecorder {
    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final Map<String, ObjectKey> known = new HashMap<>();

    public EventRecorder(ObjectStore store, ApiMachinery machinery) {
        this.store = store;
        this.machinery = machinery;
    }

    public void warning(String component, Kind kind, ObjectNode about, String reason, String message) {
        record("Warning", component, kind, about, reason, message);
    }

    public void normal(String component, Kind kind, ObjectNode about, String reason, String message) {
        record("Normal", component, kind, about, reason, message);
    }

    private synchronized void record(String type, String component, Kind kind, ObjectNode about, String reason, String message) {
        Caller caller = Caller.controller(component);
        String same = Json.uid(about) + reason + message;
        ObjectKey key = known.get(same);
        if (key != null && store.get(key) != null) {
            machinery.status(caller, key, event -> event.put("count", Json.number(event, 1, "count") + 1).put("lastTimestamp", Json.now()));
            return;
        }
        ObjectNode namespace = store.get(Kind.NAMESPACE.key("", Json.namespace(about)));
        if (namespace == null || Json.deleting(namespace)) {
            return;
        }
        ObjectNode event = Json.object().put("type", type).put("reason", reason).put("message", message).put("count", 1)
                .put("firstTimestamp", Json.now()).put("lastTimestamp", Json.now()).put("reportingComponent", component)
                .put("reportingInstance", Scheduler.NODE);
        event.putObject("source").put("component", component);
        event.putObject("metadata").put("generateName", Json.name(about) + "." + ApiMachinery.suffix());
        event.putObject("involvedObject").put("apiVersion", kind.apiVersion()).put("kind", kind.kind())
                .put("namespace", Json.namespace(about)).put("name", Json.name(about)).put("uid", Json.uid(about));
        known.put(same, ObjectKey.of(Kind.EVENT, machinery.create(caller, Kind.EVENT, Json.namespace(about), event)));
    }
}
