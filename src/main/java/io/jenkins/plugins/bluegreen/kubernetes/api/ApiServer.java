package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client of the API server that sends one HTTP request per call. fabric8's own operations read before they write.
 * That costs calls and leaves a gap between a check and its write. Authentication is that of fabric8's HTTP client.
 *
 * <p>Every method throws {@link ClusterException}.
 */
public final class ApiServer {
    public static final ObjectMapper JSON = new ObjectMapper();

    /** The field manager of our writes; {@code kubectl get --show-managed-fields} shows it. */
    /** The field manager of every write of the plugin. */
    public static final String FIELD_MANAGER = "jenkins-blue-green";

    /** Seconds for a whole request. */
    public static final int TIMEOUT = 15;

    private static final String APPLY = "application/apply-patch+yaml";
    private static final String MERGE = "application/merge-patch+json";
    private static final String PLAIN = "application/json";
    // lists without the objects' contents: the metadata of Secrets is enough
    private static final String METADATA_ONLY =
            "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    private final HttpClient http;
    private final String root;

    public ApiServer(HttpClient http, URL master) {
        this.http = http;
        this.root = master.toString().replaceAll("/+$", "");
    }

    /** The server's address. */
    public String address() {
        return root;
    }

    /** The options of a write. */
    public record WriteOptions(boolean force, boolean dryRun) {
        public static final WriteOptions PLAIN = new WriteOptions(false, false);
        public static final WriteOptions FORCED = new WriteOptions(true, false);

        public WriteOptions asDryRun() {
            return new WriteOptions(force, true);
        }

        private String query() {
            return "?fieldManager=" + FIELD_MANAGER
                    + (dryRun ? "&dryRun=All&fieldValidation=Strict" : "");
        }
    }

