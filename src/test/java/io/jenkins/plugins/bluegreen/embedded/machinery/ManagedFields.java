package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The field owners of one object: {@code metadata.managedFields}. Source: "Server-Side Apply". */
final class ManagedFields {
    private final String apiVersion;
    private final List<Entry> entries = new ArrayList<>();

    /** One manager's fields. */
    private static final class Entry {
        private final String manager;
        private final String operation;
        private final String subresource;
        private final String time;
        private final Set<List<String>> paths;

        Entry(String manager, String operation, String subresource, String time, Set<List<String>> paths) {
            this.manager = manager;
            this.operation = operation;
            this.subresource = subresource;
            this.time = time;
            this.paths = paths;
        }

        boolean is(String aManager, String anOperation, String aSubresource) {
            return manager.equals(aManager) && operation.equals(anOperation) && subresource.equals(aSubresource);
        }

        String printed(String version) {
            return "\"" + manager + "\"" + (subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"")
                    + (operation.equals("Update") ? " using " + version : "");
        }
    }

    ManagedFields(Kind kind, JsonNode object) {
        apiVersion = kind.apiVersion();
        if (object != null) {
            Json.items(object, "metadata", "managedFields").forEach(e -> entries.add(new Entry(Json.text(e, "manager"),
                    Json.text(e, "operation"), Json.text(e, "subresource"), Json.text(e, "time"),
                    FieldSet.decode(Json.at(e, "fieldsV1")))));
        }
    }

    /** Makes the manager the only owner of all fields that differ. */
    void update(JsonNode before, JsonNode after, String manager, String subresource) {
        Map<List<String>, JsonNode> old = FieldSet.leaves(before);
        Map<List<String>, JsonNode> now = FieldSet.leaves(after);
        Set<List<String>> changed = new LinkedHashSet<>();
        now.forEach((path, value) -> {
            if (!value.equals(old.get(path))) {
                changed.add(path);
            }
        });
        Set<List<String>> touched = new LinkedHashSet<>(old.keySet());
        touched.removeAll(now.keySet());
        boolean nothing = touched.isEmpty() && changed.isEmpty();
        touched.addAll(changed);
        Set<List<String>> mine = take(manager, "Update", subresource);
        entries.forEach(entry -> entry.paths.removeAll(touched));
        mine.removeAll(touched);
        mine.addAll(changed);
        if (!nothing || !mine.isEmpty()) {
            entries.add(new Entry(manager, "Update", subresource, Json.now(), mine));
        }
    }

    /** The paths that the manager applied last time. */
    Set<List<String>> applied(String manager) {
        return entries.stream().filter(e -> e.is(manager, "Apply", "")).findFirst().map(e -> e.paths).orElse(Set.of());
    }

    boolean ownedByAnother(List<String> path, String applier) {
        return entries.stream().anyMatch(e -> !e.is(applier, "Apply", "") && e.paths.contains(path));
    }

    /** Sets the manager's applied fields; fields taken by force leave their former owners. */
    void apply(String manager, Set<List<String>> paths, Set<List<String>> forced) {
        take(manager, "Apply", "");
        entries.forEach(entry -> entry.paths.removeAll(forced));
        entries.add(new Entry(manager, "Apply", "", Json.now(), paths));
    }

    /**
     * The conflicting paths. Without force, throws a 409 that names managers and fields. Source: apiserver's {@code
     * fieldmanager/internal/conflict.go}.
     */
    Set<List<String>> conflicts(String manager, Map<List<String>, JsonNode> wanted, Map<List<String>, JsonNode> live,
            boolean force) {
        Set<List<String>> fields = new LinkedHashSet<>();
        List<StatusError.Cause> causes = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (String owner : new TreeSet<>(entries.stream().map(e -> e.printed(apiVersion)).toList())) {
            List<String> own = new ArrayList<>();
            entries.stream().filter(e -> e.printed(apiVersion).equals(owner) && !e.is(manager, "Apply", ""))
                    .forEach(e -> wanted.forEach((path, value) -> {
                        if (e.paths.contains(path) && !value.equals(live.get(path))) {
                            fields.add(path);
                            own.add(FieldSet.print(path));
                        }
                    }));
            own.forEach(f -> causes.add(new StatusError.Cause("FieldManagerConflict", f, "conflict with " + owner)));
            if (!own.isEmpty()) {
                lines.add("conflicts with " + owner + ":");
                own.forEach(f -> lines.add("- " + f));
            }
        }
        if (!causes.isEmpty() && !force) {
            String message = causes.size() == 1
                    ? "Apply failed with 1 conflict: " + causes.get(0).message() + ": " + causes.get(0).field()
                    : "Apply failed with " + causes.size() + " conflicts: " + String.join("\n", lines);
            ObjectNode details = Json.object();
            StatusError.addCauses(details, causes);
            throw new StatusError(409, "Conflict", message, details);
        }
        return fields;
    }

    void writeTo(ObjectNode object) {
        ArrayNode list = Json.array();
        for (Entry entry : entries) {
            if (!entry.paths.isEmpty()) {
                ObjectNode written = list.addObject().put("manager", entry.manager).put("operation", entry.operation)
                        .put("apiVersion", apiVersion).put("time", entry.time).put("fieldsType", "FieldsV1");
                written.set("fieldsV1", FieldSet.encode(entry.paths));
                if (!entry.subresource.isEmpty()) {
                    written.put("subresource", entry.subresource);
                }
            }
        }
        Json.child(object, "metadata").set("managedFields", list);
    }

    private Set<List<String>> take(String manager, String operation, String subresource) {
        Set<List<String>> paths = new LinkedHashSet<>();
        entries.removeIf(e -> e.is(manager, operation, subresource) && paths.addAll(e.paths) | true);
        return paths;
    }
}
