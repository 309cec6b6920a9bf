package io.jenkins.plugins.bluegreen.jenkins.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The record of a release that is over. Times are in milliseconds since 1970, texts empty where there is none.
 *
 * @param operation RELEASE or ROLL_BACK
 * @param outcome the name of an {@link io.jenkins.plugins.bluegreen.engine.events.Outcome}
 * @param message what happened, why, and where the traffic is, in English
 * @param messageKo the same in Korean
 * @param color the colour that has the traffic now
 * @param candidate the colour that was released
 * @param rollbackMillis how long it took to bring the traffic back; -1: it did not go back
 * @param job full name of the job
 * @param build the build's number
 * @param buildUrl the build's address at that time
 * @param startedBy who or what started the build
 */
public record EndedRelease(
        String id,
        String cluster,
        String namespace,
        String application,
        String operation,
        String outcome,
        String message,
        String messageKo,
        String color,
        String previousColor,
        String candidate,
        String image,
        int revision,
        long startedAt,
        long endedAt,
        long rollbackMillis,
        List<Stretch> phases,
        String job,
        int build,
        String buildUrl,
        List<String> startedBy) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A phase, and when it began and ended. */
    public record Stretch(String phase, long from, long to) {}

    /** The record of a release that has just ended. */
    static EndedRelease of(ReleaseFacts facts, String cluster, ReleaseView state, ReleaseResult result) {
        var map = result.toMap();
        Sentence message = result.message();
        String application = result.application().isEmpty() ? state.spec().application() : result.application();
        return new EndedRelease(
                facts.id(),
                cluster,
                state.spec().namespace(),
                application == null ? "" : application,
                state.operation().name(),
                result.outcome().name(),
                message.in(Locale.ENGLISH),
                message.in(Locale.KOREAN),
                result.color(),
                map.get("previousColor"),
                label(state.candidate()),
                map.get("image"),
                Integer.parseInt(map.get("revision")),
                state.startedAt(),
                state.startedAt() + result.millis(),
                result.rollbackMillis(),
                state.times().stream().map(EndedRelease::stretch).toList(),
                facts.job(),
                facts.build(),
                state.spec().buildUrl() == null ? "" : state.spec().buildUrl(),
                facts.startedBy());
    }

    private static String label(Color color) {
        return color == null ? "" : color.label();
    }

    private static Stretch stretch(PhaseTime time) {
        return new Stretch(time.phase().name(), time.startMillis(), time.endMillis());
    }

    String toJson() throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("id", id)
                .put("cluster", cluster)
                .put("namespace", namespace)
                .put("application", application)
                .put("operation", operation)
                .put("outcome", outcome)
                .put("message", message)
                .put("messageKo", messageKo)
                .put("color", color)
                .put("previousColor", previousColor)
                .put("candidate", candidate)
                .put("image", image)
                .put("revision", revision)
                .put("startedAt", startedAt)
                .put("endedAt", endedAt)
                .put("rollbackMillis", rollbackMillis)
                .put("job", job)
                .put("build", build)
                .put("buildUrl", buildUrl);
        phases.forEach(phase -> json.withArray("phases")
                .addObject()
                .put("phase", phase.phase)
                .put("from", phase.from)
                .put("to", phase.to));
        startedBy.forEach(json.withArray("startedBy")::add);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    /** @throws IOException if the text is no record */
    static EndedRelease of(String text) throws IOException {
        JsonNode json = JSON.readTree(text);
        if (json == null || !json.hasNonNull("id") || !json.hasNonNull("outcome")) {
            throw new IOException("no record of a release");
        }
        List<Stretch> phases = new ArrayList<>();
        json.path("phases")
                .forEach(phase -> phases.add(new Stretch(
                        phase.path("phase").asText(), phase.path("from").asLong(), phase.path("to").asLong())));
        List<String> startedBy = new ArrayList<>();
        json.path("startedBy").forEach(by -> startedBy.add(by.asText()));
        return new EndedRelease(
                json.path("id").asText(),
                json.path("cluster").asText(),
                json.path("namespace").asText(),
                json.path("application").asText(),
                json.path("operation").asText(),
                json.path("outcome").asText(),
                json.path("message").asText(),
                json.path("messageKo").asText(),
                json.path("color").asText(),
                json.path("previousColor").asText(),
                json.path("candidate").asText(),
                json.path("image").asText(),
                json.path("revision").asInt(),
                json.path("startedAt").asLong(),
                json.path("endedAt").asLong(),
                json.path("rollbackMillis").asLong(-1),
                List.copyOf(phases),
                json.path("job").asText(),
                json.path("build").asInt(),
                json.path("buildUrl").asText(),
                List.copyOf(startedBy));
    }
}
