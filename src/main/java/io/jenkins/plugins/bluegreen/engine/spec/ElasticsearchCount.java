package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * How many documents since the switch match a query in Elasticsearch, or in OpenSearch, during the MONITOR phase. The
 * number must stay within bounds.
 */
public final class ElasticsearchCount implements Figure, Serializable {
    private static final long serialVersionUID = 1L;
    /** In the index and in the query: the colour that has the traffic. */
    private static final String COLOR = "${COLOR}";
    /** Names, patterns and date math, separated by commas; {@code _all} and the API's own words are none of them. */
    private static final Pattern INDEX = Pattern.compile("(?![_.]*$)(?!_)[^\\s\\p{Cntrl}?#\\\\]+");
    private static final int DELAY_SECONDS = 10;

    private final String url;
    private final String index;
    private final String query;
    private final Integer min;
    private final Integer max;
    private final PrometheusQuery.OnNoData onNoData;
    private int delaySeconds = DELAY_SECONDS;
    private ProbeAccess access = ProbeAccess.open();

    private ElasticsearchCount(
            String url, String index, String query, Integer min, Integer max, PrometheusQuery.OnNoData onNoData) {
        this.url = url;
        this.index = index;
        this.query = query;
        this.min = min;
        this.max = max;
        this.onNoData = onNoData;
    }

    /**
     * A count with bounds.
     *
     * @param query in the syntax of {@code query_string}
     * @param min the smallest allowed number at the end, or null
     * @param max the largest allowed number at any time, or null
     * @throws ReleaseException for invalid values
     */
    public static ElasticsearchCount of(
            String url, String index, String query, Integer min, Integer max, PrometheusQuery.OnNoData onNoData) {
        Validation.requireHttpUrl("monitor.elasticsearch.url", url);
        requireIndex(index);
        if (query.isBlank() || min == null && max == null) {
            throw new ReleaseException(Sentence.of("spec.count", query));
        }
        Validation.requireAtLeast("monitor.elasticsearch.min", min == null ? 0 : min, 0);
        Validation.requireAtLeast("monitor.elasticsearch.max", max == null ? Integer.MAX_VALUE : max, min == null ? 0 : min);
        return new ElasticsearchCount(url, index, query, min, max, onNoData);
    }

    /** Throws a {@link ReleaseException} for what is no name of indices. */
    public static boolean requireIndex(String index) {
        if (!INDEX.matcher(index).matches()) {
            throw new ReleaseException(Sentence.of("spec.index", index));
        }
        return true;
    }

    /** The same for documents that take so long from the application into the index. */
    public ElasticsearchCount withDelay(int seconds) {
        Validation.requireAtLeast("monitor.elasticsearch.delay", seconds, 0);
        return copy(seconds, access);
    }

    /** The same, asked in this way. */
    public ElasticsearchCount withAccess(ProbeAccess newAccess) {
        return copy(delaySeconds, newAccess);
    }

    private ElasticsearchCount copy(int newDelay, ProbeAccess newAccess) {
        ElasticsearchCount copy = new ElasticsearchCount(url, index, query, min, max, onNoData);
        copy.delaySeconds = newDelay;
        copy.access = newAccess;
        return copy;
    }

    /** The server's address. */
    public String url() {
        return url;
    }

    /** The names of the indices, where {@code ${COLOR}} is a colour. */
    public String index(String color) {
        return index.replace(COLOR, color);
    }

    /** The query, where {@code ${COLOR}} is a colour. */
    public String query(String color) {
        return query.replace(COLOR, color);
    }

    /** How long the release waits for documents before it counts for the last time. */
    public int delaySeconds() {
        return delaySeconds;
    }

    /** How the server is asked. */
    public ProbeAccess access() {
        return access;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public Integer min() {
        return min;
    }

    @Override
    public Integer max() {
        return max;
    }

    @Override
    public PrometheusQuery.OnNoData onNoData() {
        return onNoData;
    }

    @Override
    public boolean grows() {
        return true;
    }

    @Override
    public Sentence breach(double value) {
        return max != null && value > max
                ? Sentence.of("monitor.counted", (long) value, query, index, max)
                : Sentence.of("monitor.countedLess", (long) value, query, index, min);
    }

    @Override
    public Sentence noData(boolean ignored) {
        return Sentence.of(ignored ? "monitor.noIndexIgnored" : "monitor.noIndex", index, query);
    }

    @Override
    public Sentence unanswered(Sentence why, boolean ignored) {
        return Sentence.of(ignored ? "monitor.elasticsearchIgnored" : "monitor.elasticsearch", query, index, why);
    }
}
