package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.spec.Addresses;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.HttpAnswer;
import java.net.URI;
import java.util.List;
import java.util.OptionalLong;

/**
 * A question to Elasticsearch, or OpenSearch, how many documents there are. Source: "Count API", "Query string query",
 * "Range query" and "Date math", elastic.co; the real servers are held against it by the tests of {@code e2e}.
 *
 * @param seconds how old they may be; empty: whether the question can be answered is asked. A query that is wrong is
 *     told only by a shard that has documents of the time, so that question leaves the time out
 */
record CountRequest(ElasticsearchCount count, String color, OptionalLong seconds) {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    /** The address. The name of an index may be date math, with slashes. */
    URI address() {
        String base = count.url().replaceAll("/+$", "") + "/" + HttpRequest.formURLEncode(index()) + "/_count";
        // one document in each shard is enough to know
        return URI.create(seconds.isPresent() ? base : base + "?terminate_after=1");
    }

    private String index() {
        return count.index(color);
    }

    /** The body: the server's own clock tells what is how old, so that ours need not agree with it. */
    String body() {
        ObjectNode query = ApiServer.JSON.createObjectNode();
        query.putObject("query_string").put("query", count.query(color));
        ObjectNode body = ApiServer.JSON.createObjectNode();
        if (seconds.isEmpty()) {
            body.set("query", query);
            return body.toString();
        }
        ObjectNode both = body.putObject("query").putObject("bool");
        both.putArray("must").add(query);
        both.putArray("filter")
                .addObject()
                .putObject("range")
                .putObject("@timestamp")
                .put("gte", "now-" + seconds.getAsLong() + "s");
        return body.toString();
    }

    /**
     * The number; nothing without an index of that name.
     *
     * @throws ReleaseException when it is not the number of all documents
     */
    List<Double> number(HttpAnswer answer) {
        String shown = Addresses.withoutQuery(count.url());
        JsonNode said = HttpProbes.parse(answer.body());
        JsonNode error = said.path("error");
        if (answer.code() == NOT_FOUND && error.path("type").asText().equals("index_not_found_exception")) {
            return List.of();
        }
        if (answer.code() == BAD_REQUEST && !error.isMissingNode()) {
            throw new MonitorProbes.RefusedQuery(
                    Sentence.of("probe.countQuery", shown, count.query(color), index(), reason(error)));
        }
        if (!error.isMissingNode()) {
            throw new ReleaseException(
                    Sentence.of("probe.countRefused", shown, answer.code(), index(), reason(error)));
        }
        JsonNode shards = said.path("_shards");
        if (!answer.isSuccess() || !said.path("count").isIntegralNumber() || !shards.path("total").isInt()) {
            throw new ReleaseException(Sentence.of("probe.elasticsearch", shown, answer.code()));
        }
        int total = shards.path("total").asInt();
        int successful = shards.path("successful").asInt();
        // OpenSearch counts a shard that nobody holds neither as successful nor as failed
        if (successful < total || shards.path("failed").asInt() > 0) {
            throw new ReleaseException(Sentence.of("probe.countPart", shown, total - successful, total, index()));
        }
        return total == 0 ? List.of() : List.of(said.path("count").asDouble());
    }

    /** What is wrong, in the words of the server: of the first cause that has any. */
    private static String reason(JsonNode error) {
        if (error.isTextual()) {
            return error.asText();
        }
        for (JsonNode cause : List.of(
                error.at("/failed_shards/0/reason/caused_by"), error.at("/root_cause/0"), error)) {
            if (cause.path("reason").isTextual()) {
                return cause.path("reason").asText().lines().findFirst().orElse("");
            }
        }
        return error.path("type").asText();
    }
}
