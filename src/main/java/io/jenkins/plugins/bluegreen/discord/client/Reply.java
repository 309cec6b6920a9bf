package io.jenkins.plugins.bluegreen.discord.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import okhttp3.Response;

/** The HTTP response to a request, from Discord or from a proxy before it. */
final class Reply {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MOST_BYTES = 256 * 1024;
    private static final int MOST_ERRORS = 5;
    private static final int MOST_CHARACTERS = 200;
    private static final int UNKNOWN_CHANNEL = 10003;
    private static final int UNKNOWN_MESSAGE = 10008;

    final int status;
    final Headers headers;
    private final JsonNode body;

    private Reply(int status, Headers headers, JsonNode body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** Reads a response: status, headers and the first 256 KiB of its body. */
    static Reply of(Response response) throws IOException {
        return new Reply(response.code(), response.headers(), parse(response.peekBody(MOST_BYTES).string()));
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode body = JSON.readTree(text);
            return body.isObject() ? body : JSON.missingNode();
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** The id of the message, or of the webhook; empty if the response is not from Discord. */
    String id() {
        return body.path("id").asText("");
    }

    /** The channel or thread that the message is in. */
    String channelId() {
        return body.path("channel_id").asText(null);
    }

    /** The server that a webhook is for; null: none. */
    String serverId() {
        return body.path("guild_id").asText(null);
    }

    boolean isUnknownMessage() {
        return status == 404 && body.path("code").asInt() == UNKNOWN_MESSAGE;
    }

    boolean isUnknownThread() {
        return status == 404 && body.path("code").asInt() == UNKNOWN_CHANNEL;
    }

    /** How long to wait after a 429: the first of body and headers that states it; else one second. */
    long retryAfterMillis() {
        double[] seconds = {
            body.path("retry_after").asDouble(Double.NaN),
            RateLimits.number(headers.get("Retry-After")),
            RateLimits.number(headers.get("X-RateLimit-Reset-After")),
        };
        for (double asked : seconds) {
            if (asked >= 0) {
                return RateLimits.millis(asked);
            }
        }
        return 1_000;
    }

    /**
     * Whether a 429 holds for all webhooks. One without Discord's JSON comes from a proxy and holds for our IP address.
     */
    boolean isGlobal() {
        return body.path("global").asBoolean() || headers.get("X-RateLimit-Global") != null || body.isMissingNode();
    }

    /** Discord's error message, and the parts of the request that it refuses. */
    String explanation() {
        List<String> said = new ArrayList<>();
        if (!body.path("message").asText().isEmpty()) {
            said.add(body.path("message").asText());
        }
        collect("", body.path("errors"), said);
        if (said.isEmpty()) {
            String text = body.toString();
            return text.substring(0, Math.min(text.length(), MOST_CHARACTERS));
        }
        return String.join("; ", said);
    }

    private static void collect(String path, JsonNode errors, List<String> said) {
        for (JsonNode error : errors.path("_errors")) {
            if (said.size() <= MOST_ERRORS) {
                said.add((path.isEmpty() ? "" : path + ": ") + error.path("message").asText());
            }
        }
        errors.properties().forEach(part -> {
            if (!part.getKey().equals("_errors")) {
                collect(path.isEmpty() ? part.getKey() : path + "." + part.getKey(), part.getValue(), said);
            }
        });
    }
}
