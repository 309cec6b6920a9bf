package io.jenkins.plugins.bluegreen.engine.spec;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The parameters of the MONITOR phase, which watches the new colour after the switch. */
public final class MonitorSpec implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int durationSeconds;
    private final int intervalSeconds;
    private final String url;
    private final int maxFailures;
    /** Null: the engine's default. */
    private Integer unreadySeconds;
    private int restarts;
    private int failures = Integer.MAX_VALUE;
    /** Null: {@link ProbeAccess#open()}. */
    private ProbeAccess urlAccess;
    /** Null: {@link ProbeAccess#open()}. */
    private ProbeAccess prometheusAccess;
    private final String prometheusUrl;
    private final ArrayList<PrometheusQuery> queries;
    /** Null: none. */
    private ElasticsearchCount count;

    private MonitorSpec(
            int durationSeconds,
            int intervalSeconds,
            String url,
            int maxFailures,
            String prometheusUrl,
            List<PrometheusQuery> queries) {
        this.durationSeconds = durationSeconds;
        this.intervalSeconds = intervalSeconds;
        this.url = url;
        this.maxFailures = maxFailures;
        this.prometheusUrl = prometheusUrl;
        this.queries = new ArrayList<>(queries);
    }

    /** No monitoring. */
    public static MonitorSpec none() {
        return new MonitorSpec(0, 5, null, 0, null, List.of());
    }

    /** Checks Pods, restarts and health every {@code intervalSeconds}. */
    public static MonitorSpec lasting(int durationSeconds, int intervalSeconds) {
        Validation.requireAtLeast("monitor.duration", durationSeconds, 0);
        Validation.requireAtLeast("monitor.interval", intervalSeconds, 1);
        return new MonitorSpec(durationSeconds, intervalSeconds, null, 0, null, List.of());
    }

    /** The same, with a URL that is requested once a second and may fail {@code newMaxFailures} times. */
    public MonitorSpec withUrl(String newUrl, int newMaxFailures) {
        Validation.requireHttpUrl("monitor.url", newUrl);
        Validation.requireAtLeast("monitor.maxFailures", newMaxFailures, 0);
        return as(new MonitorSpec(
                durationSeconds, intervalSeconds, newUrl, newMaxFailures, prometheusUrl, queries));
    }

    /** The same, with a breach when the URL fails {@code number} times in a row. */
    public MonitorSpec withFailures(int number) {
        Validation.requireAtLeast("monitor.failures", number, 1);
        MonitorSpec copy = copy();
        copy.failures = number;
        return copy;
    }

    /** The same, with Pods that may be missing for a time. */
    public MonitorSpec withUnready(int seconds) {
        Validation.requireAtLeast("monitor.unready", seconds, 0);
        MonitorSpec copy = copy();
        copy.unreadySeconds = seconds;
        return copy;
    }

    /** The same, with containers that may end. */
    public MonitorSpec withRestarts(int number) {
        Validation.requireAtLeast("monitor.restarts", number, 0);
        MonitorSpec copy = copy();
        copy.restarts = number;
        return copy;
    }

    /** The same, asking the URL in this way. */
    public MonitorSpec withUrlAccess(ProbeAccess access) {
        MonitorSpec copy = copy();
        copy.urlAccess = access;
        return copy;
    }

    /** The same, asking Prometheus in this way. */
    public MonitorSpec withPrometheusAccess(ProbeAccess access) {
        MonitorSpec copy = copy();
        copy.prometheusAccess = access;
        return copy;
    }

    private MonitorSpec copy() {
        return as(new MonitorSpec(durationSeconds, intervalSeconds, url, maxFailures, prometheusUrl, queries));
    }

    private MonitorSpec as(MonitorSpec other) {
        other.unreadySeconds = unreadySeconds;
        other.restarts = restarts;
        other.failures = failures;
        other.urlAccess = urlAccess;
        other.prometheusAccess = prometheusAccess;
        other.count = count;
        return other;
    }

    /** The same, with queries to the Prometheus server at {@code newPrometheusUrl}. */
    public MonitorSpec withPrometheus(String newPrometheusUrl, List<PrometheusQuery> newQueries) {
        Validation.requireHttpUrl("monitor.prometheus", newPrometheusUrl);
        return as(new MonitorSpec(
                durationSeconds, intervalSeconds, url, maxFailures, newPrometheusUrl, newQueries));
    }

    /** The same, with a count of documents in Elasticsearch. */
    public MonitorSpec withCount(ElasticsearchCount newCount) {
        MonitorSpec copy = copy();
        copy.count = newCount;
        return copy;
    }

    /** Seconds of monitoring; 0: none. */
    public int durationSeconds() {
        return durationSeconds;
    }

    /** Seconds of monitoring, and of waiting for the documents of that time; 0: none. */
    public int watchedSeconds() {
        return durationSeconds == 0 || count == null ? durationSeconds : durationSeconds + count.delaySeconds();
    }

    /** Seconds between two checks of health and of figures. */
    public int intervalSeconds() {
        return intervalSeconds;
    }

    /** A URL that must answer 2xx, or null. */
    public String url() {
        return url;
    }

    /** How the URL is asked. */
    public ProbeAccess urlAccess() {
        return urlAccess == null ? ProbeAccess.open() : urlAccess;
    }

    /** How Prometheus is asked. */
    public ProbeAccess prometheusAccess() {
        return prometheusAccess == null ? ProbeAccess.open() : prometheusAccess;
    }

    /** What no text may show. */
    public List<String> secrets() {
        List<String> secrets = urlAccess().secrets();
        secrets.addAll(prometheusAccess().secrets());
        secrets.addAll(count == null ? List.of() : count.access().secrets());
        return secrets;
    }

    /** The URL without query, user and password, which may hold secrets. */
    public String shownUrl() {
        return Addresses.withoutQuery(url);
    }

    /** The number of failures of the URL that are allowed over the whole time. */
    public int maxFailures() {
        return maxFailures;
    }

    /** The number of failures of the URL in a row that are a breach. */
    public int failures() {
        return failures;
    }

    /** Seconds for which Pods may be missing, unless others are starting in their place; null: the default. */
    public Integer unreadySeconds() {
        return unreadySeconds;
    }

    /** How often the containers of a Pod may end. */
    public int restarts() {
        return restarts;
    }

    /** Prometheus' address, or null. */
    public String prometheusUrl() {
        return prometheusUrl;
    }

    /** The queries; empty without {@link #prometheusUrl()}. */
    public List<PrometheusQuery> queries() {
        return List.copyOf(queries);
    }

    /** The count of documents in Elasticsearch, or null. */
    public ElasticsearchCount count() {
        return count;
    }

    /** All figures that are asked for. */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(queries);
        if (count != null) {
            figures.add(count);
        }
        return figures;
    }

    /** The addresses that are asked. */
    public List<String> addresses() {
        return Stream.of(url, prometheusUrl, count == null ? null : count.url())
                .filter(Objects::nonNull)
                .toList();
    }
}
