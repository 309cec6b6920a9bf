package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.DirectRequests;
import io.jenkins.plugins.bluegreen.kubernetes.api.PodAnswer;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Probes over plain HTTP: the application's own address, and Prometheus. */
public final class HttpProbes implements MonitorProbes {
    private static final int PAGE_LIMIT = 64 * 1024;
    private static final int QUERY_LIMIT = 1024 * 1024;

    /** Probes that share one pool of connections with all others. */
    public HttpProbes() {}

    @Override
    public Sentence get(String url, int timeoutSeconds) {
        String shown = Addresses.withoutQuery(url);
        PodAnswer answer = ask(shown, url, timeoutSeconds, PAGE_LIMIT);
        if (!answer.answered()) {
            return answer.problem();
        }
        if (answer.isRedirect()) {
            return Sentence.of("probe.redirected", shown, answer.location());
        }
        return answer.isSuccess() ? null : Sentence.of("probe.status", shown, answer.code());
    }

    @Override
    public List<Double> query(String prometheusUrl, String query, int timeoutSeconds) {
        String shown = Addresses.withoutQuery(prometheusUrl);
        String address = prometheusUrl.replaceAll("/+$", "") + "/api/v1/query?query="
                + io.fabric8.kubernetes.client.http.HttpRequest.formURLEncode(query);
        PodAnswer answer = ask(shown, address, timeoutSeconds, QUERY_LIMIT);
        if (!answer.answered()) {
            throw new ReleaseException(answer.problem());
        }
        JsonNode result = parse(answer.body());
        if (result.path("status").asText().equals("error")) {
            throw new ReleaseException(
                    Sentence.of("probe.query", shown, query, result.path("error").asText()));
        }
        if (!answer.isSuccess() || !result.path("status").asText().equals("success")) {
            throw new ReleaseException(Sentence.of("probe.prometheus", shown, answer.code()));
        }
        return values(result.path("data"));
    }

    private static List<Double> values(JsonNode data) {
        if (!data.path("resultType").asText().equals("vector")) {
            JsonNode value = data.path("result").path(1);
            return value.isMissingNode() ? List.of() : List.of(MetricsText.number(value.asText()));
        }
        List<Double> values = new ArrayList<>();
        for (JsonNode sample : data.path("result")) {
            values.add(MetricsText.number(sample.path("value").path(1).asText()));
        }
        return values;
    }

    private static PodAnswer ask(String shown, String url, int timeoutSeconds, int limit) {
        try {
            return DirectRequests.get(URI.create(url), timeoutSeconds, limit).get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PodAnswer.none(Sentence.of("probe.interrupted", shown));
        } catch (TimeoutException e) {
            return PodAnswer.none(Sentence.of("probe.timeout", shown, timeoutSeconds));
        } catch (ExecutionException e) {
            return PodAnswer.none(
                    e.getCause() instanceof HttpTimeoutException
                            ? Sentence.of("probe.timeout", shown, timeoutSeconds)
                            : Sentence.of("probe.unreachable", shown, describe(e.getCause())));
        }
    }

    private static String describe(Throwable problem) {
        if (problem instanceof ConnectException && problem.getMessage() == null) {
            return "connection refused";
        }
        return problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    }

    private static JsonNode parse(String body) {
        try {
            return ApiServer.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return ApiServer.JSON.missingNode();
        }
    }
}
