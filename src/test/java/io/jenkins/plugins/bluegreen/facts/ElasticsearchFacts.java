package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Facts about the answers of Elasticsearch and OpenSearch to counts, and what the monitor makes of them. */
public interface ElasticsearchFacts {
    Map<String, String> GREEN_ERROR = Map.of("level", "ERROR", "color", "green");
    Map<String, String> BLUE_ERROR = Map.of("level", "ERROR", "color", "blue");
    String ERRORS = "level:ERROR AND color:${COLOR}";
    String UNFINISHED = "level:(ERROR";

    /** Its address, without a path. */
    String elasticsearch();

    /** Indexes a document of this age, which is found from then on. */
    void document(String index, Duration age, Map<String, String> fields) throws Exception;

    /** Creates an index whose shard no node holds. */
    void lost(String index) throws Exception;

    private HttpResponse<String> post(String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(elasticsearch() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode answer(int status, String path, String query) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, "application/json", query);
        assertEquals(status, response.statusCode(), response::body);
        assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith("application/json"));
        return new ObjectMapper().readTree(response.body());
    }

    /** How many documents of the last half hour match, as the monitor counts them. */
    private List<Double> count(String index, String query, OptionalLong seconds) {
        ElasticsearchCount count = ElasticsearchCount.of(elasticsearch(), index, query, null, 0, OnNoData.FAIL);
        try (HttpProbes probes = new HttpProbes(new OkHttpClient())) {
            return probes.count(count, "green", seconds, 20).join();
        }
    }

    private List<Double> count(String index, String query) {
        return count(index, query, OptionalLong.of(1800));
    }

    private ReleaseException uncounted(String index, String query, OptionalLong seconds) {
        Throwable problem =
                assertThrows(CompletionException.class, () -> count(index, query, seconds)).getCause();
        return assertInstanceOf(ReleaseException.class, problem);
    }

    @Test
    @DisplayName("C44 documents of the time count, by their fields, in each index of a pattern; an unknown field has none")
    default void counted() throws Exception {
        document("counted-1", Duration.ZERO, GREEN_ERROR);
        document("counted-1", Duration.ZERO, BLUE_ERROR);
        document("counted-1", Duration.ofHours(1), GREEN_ERROR);
        document("counted-2", Duration.ofMinutes(20), GREEN_ERROR);
        assertEquals(List.of(1.0), count("counted-1", ERRORS));
        assertEquals(List.of(2.0), count("counted-*", ERRORS));
        assertEquals(List.of(2.0), count("counted-1,counted-2", ERRORS));
        assertEquals(List.of(1.0), count("counted-*", ERRORS, OptionalLong.of(600)));
        assertEquals(List.of(0.0), count("counted-*", "levle:ERROR"));
        JsonNode answer = answer(200, "/counted-*/_count", "{\"query\":{\"query_string\":{\"query\":\"level:ERROR\"}}}");
        assertEquals(4, answer.path("count").asInt());
        assertEquals(2, answer.at("/_shards/total").asInt());
        assertEquals(2, answer.at("/_shards/successful").asInt());
    }

    @Test
    @DisplayName("C44 an index that is not there is 404; a pattern without an index is an answer of no shard")
    default void missing() throws Exception {
        document("there", Duration.ZERO, GREEN_ERROR);
        JsonNode error = answer(404, "/missing/_count", "{}").path("error");
        assertEquals("index_not_found_exception", error.path("type").asText());
        assertEquals("no such index [missing]", error.path("reason").asText());
        assertEquals(0, answer(200, "/missing-*/_count", "{}").at("/_shards/total").asInt());
        for (String index : List.of("missing", "missing-*", "there,missing", "<missing-{now/d}>", "<missing-{now/d}>,there")) {
            assertEquals(List.of(), count(index, ERRORS), index);
        }
    }

    @Test
    @DisplayName("C44 a query that is wrong is told only where a document is of the time")
    default void wrong() throws Exception {
        document("wrong", Duration.ofHours(1), GREEN_ERROR);
        assertEquals(List.of(0.0), count("wrong", UNFINISHED));
        ReleaseException refused = uncounted("wrong", UNFINISHED, OptionalLong.empty());
        assertInstanceOf(MonitorProbes.RefusedQuery.class, refused);
        assertTrue(refused.getMessage().contains("parse"), refused::getMessage);
        document("wrong", Duration.ZERO, GREEN_ERROR);
        assertInstanceOf(MonitorProbes.RefusedQuery.class, uncounted("wrong", UNFINISHED, OptionalLong.of(1800)));
    }

    @Test
    @DisplayName("C44 whether there is an answer at all is asked of one document of each shard")
    default void asked() throws Exception {
        for (int n = 0; n < 3; n++) {
            document("asked", Duration.ofHours(1), GREEN_ERROR);
        }
        List<Double> number = count("asked", ERRORS, OptionalLong.empty());
        assertEquals(1, number.size());
        assertTrue(number.get(0) >= 1 && number.get(0) <= 3, number::toString);
    }

    @Test
    @DisplayName("C44 a shard that no node holds makes a count of the others, which is no count")
    default void lost() throws Exception {
        document("kept-1", Duration.ZERO, GREEN_ERROR);
        lost("kept-2");
        JsonNode shards = answer(200, "/kept-*/_count", "{}").path("_shards");
        assertEquals(2, shards.path("total").asInt());
        assertEquals(1, shards.path("successful").asInt());
        String part = uncounted("kept-*", ERRORS, OptionalLong.of(1800)).getMessage();
        assertTrue(part.contains("could not count in 1 of 2 shards of kept-*"), part);
        ReleaseException none = uncounted("kept-2", ERRORS, OptionalLong.of(1800));
        assertTrue(none.getMessage().contains("HTTP 503"), none::getMessage);
        assertFalse(none instanceof MonitorProbes.RefusedQuery);
    }

    @Test
    @DisplayName("C44 what is no question is an error in a sentence, not an object")
    default void noQuestion() throws Exception {
        HttpResponse<String> form = post("/any/_count", "application/x-www-form-urlencoded", "{}");
        assertEquals(406, form.statusCode());
        assertTrue(new ObjectMapper().readTree(form.body()).path("error").isTextual(), form::body);
        JsonNode nowhere = answer(400, "/any/at/all/_counts", "{}");
        assertTrue(nowhere.path("error").asText().startsWith("no handler found for uri"), nowhere::toString);
    }
}
