package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck.Via;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.DirectRequests;
import io.jenkins.plugins.bluegreen.kubernetes.api.LimitedBody;
import io.jenkins.plugins.bluegreen.kubernetes.api.PodAnswer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET} requests to many Pods at once, through the API server's Pod proxy or to their own addresses. Redirects are
 * answers here, not orders.
 */
public final class PodRequests {
    /** Bytes of a body that are read. */
    public static final int BODY_LIMIT = 64 * 1024;

    private static final int AT_ONCE = 32;

    private final ApiServer api;
    private final WorkloadReader workloads;
    private final String namespace;

    public PodRequests(ApiServer api, WorkloadReader workloads, String namespace) {
        this.api = api;
        this.workloads = workloads;
        this.namespace = namespace;
    }

    /**
     * Asks every Pod; there is an answer for each.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.cluster.ClusterException when it is the API server that refuses
     */
    Map<String, PodAnswer> get(List<String> pods, Via via, int port, String path, int timeoutSeconds) {
        Semaphore slots = new Semaphore(AT_ONCE);
        Map<String, CompletableFuture<PodAnswer>> asked = new LinkedHashMap<>();
        for (String pod : pods) {
            acquire(slots, pod);
            CompletableFuture<PodAnswer> answer = via == Via.PROXY
                    ? throughProxy(pod, port, path, timeoutSeconds)
                    : directly(pod, port, path, timeoutSeconds);
            asked.put(
                    pod,
                    answer.orTimeout(timeoutSeconds, TimeUnit.SECONDS)
                            .whenComplete((done, problem) -> slots.release())
                            .exceptionally(problem -> noAnswer(pod, path, timeoutSeconds, problem)));
        }
        Map<String, PodAnswer> answers = new LinkedHashMap<>();
        asked.forEach((pod, answer) -> answers.put(pod, joined(answer)));
        return answers;
    }

    private static PodAnswer joined(CompletableFuture<PodAnswer> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : e;
        }
    }

    private static void acquire(Semaphore slots, String pod) {
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClusterErrors.interrupted("get", "pods/proxy " + pod, e);
        }
    }

    private CompletableFuture<PodAnswer> throughProxy(String pod, int port, String path, int timeoutSeconds) {
        String url = api.url(ResourceTypes.POD.path(namespace, pod) + ":" + port + "/proxy" + path.replace(" ", "%20"));
        HttpRequest request = api.http()
                .newHttpRequestBuilder()
                .uri(url)
                .header("Accept", "application/json, */*;q=0.5")
                .timeout(timeoutSeconds, TimeUnit.SECONDS)
                .build();
        LimitedBody body = new LimitedBody(BODY_LIMIT);
        return api.http()
                .consumeBytes(request, (buffers, source) -> body.accept(buffers, source::consume, source::cancel))
                .thenCompose(response -> read(response, body))
                .thenApply(response -> judge(pod, response, body));
    }

    private static CompletableFuture<HttpResponse<AsyncBody>> read(HttpResponse<AsyncBody> response, LimitedBody body) {
        response.body().done().whenComplete((done, problem) -> body.ended(problem));
        response.body().consume();
        return body.whole().thenApply(done -> response);
    }

    private PodAnswer judge(String pod, HttpResponse<AsyncBody> response, LimitedBody body) {
        int code = response.code();
        JsonNode status = code >= 400 ? ApiServer.status(body.text()) : ApiServer.JSON.createObjectNode();
        if (status.isEmpty()) {
            return new PodAnswer(
                    code, Addresses.withoutQuery(response.header("Location")), body.text(), body.isCut(), null, false);
        }
        // the API server itself speaks, not the Pod
        String message = status.path("message").asText();
        if (message.startsWith("error trying to reach service")) {
            return PodAnswer.none(Sentence.of("health.unreachable", pod, message));
        }
        if (code == 404) {
            return PodAnswer.gone(pod);
        }
        throw ClusterErrors.refused("get", "pods/proxy " + pod, code, status, response.header("Retry-After"));
    }

    private CompletableFuture<PodAnswer> directly(String pod, int port, String path, int timeoutSeconds) {
        Optional<String> address = workloads.pod(pod).map(Pod::getStatus).map(status -> status.getPodIP());
        return address.map(ip -> DirectRequests.get(ip, port, path, timeoutSeconds))
                .orElseGet(() -> CompletableFuture.completedFuture(PodAnswer.gone(pod)));
    }

    private static PodAnswer noAnswer(String pod, String path, int timeoutSeconds, Throwable problem) {
        Throwable cause = problem instanceof CompletionException && problem.getCause() != null
                ? problem.getCause()
                : problem;
        if (cause instanceof TimeoutException
                || cause instanceof InterruptedIOException
                || cause instanceof HttpTimeoutException) {
            return PodAnswer.none(Sentence.of("health.timeout", pod, path, timeoutSeconds));
        }
        if (cause instanceof IOException) {
            return PodAnswer.none(Sentence.of("health.unreachable", pod, String.valueOf(cause.getMessage())));
        }
        throw cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }
}
