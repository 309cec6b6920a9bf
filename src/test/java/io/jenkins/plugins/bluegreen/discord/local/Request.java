package io.jenkins.plugins.bluegreen.discord.local;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** An HTTP request. */
record Request(
        String method, String path, String query, String contentType, String userAgent, byte[] body, boolean isTooLarge) {
    private static final int MOST_BYTES = 10 << 20;

    static Request read(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        // a client that can't send its whole body reports that instead of the answer
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
                header(exchange, "Content-Type"),
                header(exchange, "User-Agent"),
                body,
                body.length > MOST_BYTES);
    }

    /** The query's value, or null. */
    String parameter(String name) {
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).equals(name)) {
                return URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }
}
