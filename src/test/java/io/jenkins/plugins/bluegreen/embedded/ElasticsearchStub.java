package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.pods.Exchange;
import io.jenkins.plugins.bluegreen.embedded.pods.HttpListener;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An Elasticsearch that counts its documents ({@code POST /index/_count}): names, patterns and the date of today; a
 * {@code query_string} of {@code field:value} joined by {@code AND}; a range of {@code @timestamp} from {@code now-5s}.
 * Each index has one shard. As the real ones do, it tells that a query is wrong only where a shard has documents of the
 * time. Sources: "Count API", "Query string query", "Date math" and "Multi-target syntax", elastic.co. The facts of {@code
 * ElasticsearchFacts} hold it to the real servers.
 */
public final class ElasticsearchStub {
    /** A document; its time is the server's. */
    private record Document(Instant at, Map<String, String> fields) {}

    private static final Pattern TODAY = Pattern.compile("<(.*)\\{now/d}(.*)>");
    private static final Pattern SINCE = Pattern.compile("now-([0-9]+)s");
    private static final Pattern TERM = Pattern.compile("([\\w.@]+):([\\w.]+)");

    private final HttpListener listener;
    private final Map<String, List<Document>> indices = new ConcurrentSkipListMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private volatile Duration ahead = Duration.ZERO;
    private volatile String login = "";
    private volatile int failing = 200;
    private final Set<String> lost = ConcurrentHashMap.newKeySet();
    private volatile boolean lostIsFailed = true;

    public ElasticsearchStub(EventLoopGroup network) {
        listener = new HttpListener(network, this::answer);
    }

    /** {@code http://127.0.0.1:port}. */
    public String url() {
        return "http://127.0.0.1:" + listener.port();
    }

    /** Creates an index without documents, unless it is there. */
    public ElasticsearchStub index(String name) {
        indices.computeIfAbsent(name, any -> new CopyOnWriteArrayList<>());
        return this;
    }

    /** Indexes a document of this moment. */
    public ElasticsearchStub document(String index, Map<String, String> fields) {
        return document(index, Duration.ZERO, fields);
    }

    /** Indexes a document of this age. */
    public ElasticsearchStub document(String index, Duration age, Map<String, String> fields) {
        index(index);
        indices.get(index).add(new Document(now().minus(age), Map.copyOf(fields)));
        return this;
    }

    /** Sets the server's clock, by which its documents are dated too. */
    public ElasticsearchStub clockAhead(Duration by) {
        ahead = by;
        return this;
    }

    /** Answers 401 to who does not send this header {@code Authorization}. */
    public ElasticsearchStub login(String authorization) {
        login = authorization;
        return this;
    }

    /** Answers every question with this status from now on; 200 ends that. */
    public ElasticsearchStub fail(int status) {
        failing = status;
        return this;
    }

    /**
     * Creates an index whose shard no node holds.
     *
     * @param failed whether that counts as failed, as in Elasticsearch; in OpenSearch it does not
     */
    public ElasticsearchStub lost(String index, boolean failed) {
        index(index);
        lost.add(index);
        lostIsFailed = failed;
        return this;
    }

    /** The bodies of the questions so far, in their order. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** Stops listening; connections are refused from now on. */
    public void close() {
        listener.kill();
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    private void answer(Exchange exchange) {
        String path = exchange.path();
        if (!path.endsWith("/_count") || !exchange.method().equals("POST")) {
            refuse(exchange, 400, "no handler found for uri [" + path + "] and method [" + exchange.method() + "]");
            return;
        }
        questions.add(exchange.body());
        if (!login.isEmpty() && !exchange.header("Authorization").equals(login)) {
            refuse(exchange, 401, "security_exception", "missing authentication credentials");
        } else if (failing != 200) {
            refuse(exchange, failing, "told_to_fail_exception", "told to fail");
        } else if (!exchange.header("Content-Type").startsWith("application/json")) {
            refuse(exchange, 406, "Content-Type header [" + exchange.header("Content-Type") + "] is not supported");
        } else {
            count(exchange, path.substring(1, path.length() - "/_count".length()));
        }
    }

    private void count(Exchange exchange, String names) {
        List<String> found = new ArrayList<>();
        for (String name : resolved(names).split(",")) {
            Pattern pattern = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
            List<String> matching =
                    indices.keySet().stream().filter(index -> pattern.matcher(index).matches()).toList();
            if (matching.isEmpty() && !name.contains("*")) {
                refuse(exchange, 404, "index_not_found_exception", "no such index [" + name + "]");
                return;
            }
            found.addAll(matching);
        }
        JsonNode query = query(exchange);
        JsonNode bool = query.path("bool");
        String words = (bool.isMissingNode() ? query : bool.at("/must/0")).at("/query_string/query").asText();
        Matcher since = SINCE.matcher(bool.at("/filter/0/range/@timestamp/gte").asText());
        Instant from = since.matches() ? now().minusSeconds(Long.parseLong(since.group(1))) : Instant.MIN;
        List<Document> candidates = found.stream()
                .flatMap(index -> indices.get(index).stream())
                .filter(document -> !document.at().isBefore(from))
                .toList();
        Map<String, String> wanted = terms(words);
        if (wanted == null && !candidates.isEmpty()) {
            refuse(exchange, 400, "query_shard_exception", "Failed to parse query [" + words + "]");
            return;
        }
        long number = candidates.stream()
                .filter(document -> document.fields().entrySet().containsAll(wanted.entrySet()))
                .count();
        boolean one = !exchange.parameter("terminate_after").isEmpty() && number > 0;
        ObjectNode answer = Json.object().put("count", one ? 1 : number);
        int missing = (int) found.stream().filter(lost::contains).count();
        if (missing > 0 && missing == found.size()) {
            refuse(exchange, 503, "search_phase_execution_exception", "all shards failed");
            return;
        }
        answer.putObject("_shards")
                .put("total", found.size())
                .put("successful", found.size() - missing)
                .put("skipped", 0)
                .put("failed", lostIsFailed ? missing : 0);
        exchange.respond(200, "application/json", Json.string(answer));
    }

    private static JsonNode query(Exchange exchange) {
        try {
            return Json.read(exchange.body().getBytes(StandardCharsets.UTF_8)).path("query");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String resolved(String names) {
        String today = DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC).format(now());
        Matcher date = TODAY.matcher(names);
        return date.matches() ? date.group(1) + today + date.group(2) : names;
    }

    /** The fields that a query asks for; null when it is wrong. */
    private static Map<String, String> terms(String words) {
        Map<String, String> terms = new ConcurrentSkipListMap<>();
        for (String word : words.isEmpty() ? new String[0] : words.split(" AND ")) {
            Matcher term = TERM.matcher(word);
            if (!term.matches()) {
                return null;
            }
            terms.put(term.group(1), term.group(2));
        }
        return terms;
    }

    private static void refuse(Exchange exchange, int status, String type, String reason) {
        ObjectNode answer = Json.object();
        ObjectNode error = answer.putObject("error");
        error.putArray("root_cause").addObject().put("type", type).put("reason", reason);
        error.put("type", type).put("reason", reason);
        exchange.respond(status, "application/json", Json.string(answer.put("status", status)));
    }

    private static void refuse(Exchange exchange, int status, String reason) {
        exchange.respond(status, "application/json", Json.string(Json.object().put("error", reason).put("status", status)));
    }
}
