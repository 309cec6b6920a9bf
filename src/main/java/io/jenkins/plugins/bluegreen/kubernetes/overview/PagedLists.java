package io.jenkins.plugins.bluegreen.kubernetes.overview;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Lists of objects in pages of {@value #PAGE} (Kubernetes documentation, "Kubernetes API Concepts", large result sets).
 * No thread waits for an answer. A list fails with a
 * {@link io.jenkins.plugins.bluegreen.engine.cluster.ClusterException}.
 */
final class PagedLists {
    static final int PAGE = 500;

    private static final int MOST_BYTES = 128 << 20;

    private final ApiServer api;
    private final int seconds;

    /** @param seconds for each page */
    PagedLists(ApiServer api, int seconds) {
        this.api = api;
        this.seconds = seconds;
    }

    /**
     * The objects.
     *
     * @param namespace null: all
     * @param labels a label selector; null: any
     * @param fields a field selector; null: any
     */
    CompletableFuture<List<JsonNode>> list(ResourceType type, String namespace, String labels, String fields) {
        String path = type.path(namespace) + "?limit=" + PAGE + parameter("labelSelector", labels)
                + parameter("fieldSelector", fields);
        return page(type, path, "", new ArrayList<>());
    }

    private CompletableFuture<List<JsonNode>> page(
            ResourceType type, String path, String next, List<JsonNode> before) {
        return api.get(path + next, seconds, MOST_BYTES)
                .exceptionally(problem -> {
                    throw ClusterErrors.unreachable("list", type.plural(), problem);
                })
                .thenCompose(answer -> {
                    JsonNode list = tree(type, answer);
                    list.path("items").forEach(before::add);
                    String token = list.at("/metadata/continue").asText();
                    return token.isEmpty()
                            ? CompletableFuture.completedFuture(before)
                            : page(type, path, parameter("continue", token), before);
                });
    }

    private JsonNode tree(ResourceType type, HttpAnswer answer) {
        if (!answer.isSuccess()) {
            throw ClusterErrors.refused(
                    "list", type.plural(), answer.code(), ApiServer.status(answer.body()), answer.retryAfter(),
                    api.address());
        }
        try {
            if (answer.cut()) {
                throw new IOException("the answer has more than " + MOST_BYTES + " bytes");
            }
            return ApiServer.JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw ClusterErrors.unreachable(
                    "list", type.plural(), new IOException("the answer is not JSON, or ends too early"));
        } catch (IOException e) {
            throw ClusterErrors.unreachable("list", type.plural(), e);
        }
    }

    private static String parameter(String name, String value) {
        return value == null ? "" : "&" + name + "=" + HttpRequest.formURLEncode(value);
    }

    /** The exception of a stage, without the wrapping. */
    static Throwable cause(Throwable problem) {
        return problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
    }
}
