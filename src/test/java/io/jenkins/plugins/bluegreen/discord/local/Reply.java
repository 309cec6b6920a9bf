package io.jenkins.plugins.bluegreen.discord.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer. */
record Reply(int status, Map<String, String> headers, byte[] body) {
    static final Reply NO_CONTENT = new Reply(204, Map.of(), new byte[0]);

    static Reply json(int status, JsonNode body) {
        return new Reply(
                status, Map.of("Content-Type", "application/json"), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Reply html(int status, String body) {
        return new Reply(
                status, Map.of("Content-Type", "text/html; charset=UTF-8"), body.getBytes(StandardCharsets.UTF_8));
    }

    /** @param code of "JSON Error Codes", Opcodes and Status Codes */
    static Reply error(int status, String message, int code) {
        return json(
                status,
                JsonNodeFactory.instance.objectNode().put("message", message).put("code", code));
    }

    Reply with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body);
    }
}
