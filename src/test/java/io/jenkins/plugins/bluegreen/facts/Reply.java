package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A response of the API server.
 *
 * @param type the content type; empty if there is none
 * @param text the body
 */
public record Reply(int code, String type, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The body as JSON, or a missing node if it is not JSON. */
    public JsonNode body() {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The value at the JSON pointer; empty if there is none. */
    public String at(String pointer) {
        JsonNode found = body().at(pointer);
        return found.isValueNode() ? found.asText() : found.isMissingNode() ? "" : found.toString();
    }

    public String version() {
        return at("/metadata/resourceVersion");
    }

    public String uid() {
        return at("/metadata/uid");
    }

    /** Asserts the status code. */
    public Reply assertCode(int expected) {
        assertEquals(expected, code, text);
        return this;
    }

    /**
     * Asserts a {@code Status}.
     *
     * @param reason empty if the server gives none
     */
    public Reply assertRefused(int expected, String reason, String message) {
        assertEquals(
                "%d %s %s: %s".formatted(expected, expected, reason, message),
                "%d %s %s: %s".formatted(code, at("/code"), at("/reason"), at("/message")),
                text);
        assertEquals("Status v1 Failure", at("/kind") + " " + at("/apiVersion") + " " + at("/status"), text);
        return this;
    }

    /** @param json the details without their causes; empty if the Status has none */
    public Reply assertDetails(String json) {
        JsonNode details = body().path("details");
        if (details.isObject()) {
            JsonNode rest = details.deepCopy();
            ((ObjectNode) rest).remove("causes");
            assertEquals(json, rest.toString(), text);
        } else {
            assertEquals(json, "", text);
        }
        return this;
    }

    /** @param expected each {@code reason field: message} */
    public Reply assertCauses(String... expected) {
        List<String> causes = new ArrayList<>();
        body().at("/details/causes").forEach(cause -> causes.add("%s %s: %s".formatted(
                cause.path("reason").asText(), cause.path("field").asText(), cause.path("message").asText())));
        assertEquals(String.join("\n", expected), String.join("\n", causes), text);
        return this;
    }
}
