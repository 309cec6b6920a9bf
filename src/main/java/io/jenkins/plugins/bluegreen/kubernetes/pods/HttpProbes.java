package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/** HTTP probes of the application's own address and of Prometheus. */
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
    public Sentence get(String url, int timeoutSeconds) {
        String shown = Addresses.withoutQuery(url);
        HttpAnswer answer;
        try {
            answer = ask(shown, url, timeoutSeconds, PAGE_LIMIT);
        } catch (ReleaseException e) {
            return e.sentence();
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
                + HttpRequest.formURLEncode(query);
        HttpAnswer answer = ask(shown, address, timeoutSeconds, QUERY_LIMIT);
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

    private HttpAnswer ask(String shown, String url, int timeoutSeconds, int limit) {
        CompletableFuture<HttpAnswer> answer = requests.get(URI.create(url), timeoutSeconds, limit);
        try {
            return answer.get(timeoutSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException(Sentence.of("probe.interrupted", shown));
        } catch (TimeoutException e) {
            throw new ReleaseException(Sentence.of("probe.timeout", shown, timeoutSeconds));
        } catch (ExecutionException e) {
            Sentence problem = e.getCause() instanceof InterruptedIOException
                    ? Sentence.of("probe.timeout", shown, timeoutSeconds)
                    : Sentence.of("probe.unreachable", shown, describe(e.getCause()));
            throw new ReleaseException(problem);
        } finally {
            answer.cancel(true);
        }
    }

    private static String describe(Throwable problem) {
        // okhttp's own text repeats the address; the socket's says why
        boolean refused = problem instanceof ConnectException && problem.getCause() != null;
        Throwable cause = refused ? problem.getCause() : problem;
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static JsonNode parse(String body) {
        try {
            return ApiServer.JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return ApiServer.JSON.missingNode();
        }
    }
}
