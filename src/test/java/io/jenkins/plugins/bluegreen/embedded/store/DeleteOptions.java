package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The options of a deletion.
 *
 * @param uid             precondition, empty for none
 * @param resourceVersion precondition, empty for none
 * @param graceSeconds    -1 for the object's own
 * @param policy          Background, Foreground or Orphan
 */
public record DeleteOptions(String uid, String resourceVersion, int graceSeconds, String policy) {

    public static final DeleteOptions BACKGROUND = new DeleteOptions("", "", -1, "Background");
    public static final DeleteOptions NOW = new DeleteOptions("", "", 0, "Background");

    public static DeleteOptions of(JsonNode body) {
        String policy = Json.text(body, "propagationPolicy");
        return new DeleteOptions(Json.text(body, "preconditions", "uid"), Json.text(body, "preconditions", "resourceVersion"),
                Json.number(body, -1, "gracePeriodSeconds"),
                policy.isEmpty() ? Json.at(body, "orphanDependents").asBoolean() ? "Orphan" : "Background" : policy);
    }

    public DeleteOptions withUid(String wanted) {
        return new DeleteOptions(wanted, resourceVersion, graceSeconds, policy);
    }
}
