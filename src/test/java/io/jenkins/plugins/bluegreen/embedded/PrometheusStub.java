package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.pods.Exchange;
import io.jenkins.plugins.bluegreen.embedded.pods.HttpListener;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.netty.channel.EventLoopGroup;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Prometheus that answers instant queries ({@code /api/v1/query}, GET and POST) with given values, and an unknown
 * query with an empty vector. Source: "HTTP API", prometheus.io.
 */
public final class PrometheusStub {
    private final HttpListener listener;
    private final Map<String, Map<String, Double>> answers = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<String, String> errors = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private volatile int failing = 200;

    PrometheusStub(EventLoopGroup network) {
        listener = new HttpListener(network, this::answer);
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + listener.port();
    }

    /** Sets the query's answer to one sample without labels. */
    public PrometheusStub answer(String query, double value) {
        return vector(query, Map.of("", value));
    }

    /** Sets the query's answer to one sample for each entry, whose key is the label {@code instance}. */
    public PrometheusStub vector(String query, Map<String, Double> samples) {
        answers.put(query, Map.copyOf(samples));
        return this;
    }

    /** Sets the query's answer to an empty vector. */
    public PrometheusStub empty(String query) {
        return vector(query, Map.of());
    }

    /** Sets the query's answer to a number, which is no vector. */
    public PrometheusStub scalar(String query, double value) {
        types.put(query, "scalar");
        return answer(query, value);
    }

    /** Sets the query's answer to all values within a time, of one series without labels. */
    public PrometheusStub range(String query, double value) {
        types.put(query, "matrix");
        return answer(query, value);
    }

    /** Refuses a query as one that can't be parsed. */
    public PrometheusStub refuse(String query, String error) {
        errors.put(query, error);
        return this;
    }

    /** Answers every query with this status from now on; 200 ends that. */
    public PrometheusStub fail(int status) {
        failing = status;
        return this;
    }

    /** The number of queries so far. */
    public int queries() {
        return queries.get();
    }

    /** Stops listening; connections are refused from now on. */
    public void close() {
        listener.kill();
    }

    private void answer(Exchange exchange) {
        if (!exchange.path().equals("/api/v1/query")) {
            exchange.respond(404, "text/plain", "404 page not found\n");
            return;
        }
        queries.incrementAndGet();
        if (failing != 200) {
            exchange.respond(failing, "application/json", "{\"status\":\"error\",\"errorType\":\"unavailable\",\"error\":\"told to fail\"}");
            return;
        }
        String query = exchange.parameter("query");
        if (errors.containsKey(query)) {
            ObjectNode refusal = Json.object().put("status", "error").put("errorType", "bad_data");
            exchange.respond(400, "application/json", Json.string(refusal.put("error", errors.get(query))));
            return;
        }
        ObjectNode answer = Json.object().put("status", "success");
        answer.set("data", data(types.getOrDefault(query, "vector"), answers.getOrDefault(query, Map.of())));
        exchange.respond(200, "application/json", Json.string(answer));
    }

    private static ObjectNode data(String type, Map<String, Double> values) {
        ObjectNode data = Json.object().put("resultType", type);
        ArrayNode result = data.putArray("result");
        values.forEach((instance, value) -> {
            double now = Instant.now().toEpochMilli() / 1000.0;
            ArrayNode sample = Json.object().putArray("value").add(now).add(number(value));
            if (type.equals("scalar")) {
                result.addAll(sample);
                return;
            }
            ObjectNode series = result.addObject();
            ObjectNode metric = series.putObject("metric");
            if (!instance.isEmpty()) {
                metric.put("instance", instance);
            }
            if (type.equals("vector")) {
                series.set("value", sample);
            } else {
                series.putArray("values").add(sample);
            }
        });
        return data;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "NaN" : Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : decimal(value);
    }

    /** As Go writes it: 1, and not 1.0. */
    private static String decimal(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
