package io.jenkins.plugins.bluegreen.e2e.monitoring;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.facts.ElasticsearchFacts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The facts about Elasticsearch with a real server, and a release that asks it. */
abstract class RealSearch implements ElasticsearchFacts {
    private static final String LOGS = "logs-shop";

    abstract SearchServer server();

    @Override
    public final String elasticsearch() {
        return server().url();
    }

    @Override
    public final void document(String index, Duration age, Map<String, String> fields) throws Exception {
        Map<String, String> document = new TreeMap<>(fields);
        document.put("@timestamp", Instant.now().minus(age).toString());
        send("POST", "/" + index + "/_doc?refresh=true", new ObjectMapper().writeValueAsString(document));
    }

    @Override
    public final void lost(String index) throws Exception {
        String nowhere = "{\"settings\":{\"index.routing.allocation.require.node\":\"none\",\"number_of_replicas\":0}}";
        send("PUT", "/" + index + "?wait_for_active_shards=0", nowhere);
    }

    private void send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(elasticsearch() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(2, response.statusCode() / 100, response::body);
    }

    @Test
    @DisplayName("C44 has an error of the new colour since the switch: the release goes back, for that one alone")
    void release() throws Exception {
        document(LOGS, Duration.ZERO, GREEN_ERROR);
        ElasticsearchCount errors = ElasticsearchCount.of(elasticsearch(), "logs-*", ERRORS, null, 0, OnNoData.FAIL);
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Running running = given.start("v2", spec -> spec.monitor(MonitorSpec.lasting(60, 1).withCount(errors)))
                    .inPhase(Phase.MONITOR);
            document(LOGS, Duration.ZERO, BLUE_ERROR);
            document(LOGS, Duration.ZERO, GREEN_ERROR);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            assertTrue(released.message().contains("has 1 document of"), released::story);
        }
    }
}
