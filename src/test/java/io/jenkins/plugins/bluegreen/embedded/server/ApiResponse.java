package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response of the API server.
 *
 * @param watch the stream to open instead of a body, or null
 */
record ApiResponse(int status, Map<String, String> headers, byte[] body, WatchStream watch) {

    static ApiResponse json(int status, JsonNode body) {
        return new ApiResponse(status, Map.of("Content-Type", "application/json"), Json.bytes(body), null);
    }

    static ApiResponse text(int status, String type, byte[] body) {
        return new ApiResponse(status, Map.of("Content-Type", type), body, null);
    }

    static ApiResponse error(StatusError error) {
        return json(error.code(), error.status());
    }

    static ApiResponse watch(WatchStream stream) {
        return new ApiResponse(200, Map.of("Content-Type", "application/json"), new byte[0], stream);
    }

    ApiResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiResponse(status, more, body, watch);
    }
}
