package io.jenkins.plugins.bluegreen.facts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A plain HTTP client of an API server, so that no client library hides a fact. Bodies are written as YAML. */
public final class ApiCaller {
    public static final String APPLY = "application/apply-patch+yaml";
    public static final String MERGE = "application/merge-patch+json";
    public static final String JSON_PATCH = "application/json-patch+json";
    public static final String JSON = "application/json";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private final HttpClient http;
    private final String root;
    private final String token;

    private ApiCaller(HttpClient http, String root, String token) {
        this.http = http;
        this.root = root;
        this.token = token;
    }

    /** A caller with the credentials of the configuration: a token, or a client certificate. */
    public static ApiCaller of(Config config) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        String root = config.getMasterUrl().replaceAll("/+$", "");
        try {
            if (root.startsWith("https:")) {
                builder.sslContext(SSLUtils.sslContext(config));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("The credentials for " + root + " can't be used: " + e.getMessage(), e);
        }
        return new ApiCaller(builder.build(), root, config.getOauthToken());
    }

    /** A caller for the same address and CA with this token only. */
    public static ApiCaller of(Config config, String token) {
        Config other = Config.empty();
        other.setMasterUrl(config.getMasterUrl());
        other.setCaCertData(config.getCaCertData());
        other.setCaCertFile(config.getCaCertFile());
        other.setOauthToken(token);
        return of(other);
    }

    public Reply get(String path) {
        return send("GET", path, JSON, "");
    }

    /** @param accept the Accept header */
    public Reply get(String path, String accept) {
        return reply(request("GET", path, JSON, "").setHeader("Accept", accept).build());
    }

    public Reply post(String path, String yaml) {
        return send("POST", path, JSON, yaml);
    }

    public Reply put(String path, String yaml) {
        return send("PUT", path, JSON, yaml);
    }

    /** @param yaml {@code DeleteOptions}, or empty */
    public Reply delete(String path, String yaml) {
        return send("DELETE", path, JSON, yaml);
    }

    public Reply merge(String path, String yaml) {
        return send("PATCH", path, MERGE, yaml);
    }

    /** Server-side apply by the field manager. */
    public Reply apply(String path, String manager, String yaml) {
        return send("PATCH", path + (path.contains("?") ? "&" : "?") + "fieldManager=" + manager, APPLY, yaml);
    }

    public Reply send(String method, String path, String contentType, String yaml) {
        return reply(request(method, path, contentType, yaml).build());
    }

    /** The events of a watch until the server ends it; the path contains {@code timeoutSeconds}. */
    public List<JsonNode> watch(String path) {
        return lines(path).toList();
    }

    /** The events of a watch as they arrive; the caller closes it. */
    public Stream<JsonNode> lines(String path) {
        try {
            HttpResponse<Stream<String>> response =
                    http.send(request("GET", path, JSON, "").build(), BodyHandlers.ofLines());
            return response.body().map(ApiCaller::tree);
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("GET " + path + " was interrupted", e);
        }
    }

    private Reply reply(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            String type = response.headers().firstValue("Content-Type").orElse("");
            return new Reply(response.statusCode(), type, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(request.method() + " " + request.uri() + " was interrupted", e);
        }
    }

    private HttpRequest.Builder request(String method, String path, String contentType, String yaml) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(root + path)).timeout(PATIENCE)
                .method(method,
                yaml.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(tree(yaml).toString()))
                .setHeader("Content-Type", contentType).setHeader("Accept", JSON).setHeader("User-Agent", "facts/1");
        return token == null || token.isEmpty() ? builder : builder.setHeader("Authorization", "Bearer " + token);
    }

    private static JsonNode tree(String yaml) {
        try {
            return YAML.readTree(yaml);
        } catch (IOException e) {
            throw new IllegalArgumentException("not YAML: " + yaml, e);
        }
    }
}
