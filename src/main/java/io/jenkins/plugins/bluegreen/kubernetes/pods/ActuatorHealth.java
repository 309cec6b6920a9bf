package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the answer of Spring Boot's Actuator at {@code /health}. Only its JSON counts: a login page, a proxy's page
 * and a plain {@code UP} are answered with 200 too. Source: "Spring Boot Actuator, Health Information".
 */
final class ActuatorHealth {
    private static final int NOT_FOUND = 404;
    private static final Set<String> BAD = Set.of("DOWN", "OUT_OF_SERVICE");
    // "details" held the components before Spring Boot 2.2
    private static final List<String> NESTS = List.of("components", "details");

    private ActuatorHealth() {}

    /** What is wrong, or null. */
    static Sentence problem(String pod, String path, HttpAnswer answer) {
        JsonNode health = parse(answer.body());
        String status = health.path("status").asText();
        if (!health.path("status").isTextual()) {
            return Sentence.of(noStatus(answer), pod, path, answer.code());
        }
        Optional<Component> bad = worst(health, "");
        if (bad.isPresent()) {
            return Sentence.of("health.component", pod, status, bad.get().path(), bad.get().status());
        }
        if (!status.equals("UP")) {
            return Sentence.of("health.down", pod, path, status);
        }
        return answer.isSuccess() ? null : Sentence.of("health.status", pod, path, answer.code());
    }

    private static String noStatus(HttpAnswer answer) {
        if (answer.cut()) {
            return "health.tooLong";
        }
        if (answer.code() == NOT_FOUND) {
            return "health.noActuator";
        }
        return answer.isSuccess() ? "health.notActuator" : "health.status";
    }

    private record Component(String path, String status) {}

    // the deepest one: "db" says more than the group that it is in
    private static Optional<Component> worst(JsonNode health, String path) {
        for (String nest : NESTS) {
            for (Map.Entry<String, JsonNode> component : health.path(nest).properties()) {
                String name = path + component.getKey();
                Optional<Component> deeper = worst(component.getValue(), name + "/");
                String status = component.getValue().path("status").asText();
                if (deeper.isPresent()) {
                    return deeper;
                }
                if (BAD.contains(status)) {
                    return Optional.of(new Component(name, status));
                }
            }
        }
        return Optional.empty();
    }

    private static JsonNode parse(String body) {
        try {
            return ApiServer.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return ApiServer.JSON.missingNode();
        }
    }
}