    public Optional<JsonNode> find(ResourceType type, String namespace, String name) {
        String object = type.nameOf(name);
        try {
            return Optional.of(tree("get", object, request("GET", type.path(namespace, name), null, null, PLAIN)));
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** A page of the discovery. Empty for a group that is not served: the answer is a 404 in plain text. */
    public Optional<JsonNode> discover(String path, String object) {
        try {
            return Optional.of(tree("get", object, request("GET", path, null, null, PLAIN)));
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.NOT_FOUND
                    || e.sentence().key().equals(ClusterErrors.NO_STATUS)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The objects that a label selector and a field selector match; either may be null. */
    public List<JsonNode> list(ResourceType type, String namespace, String labels, String fields) {
        return list(type, namespace, labels, fields, PLAIN);
    }

    /** The same with nothing of the objects but their {@code metadata}. */
    public List<JsonNode> metadata(ResourceType type, String namespace, String labels, String fields) {
        return list(type, namespace, labels, fields, METADATA_ONLY);
    }

    private List<JsonNode> list(ResourceType type, String namespace, String labels, String fields, String accept) {
        List<String> query = new ArrayList<>();
        if (labels != null) {
            query.add("labelSelector=" + HttpRequest.formURLEncode(labels));
        }
        if (fields != null) {
            query.add("fieldSelector=" + HttpRequest.formURLEncode(fields));
        }
        String path = type.path(namespace) + (query.isEmpty() ? "" : "?" + String.join("&", query));
        List<JsonNode> items = new ArrayList<>();
        tree("list", type.plural(), request("GET", path, null, null, accept))
                .path("items")
                .forEach(items::add);
        return items;
    }

    /** Text, such as a log. */
    public String text(String path, String verb, String object) {
        return send(verb, object, request("GET", path, null, null, "*/*"));
    }

    public JsonNode create(ResourceType type, String namespace, JsonNode object, WriteOptions options) {
        String name = object.path("metadata").path("name").asText();
        return write("create", type, name, "POST", type.path(namespace) + options.query(), PLAIN, object);
    }

    /** A review: the server answers the creation of an object and does not store it. */
    public JsonNode review(String plural, ObjectNode question) {
        return review("authorization.k8s.io", plural, question);
    }

    /** A review of version 1 of an API group. */
    public JsonNode review(String group, String plural, ObjectNode question) {
        String path = "/apis/" + group + "/v1/" + plural;
        return tree("create", plural, request("POST", path, PLAIN, question, PLAIN));
    }

    public JsonNode apply(ResourceType type, String namespace, JsonNode object, WriteOptions options) {
        String name = object.path("metadata").path("name").asText();
        String path = type.path(namespace, name) + options.query() + "&force=" + options.force();
        return write("apply", type, name, "PATCH", path, APPLY, object);
    }

    /** A JSON merge patch: null removes, arrays are replaced. */
    public JsonNode patch(ResourceType type, String namespace, String name, ObjectNode patch, WriteOptions options) {
        String path = type.path(namespace, name) + options.query();
        return write("patch", type, name, "PATCH", path, MERGE, patch);
    }

    /** Deletes in the background, if the object is as it was read; {@code uid} may be null. */
    public void delete(ResourceType type, String namespace, String name, String uid, String resourceVersion) {
        ObjectNode options = JSON.createObjectNode()
                .put("kind", "DeleteOptions")
                .put("apiVersion", "v1")
                .put("propagationPolicy", "Background");
        ObjectNode preconditions = options.putObject("preconditions").put("resourceVersion", resourceVersion);
        if (uid != null) {
            preconditions.put("uid", uid);
        }
        write("delete", type, name, "DELETE", type.path(namespace, name), PLAIN, options);
    }

    private JsonNode write(
            String verb, ResourceType type, String name, String method, String path, String media, JsonNode body) {
        // the server must not do later, after a long time in its queue, what the caller no longer waits for
        String limited = path + (path.contains("?") ? "&" : "?") + "timeout=" + TIMEOUT + "s";
        return tree(verb, type.nameOf(name), request(method, limited, media, body, PLAIN));
    }

    private JsonNode tree(String verb, String object, HttpRequest request) {
        String answer = send(verb, object, request);
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            // the exception quotes what it could not read, which may be a Secret
            throw ClusterErrors.unreachable(verb, object, new IOException("the answer is not JSON, or ends too early"));
        }
    }

    /** A {@code GET} of any path, such as the Pod proxy's. Every status is an answer. The body may be cut. */
    public CompletableFuture<HttpAnswer> get(String path, int timeoutSeconds, int limit) {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(root + path)
                .header("Accept", "application/json, */*;q=0.5")
                .timeout(timeoutSeconds, TimeUnit.SECONDS)
                .build();
        return LimitedBody.send(http, request, limit);
    }

    /** Creates an object without waiting for the answer. Every status is an answer. */
    public CompletableFuture<HttpAnswer> post(String path, JsonNode object) {
        return LimitedBody.send(http, request("POST", path, PLAIN, object, PLAIN), 0);
    }

    private HttpRequest request(String method, String path, String contentType, JsonNode body, String accept) {
        HttpRequest.Builder builder = http.newHttpRequestBuilder()
                .uri(root + path)
                .header("Accept", accept)
                .timeout(TIMEOUT, TimeUnit.SECONDS);
        if (body != null) {
            builder.method(method, contentType, body.toString());
        }
        return builder.build();
    }

    private String send(String verb, String object, HttpRequest request) {
        try {
            // okhttp has the same timeout; the longer one here is a safeguard
            HttpResponse<byte[]> response =
                    http.sendAsync(request, byte[].class).get(TIMEOUT + 5L, TimeUnit.SECONDS);
            String body = response.body() == null ? "" : new String(response.body(), StandardCharsets.UTF_8);
            if (response.code() / 100 != 2) {
                throw ClusterErrors.refused(
                        verb, object, response.code(), status(body), response.header("Retry-After"), root);
            }
            return body;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClusterErrors.interrupted(verb, object, e);
        } catch (ExecutionException | TimeoutException e) {
            throw ClusterErrors.unreachable(verb, object, e);
        }
    }

    /** The {@code Status} in a body; empty for any other body, such as a proxy's error page. */
    public static JsonNode status(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree.path("kind").asText().equals("Status") ? tree : JSON.createObjectNode();
        } catch (JsonProcessingException e) {
            return JSON.createObjectNode();
        }
    }
}
