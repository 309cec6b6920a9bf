package io.jenkins.plugins.bluegreen.embedded.pods;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.time.Instant;
import java.util.Map;

/**
 * Spring Boot's Actuator, as {@code examples/backend} has it; {@code ActuatorFacts} holds it against the real one.
 *
 * <pre>
 * ACTUATOR         spring: this one answers, instead of the demo application's own
 * BASE_PATH        /actuator
 * MANAGEMENT_PORT  a port of its own, by https
 * DATABASE         away: the database does not answer
 * STARTING         1: it does not get ready
 * </pre>
 */
final class Actuator {
    private static final String TYPE = "application/vnd.spring-boot.actuator.v3+json";

    private final Map<String, String> env;

    Actuator(Map<String, String> env) {
        this.env = env;
    }

    boolean isThere() {
        return env.getOrDefault("ACTUATOR", "").equals("spring");
    }

    /** The port of its own; 0 if it has none. */
    int port() {
        return isThere() ? Integer.parseInt(env.getOrDefault("MANAGEMENT_PORT", "0")) : 0;
    }

    /** Whether a request to the application's port is for the Actuator. */
    boolean isAsked(String path) {
        return isThere() && path.matches("/(actuator|manage)(/.*)?");
    }

    /** Answers on the application's port. */
    void onApplicationPort(Exchange exchange) {
        if (port() > 0) {
            missing(exchange);
        } else {
            handle(exchange);
        }
    }

    void handle(Exchange exchange) {
        String health = env.getOrDefault("BASE_PATH", "/actuator") + "/health";
        String path = exchange.path();
        if (path.equals(health)) {
            all(exchange);
        } else if (path.startsWith(health + "/")) {
            part(exchange, path.substring(health.length() + 1));
        } else {
            missing(exchange);
        }
    }

    private void all(Exchange exchange) {
        ObjectNode components = components();
        ObjectNode answer = Json.object().put("status", worst(components));
        answer.putArray("groups").add("liveness").add("readiness");
        answer.set("components", components);
        respond(exchange, answer);
    }

    private ObjectNode components() {
        ObjectNode components = Json.object();
        boolean away = env.getOrDefault("DATABASE", "").equals("away");
        boolean starting = env.getOrDefault("STARTING", "").equals("1");
        components.putObject("db").put("status", away ? "DOWN" : "UP");
        components.putObject("diskSpace").put("status", "UP");
        components.putObject("livenessState").put("status", "UP");
        components.putObject("ping").put("status", "UP");
        components.putObject("readinessState").put("status", starting ? "OUT_OF_SERVICE" : "UP");
        components.putObject("ssl").put("status", "UP");
        return components;
    }

    private static String worst(ObjectNode components) {
        String worst = "UP";
        for (var component : components) {
            String status = component.path("status").asText();
            if (status.equals("DOWN") || worst.equals("UP")) {
                worst = status;
            }
        }
        return worst;
    }

    /** A group, or a component. The groups have one component each, and don't show it. */
    private void part(Exchange exchange, String name) {
        var component = components().path(name.equals("liveness") || name.equals("readiness") ? name + "State" : name);
        if (component.isObject()) {
            respond(exchange, (ObjectNode) component);
        } else {
            exchange.respond(404, Map.of(), new byte[0]);
        }
    }

    private static void respond(Exchange exchange, ObjectNode answer) {
        exchange.respond(answer.path("status").asText().equals("UP") ? 200 : 503, TYPE, answer.toString());
    }

    /** Spring's own answer, whose {@code status} is a number. */
    private static void missing(Exchange exchange) {
        ObjectNode error = Json.object().put("timestamp", Instant.now().toString()).put("status", 404);
        error.put("error", "Not Found").put("path", exchange.path());
        exchange.respond(404, "application/json", error.toString());
    }
}
