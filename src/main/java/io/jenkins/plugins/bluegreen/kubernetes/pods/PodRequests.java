package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck.Scheme;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck.Via;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.DirectRequests;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET} requests to many Pods at once, through the API server's Pod proxy or to their own addresses. Redirects
 * are not followed.
 */
public final class PodRequests {
    private static final int BODY_LIMIT = 64 * 1024;
    private static final int AT_ONCE = 32;

    /** What is asked of each Pod, and on which route. */
    record Page(Via via, Scheme scheme, int port, String path) {
        /** Over plain HTTP, through the Pod proxy. */
        static Page proxied(int port, String path) {
            return new Page(Via.PROXY, Scheme.HTTP, port, path);
        }
    }

    private final ApiServer api;
    private final DirectRequests direct;
    private final WorkloadReader workloads;
    private final String namespace;

    public PodRequests(ApiServer api, DirectRequests direct, WorkloadReader workloads, String namespace) {
        this.api = api;
        this.direct = direct;
        this.workloads = workloads;
        this.namespace = namespace;
    }

    /**
     * Asks every Pod, so many at once; returns at once.
     *
     * @return one answer for each Pod; ends with a {@link
     *     io.jenkins.plugins.bluegreen.engine.cluster.ClusterException} when the API server itself refuses
     */
    CompletableFuture<Map<String, PodAnswer>> get(List<String> pods, Page page, int timeoutSeconds) {
        List<CompletableFuture<PodAnswer>> asked = new ArrayList<>();
        for (String pod : pods) {
            // each waits for the one that is so many places before it
            CompletableFuture<?> before = asked.size() < AT_ONCE
                    ? CompletableFuture.completedFuture(null)
                    : asked.get(asked.size() - AT_ONCE);
            asked.add(before.handle((answer, problem) -> ask(pod, page, timeoutSeconds))
                    .thenCompose(answer -> answer));
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).thenApply(done -> {
            Map<String, PodAnswer> answers = new LinkedHashMap<>();
            for (int i = 0; i < pods.size(); i++) {
                answers.put(pods.get(i), asked.get(i).join());
            }
            return answers;
        });
    }

    private CompletableFuture<PodAnswer> ask(String pod, Page page, int timeoutSeconds) {
        CompletableFuture<PodAnswer> answer = page.via() == Via.PROXY
                ? throughProxy(pod, page, timeoutSeconds)
                : directly(pod, page, timeoutSeconds);
        return answer.orTimeout(timeoutSeconds, TimeUnit.SECONDS)
                .exceptionally(problem -> noAnswer(pod, page.path(), timeoutSeconds, problem));
    }

    private CompletableFuture<PodAnswer> throughProxy(String pod, Page page, int timeoutSeconds) {
        String name = page.scheme() == Scheme.HTTPS ? "https:" + pod : pod;
        String proxied = ResourceTypes.POD.path(namespace, name) + ":" + page.port() + "/proxy" + encoded(page.path());
        return api.get(proxied, timeoutSeconds, BODY_LIMIT).thenApply(answer -> judge(pod, answer));
    }

    private static String encoded(String path) {
        return path.replace(" ", "%20");
    }

    private PodAnswer judge(String pod, HttpAnswer answer) {
        int code = answer.code();
        JsonNode status = code >= 400 ? ApiServer.status(answer.body()) : ApiServer.JSON.createObjectNode();
        if (status.isEmpty()) {
            return PodAnswer.of(answer);
        }
        // the API server itself answers, not the Pod
        String message = status.path("message").asText();
        if (message.startsWith("error trying to reach service")) {
            return PodAnswer.unreachable(Sentence.of("health.unreachable", pod, message));
        }
        if (code == 404) {
            return PodAnswer.gone(pod);
        }
        throw ClusterErrors.refused("get", "pods/proxy " + pod, code, status, answer.retryAfter(), api.address());
    }

    private CompletableFuture<PodAnswer> directly(String pod, Page page, int timeoutSeconds) {
        Optional<String> address = workloads.pod(pod).map(Pod::getStatus).map(status -> status.getPodIP());
        return address.map(ip -> url(ip, page))
                .map(url -> direct.get(url, ProbeAccess.open(), timeoutSeconds, BODY_LIMIT).thenApply(PodAnswer::of))
                .orElseGet(() -> CompletableFuture.completedFuture(PodAnswer.gone(pod)));
    }

    private static URI url(String ip, Page page) {
        String host = ip.contains(":") ? "[" + ip + "]" : ip;
        return URI.create(
                page.scheme().name().toLowerCase(Locale.ROOT) + "://" + host + ":" + page.port()
                        + encoded(page.path()));
    }

    private static PodAnswer noAnswer(String pod, String path, int timeoutSeconds, Throwable problem) {
        Throwable cause = problem instanceof CompletionException && problem.getCause() != null
                ? problem.getCause()
                : problem;
        if (cause instanceof TimeoutException || cause instanceof InterruptedIOException) {
            return PodAnswer.late(Sentence.of("health.timeout", pod, path, timeoutSeconds));
        }
        if (cause instanceof IOException) {
            return PodAnswer.unreachable(Sentence.of("health.unreachable", pod, String.valueOf(cause.getMessage())));
        }
        throw cause instanceof RuntimeException unchecked ? unchecked : new CompletionException(cause);
    }
}
