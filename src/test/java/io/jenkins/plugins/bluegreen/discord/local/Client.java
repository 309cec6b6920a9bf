package io.jenkins.plugins.bluegreen.discord.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A plain HTTP client for {@link LocalDiscord}. */
final class Client {
    /** The allowed mentions of every message here: none. */
    static final String NOBODY = "'allowed_mentions':{'parse':[]}";

    private final HttpClient http = HttpClient.newHttpClient();

    HttpResponse<String> post(String url, String body) throws IOException, InterruptedException {
        return send("POST", url, body);
    }

    /** Posts a message with this content. */
    HttpResponse<String> say(String url, String content) throws IOException, InterruptedException {
        return post(url, "{'content':'" + content + "'," + NOBODY + "}");
    }

    HttpResponse<String> patch(String url, String body) throws IOException, InterruptedException {
        return send("PATCH", url, body);
    }

    HttpResponse<String> delete(String url) throws IOException, InterruptedException {
        return send("DELETE", url, "");
    }

    HttpResponse<String> send(String method, String url, String body) throws IOException, InterruptedException {
        return send(method, url, body.replace('\'', '"'), "application/json", Duration.ofSeconds(20));
    }

    HttpResponse<String> send(String method, String url, String body, String type, Duration timeout)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", type)
                .timeout(timeout)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
