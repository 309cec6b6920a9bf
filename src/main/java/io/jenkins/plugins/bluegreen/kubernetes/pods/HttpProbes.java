package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.DirectRequests;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/** HTTP probes of the application's own address, of Prometheus and of Elasticsearch. */
public final class HttpProbes implements MonitorProbes, AutoCloseable {
    private static final int PAGE_LIMIT = 64 * 1024;
    private static final int QUERY_LIMIT = 1024 * 1024;

    private final DirectRequests requests;

    /** Probes through the proxy of {@code http}, with its trusted certificates. Share one among all releases. */
    public HttpProbes(OkHttpClient http) {
        requests = DirectRequests.through(http);
    }

    /** Cancels what is under way. Ends threads and connections. */
    @Override
    public void close() {
        requests.close();
    }

    @Override
    public CompletableFuture<Optional<Sentence>> get(String url, ProbeAccess access, int timeoutSeconds) {
        String shown = Addresses.withoutQuery(url);
        return ask(url, access, timeoutSeconds, PAGE_LIMIT)
                .handle((answer, problem) -> problem != null
                        ? Optional.of(unanswered(shown, timeoutSeconds, problem))
                        : problem(shown, answer));
    }

    private static Optional<Sentence> problem(String shown, HttpAnswer answer) {
        if (answer.isRedirect()) {
            return Optional.of(Sentence.of("probe.redirected", shown, answer.location()));
        }
        return answer.isSuccess() ? Optional.empty() : Optional.of(Sentence.of("probe.status", shown, answer.code()));
    }

    @Override
    public CompletableFuture<List<Double>> query(
            String prometheusUrl, ProbeAccess access, String query, int timeoutSeconds) {
        String shown = Addresses.withoutQuery(prometheusUrl);
        String address = prometheusUrl.replaceAll("/+$", "") + "/api/v1/query?query="
                + HttpRequest.formURLEncode(query);
        return ask(address, access, timeoutSeconds, QUERY_LIMIT).handle((answer, problem) -> {
            if (problem != null) {
                throw new ReleaseException(unanswered(shown, timeoutSeconds, problem));
            }
            return samples(shown, query, answer);
        });
    }

    @Override
    public CompletableFuture<List<Double>> count(
            ElasticsearchCount count, String color, OptionalLong seconds, int timeoutSeconds) {
        CountRequest request = new CountRequest(count, color, seconds);
        return requests.post(request.address(), request.body(), count.access(), timeoutSeconds, PAGE_LIMIT)
                .orTimeout(timeoutSeconds, TimeUnit.SECONDS)
                .handle((answer, problem) -> {
                    if (problem != null) {
                        String shown = Addresses.withoutQuery(count.url());
                        throw new ReleaseException(unanswered(shown, timeoutSeconds, problem));
                    }
                    return request.number(answer);
                });
    }

    private static List<Double> samples(String shown, String query, HttpAnswer answer) {
        JsonNode result = parse(answer.body());
        if (result.path("status").asText().equals("error")) {
            throw new ReleaseException(
                    Sentence.of("probe.query", shown, query, result.path("error").asText()));
        }
        if (!answer.isSuccess() || !result.path("status").asText().equals("success")) {
            throw new ReleaseException(Sentence.of("probe.prometheus", shown, answer.code()));
        }
        return values(shown, query, result.path("data"));
    }

    private static List<Double> values(String shown, String query, JsonNode data) {
        String type = data.path("resultType").asText();
        List<Double> values = new ArrayList<>();
        switch (type) {
            case "scalar" -> values.add(MetricsText.number(data.path("result").path(1).asText()));
            case "vector" -> {
                for (JsonNode sample : data.path("result")) {
                    if (!sample.has("value")) {
                        throw new ReleaseException(Sentence.of("probe.noNumber", shown, query, "histogram"));
                    }
                    values.add(MetricsText.number(sample.path("value").path(1).asText()));
                }
            }
            default -> throw new ReleaseException(Sentence.of("probe.noNumber", shown, query, type));
        }
        return values;
    }

    private CompletableFuture<HttpAnswer> ask(String url, ProbeAccess access, int timeoutSeconds, int limit) {
        // also for a request that has to wait for its turn
        return requests.get(URI.create(url), access, timeoutSeconds, limit)
                .orTimeout(timeoutSeconds, TimeUnit.SECONDS);
    }

    private static Sentence unanswered(String shown, int timeoutSeconds, Throwable problem) {
        return problem instanceof InterruptedIOException || problem instanceof TimeoutException
                ? Sentence.of("probe.timeout", shown, timeoutSeconds)
                : Sentence.of("probe.unreachable", shown, describe(problem));
    }

    private static String describe(Throwable problem) {
        // okhttp's own text repeats the address; the socket's says why
        boolean refused = problem instanceof ConnectException && problem.getCause() != null;
        Throwable cause = refused ? problem.getCause() : problem;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    static JsonNode parse(String body) {
        try {
            return ApiServer.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return ApiServer.JSON.missingNode();
        }
    }
}
