package io.jenkins.plugins.bluegreen.conformance.given;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Detects a write that creates something of a release a second time. */
final class Once {
    private static final String PREFIX = "blue-green.jenkins.io/";
    private static final String VERSION = "/spec/template/metadata/annotations/blue-green.jenkins.io~1spec-hash";

    private Once() {}

    /**
     * Checks that each switch has one new revision.
     *
     * @param before null for a new Service
     * @param moved whether the selector was changed
     */
    static Optional<String> service(JsonNode before, JsonNode after, boolean moved) {
        int counted = revision(after) - (before == null ? 0 : revision(before));
        return counted > (moved ? 1 : 0)
                ? Optional.of("revision " + revision(after) + ", " + counted + " more than before")
                : Optional.empty();
    }

    /**
     * Checks that a colour has one Deployment and a version one ReplicaSet.
     *
     * @param before null for a new Deployment
     * @param all all existing Deployments
     */
    static Optional<String> deployment(JsonNode before, JsonNode after, List<? extends JsonNode> all) {
        if (before != null) {
            boolean again = !after.at(VERSION).isMissingNode()
                    && after.at(VERSION).equals(before.at(VERSION))
                    && !after.at("/spec/template").equals(before.at("/spec/template"));
            return again ? Optional.of("another ReplicaSet of " + after.at(VERSION).asText()) : Optional.empty();
        }
        return all.stream()
                .filter(other -> !name(other).equals(name(after)))
                .filter(other -> !marks(after).isEmpty() && marks(other).equals(marks(after)))
                .map(other -> "as " + name(other))
                .findFirst();
    }

    /**
     * Checks that one Job runs at a time.
     *
     * @param all all Jobs, with the new one
     */
    static Optional<String> job(List<? extends JsonNode> all) {
        long unfinished = all.stream()
                .filter(job -> job.at("/status/conditions").valueStream().noneMatch(Once::isEnd))
                .count();
        return unfinished > 1 ? Optional.of(unfinished + " Jobs at a time") : Optional.empty();
    }

    private static boolean isEnd(JsonNode condition) {
        return List.of("Complete", "Failed").contains(condition.path("type").asText())
                && condition.path("status").asText().equals("True");
    }

    private static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }

    private static int revision(JsonNode service) {
        return service.path("metadata").path("annotations").path(PREFIX + "revision").asInt();
    }

    /** The labels of application and colour. */
    private static Map<String, String> marks(JsonNode object) {
        Map<String, String> marks = new TreeMap<>();
        object.at("/metadata/labels").properties().stream()
                .filter(label -> label.getKey().startsWith(PREFIX))
                .forEach(label -> marks.put(label.getKey(), label.getValue().asText()));
        if (object.at("/metadata/annotations").has(PREFIX + "companion")) {
            marks.put("companion", name(object));
        }
        return marks;
    }
}
