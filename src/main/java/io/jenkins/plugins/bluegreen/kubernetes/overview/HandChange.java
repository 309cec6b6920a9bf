package io.jenkins.plugins.bluegreen.kubernetes.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.FieldManagers;
import java.util.List;
import java.util.Optional;

/**
 * The last write of another field manager to an object's {@code spec} after the plugin's last one, by the times of its
 * {@code managedFields}. Those are of seconds: a write within the second of the plugin's own is not seen.
 *
 * @param manager such as {@code kubectl-edit}
 * @param time as the API server writes it
 * @param fields some of the fields, as {@code spec.replicas}
 */
record HandChange(String manager, String time, List<String> fields) {
    private static final int MOST_FIELDS = 3;
    private static final String PEOPLE = "kubectl";

    /** Empty as well when the plugin has never written the object. */
    static Optional<HandChange> of(JsonNode object) {
        JsonNode entries = object.at("/metadata/managedFields");
        String ours = "";
        for (JsonNode entry : entries) {
            if (entry.path("manager").asText().equals(ApiServer.FIELD_MANAGER)) {
                ours = later(ours, entry.path("time").asText());
            }
        }
        HandChange last = null;
        for (JsonNode entry : entries) {
            String time = entry.path("time").asText();
            if (!ours.isEmpty() && time.compareTo(ours) > 0 && isByHand(entry)
                    && (last == null || time.compareTo(last.time) >= 0)) {
                last = new HandChange(entry.path("manager").asText("unknown"), time, fields(entry));
            }
        }
        return Optional.ofNullable(last);
    }

    private static String later(String one, String other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** An autoscaler writes the subresource {@code scale}, as {@code kubectl scale} does; controllers the status. */
    private static boolean isByHand(JsonNode entry) {
        String manager = entry.path("manager").asText();
        String subresource = entry.path("subresource").asText();
        return !manager.equals(ApiServer.FIELD_MANAGER)
                && entry.path("fieldsV1").has("f:spec")
                && (subresource.isEmpty() || subresource.equals("scale") && manager.startsWith(PEOPLE));
    }

    private static List<String> fields(JsonNode entry) {
        ArrayNode alone = ApiServer.JSON.createArrayNode().add(entry);
        return FieldManagers.ofOthers(alone).stream()
                .map(FieldManagers.Owned::path)
                .filter(path -> path.startsWith("spec"))
                .limit(MOST_FIELDS)
                .toList();
    }

    /** The fields in a sentence. */
    String where() {
        return fields.isEmpty() ? "spec" : String.join(", ", fields);
    }
}
