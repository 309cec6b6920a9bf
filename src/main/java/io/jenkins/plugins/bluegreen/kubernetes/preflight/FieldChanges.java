package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.spec.SecretMask;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the fields that differ between an object in the cluster and a manifest. A field that is not in the manifest is
 * a default of the server and no difference, except in maps whose entries are all the user's.
 */
final class FieldChanges {
    private static final int SHOWN = 120;
    private static final Set<String> OWN_MAPS = Set.of("data", "binaryData");
    // they hold the colour, or the plugin's own annotations
    private static final Set<String> IGNORED =
            Set.of("spec.selector", "spec.replicas", "spec.template.metadata", "apiVersion", "kind");

    private final boolean secret;
    private final SecretMask mask;
    private final List<String> changes;

    FieldChanges(boolean secret, SecretMask mask, List<String> changes) {
        this.secret = secret;
        this.mask = mask;
        this.changes = changes;
    }

    void compare(String path, JsonNode live, JsonNode wanted) {
        if (IGNORED.contains(path)) {
            return;
        }
        if (wanted.isObject()) {
            compareFields(path, live, wanted);
        } else if (wanted.isArray()) {
            compareEntries(path, live, wanted);
        } else if (!wanted.asText().equals(live.asText()) || live.isMissingNode()) {
            // where a credential's value is wanted, the one in the cluster is its predecessor
            boolean hidden = mask.covers(wanted.asText());
            changes.add(path + ": " + show(live, hidden) + " → " + show(wanted, hidden));
        }
    }

    private void compareFields(String path, JsonNode live, JsonNode wanted) {
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            compare(join(path, field.getKey()), live.path(field.getKey()), field.getValue());
        }
        if (OWN_MAPS.contains(path)) {
            live.fieldNames().forEachRemaining(name -> {
                if (!wanted.has(name)) {
                    changes.add(join(path, name) + ": " + show(live.path(name), false) + " → -");
                }
            });
        }
    }

    private void compareEntries(String path, JsonNode live, JsonNode wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            JsonNode entry = wanted.get(i);
            String name = entry.path("name").asText();
            JsonNode there = name.isEmpty() ? live.path(i) : named(live, name);
            compare(path + "[" + (name.isEmpty() ? i : name) + "]", there, entry);
        }
        for (int i = 0; i < live.size(); i++) {
            String name = live.get(i).path("name").asText();
            boolean kept = name.isEmpty() ? i < wanted.size() : !named(wanted, name).isMissingNode();
            if (!kept) {
                String gone = show(live.get(i), path.endsWith(".env"));
                changes.add(path + "[" + (name.isEmpty() ? i : name) + "]: " + gone + " → -");
            }
        }
    }

    private static JsonNode named(JsonNode entries, String name) {
        for (JsonNode entry : entries) {
            if (entry.path("name").asText().equals(name)) {
                return entry;
            }
        }
        return ApiServer.JSON.missingNode();
    }

    private String show(JsonNode value, boolean hidden) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (secret || hidden) {
            return "***";
        }
        String text = mask.mask(value.isValueNode() ? value.asText() : value.toString());
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private static String join(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
