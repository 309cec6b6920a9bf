package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Facts about Prometheus' answers to instant queries, and what the monitor makes of them. */
public interface PrometheusFacts {
    String FRACTION = "vector(0.5)";
    String WHOLE = "vector(3)";
    String NOTHING = "there_is_no_such_metric";
    String NOT_A_NUMBER = "vector(0) / vector(0)";
    String INFINITE = "1 / 0";
    String UNFINISHED = "sum(";
    String UNFINISHED_ERROR = "invalid parameter \"query\": 1:5: parse error: unclosed left parenthesis";
    String RANGE = "vector(1)[1m:1m]";

    /** Its address, without a path. */
    String prometheus();

    private HttpResponse<String> send(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(prometheus() + path)).build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> ask(String query) throws IOException, InterruptedException {
        return send("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    /** The answer, whose time is that of the question. */
    private String answer(String query) throws IOException, InterruptedException {
        double before = Instant.now().toEpochMilli() / 1000.0;
        HttpResponse<String> response = ask(query);
        assertEquals(200, response.statusCode(), response::body);
        assertEquals("application/json", response.headers().firstValue("Content-Type").orElse(""));
        JsonNode result = new ObjectMapper().readTree(response.body()).at("/data/result");
        JsonNode time = result.at("/0/value/0").isMissingNode() ? result.path(0) : result.at("/0/value/0");
        if (time.isNumber()) {
            assertEquals(before, time.asDouble(), 30);
        }
        return response.body().replaceAll("\\[[0-9.]+(E[0-9]+)?,", "[T,");
    }

    private List<Double> values(String query) {
        try (HttpProbes probes = new HttpProbes(new OkHttpClient())) {
            return probes.query(prometheus(), ProbeAccess.open(), query, 10).join();
        }
    }

    private void assertRefused(String query, String... words) {
        Throwable problem = assertThrows(CompletionException.class, () -> values(query)).getCause();
        String message = assertInstanceOf(ReleaseException.class, problem).getMessage();
        List.of(words).forEach(word -> assertTrue(message.contains(word), message));
    }

    @Test
    @DisplayName("C44 a vector has a value for each sample, as a text")
    default void vector() throws Exception {
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                        + "{\"metric\":{},\"value\":[T,\"0.5\"]}]}}",
                answer(FRACTION));
        assertEquals(List.of(0.5), values(FRACTION));
        assertTrue(answer(WHOLE).contains("\"value\":[T,\"3\"]"));
        assertEquals(List.of(3.0), values(WHOLE));
    }

    @Test
    @DisplayName("C44 nothing found is an empty vector, and no error")
    default void nothing() throws Exception {
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}", answer(NOTHING));
        assertEquals(List.of(), values(NOTHING));
    }

    @Test
    @DisplayName("C44 0/0 is NaN, and 1/0 a scalar, +Inf")
    default void notFinite() throws Exception {
        assertTrue(answer(NOT_A_NUMBER).contains("\"value\":[T,\"NaN\"]"));
        assertEquals(List.of(Double.NaN), values(NOT_A_NUMBER));
        assertEquals(
                "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[T,\"+Inf\"]}}",
                answer(INFINITE));
        assertEquals(List.of(Double.POSITIVE_INFINITY), values(INFINITE));
    }

    @Test
    @DisplayName("C44 values within a time are a matrix, which is no number and not taken for missing data")
    default void range() throws Exception {
        String answer = answer(RANGE);
        String series = "{\"metric\":{},\"values\":[[T,\"1\"]";
        assertTrue(answer.contains("\"resultType\":\"matrix\",\"result\":[" + series), answer);
        assertRefused(RANGE, RANGE, "matrix", "no number");
    }

    @Test
    @DisplayName("C44 a query that can't be parsed is refused with 400, and says where")
    default void refused() throws Exception {
        HttpResponse<String> response = ask(UNFINISHED);
        assertEquals(400, response.statusCode());
        JsonNode body = new ObjectMapper().readTree(response.body());
        assertEquals("error", body.path("status").asText());
        assertEquals("bad_data", body.path("errorType").asText());
        assertEquals(UNFINISHED_ERROR, body.path("error").asText());
        assertRefused(UNFINISHED, UNFINISHED, "unclosed left parenthesis");
    }

    @Test
    @DisplayName("C44 another path is not found, which is no answer of Prometheus")
    default void elsewhere() throws Exception {
        HttpResponse<String> response = send("/api/v2/query?query=1");
        assertEquals(404, response.statusCode());
        assertEquals("404 page not found\n", response.body());
    }
}
