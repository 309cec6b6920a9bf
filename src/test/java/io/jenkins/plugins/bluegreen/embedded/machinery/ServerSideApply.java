package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Server-side apply. Fields that the manager names are set. Fields that it no longer names are removed unless another
 * manager owns them. A field with another manager's different value is a conflict, or is taken over by force. Source:
 * "Server-Side Apply".
 */
final class ServerSideApply {
    private ServerSideApply() {}

    /** @return a new tree: the merged object with its managed fields */
    static ObjectNode apply(Kind kind, ObjectNode live, ObjectNode config, String manager, boolean force) {
        Map<List<String>, JsonNode> wanted = new LinkedHashMap<>(FieldSet.leaves(config));
        wanted.keySet().removeIf(path -> path.get(0).equals("f:status"));
        ManagedFields fields = new ManagedFields(kind, live);
        Set<List<String>> forced = fields.conflicts(manager, wanted, FieldSet.leaves(live), force);

        ObjectNode merged = live.deepCopy();
        merge(merged, config, List.of());
        Set<List<String>> given = new LinkedHashSet<>(fields.applied(manager));
        given.removeAll(wanted.keySet());
        given.removeIf(path -> fields.ownedByAnother(path, manager));
        // list items first, while their keys still identify them
        given.stream().filter(path -> path.get(path.size() - 1).equals(".")).forEach(p -> FieldSet.remove(merged, p));
        given.stream().filter(path -> !path.get(path.size() - 1).equals(".")).forEach(p -> FieldSet.remove(merged, p));

        fields.apply(manager, new LinkedHashSet<>(wanted.keySet()), forced);
        fields.writeTo(merged);
        return merged;
    }

    private static void merge(ObjectNode live, JsonNode config, List<String> fields) {
        config.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            List<String> path = FieldSet.plus(fields, name);
            JsonNode old = live.get(name);
            if (fields.isEmpty() && name.equals("status") || value.isNull()) {
                return;
            }
            if (value.isObject() && !Schema.atomic(path) && old instanceof ObjectNode map) {
                merge(map, value, path);
            } else if (value.isArray() && old instanceof ArrayNode list && !Schema.listKeys(path).isEmpty()) {
                mergeList(list, value, path);
            } else {
                live.set(name, value.deepCopy());
            }
        });
    }

    private static void mergeList(ArrayNode live, JsonNode config, List<String> path) {
        List<String> keys = Schema.listKeys(path);
        for (JsonNode item : config) {
            ObjectNode key = Schema.keyOf(item, keys);
            JsonNode same = null;
            for (JsonNode candidate : live) {
                if (Schema.keyOf(candidate, keys).equals(key)) {
                    same = candidate;
                }
            }
            if (same instanceof ObjectNode map) {
                merge(map, item, path);
            } else {
                live.add(item.deepCopy());
            }
        }
    }
}
