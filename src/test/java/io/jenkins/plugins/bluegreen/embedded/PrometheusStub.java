package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.pods.Exchange;
import io.jenkins.plugins.bluegreen.embedded.pods.HttpListener;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.netty.channel.EventLoopGroup;
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
        ObjectNode answer = Json.object().put("status", "success");
        ObjectNode data = answer.putObject("data").put("resultType", "vector");
        ArrayNode result = data.putArray("result");
        answers.getOrDefault(exchange.parameter("query"), Map.of()).forEach((instance, value) -> {
            ObjectNode sample = result.addObject();
            ObjectNode metric = sample.putObject("metric");
            if (!instance.isEmpty()) {
                metric.put("instance", instance);
            }
            sample.putArray("value").add(Instant.now().toEpochMilli() / 1000.0).add(number(value));
        });
        exchange.respond(200, "application/json", Json.string(answer));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "NaN" : Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf" : Double.toString(value);
    }
}
