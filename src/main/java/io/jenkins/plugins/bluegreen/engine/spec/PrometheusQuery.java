package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.Objects;

/** A PromQL instant query whose value must stay within bounds during the MONITOR phase. */
public final class PrometheusQuery implements Figure, Serializable {
    private static final long serialVersionUID = 1L;

    /** The meaning of an answer that is missing or empty. */
    public enum OnNoData {
        /** The release continues. */
        IGNORE,
        /** The same as a breach. */
        FAIL
    }

    private final String query;
    private final Double min;
    private final Double max;
    private final OnNoData onNoData;

    /**
     * A query with bounds.
     *
     * @param min the smallest allowed value, or null
     * @param max the largest allowed value, or null
     */
    public PrometheusQuery(String query, Double min, Double max, OnNoData onNoData) {
        this.query = Objects.requireNonNull(query);
        if (query.isBlank() || min == null && max == null) {
            throw new ReleaseException(Sentence.of("spec.query", query));
        }
        this.min = min;
        this.max = max;
        this.onNoData = onNoData;
    }

    /** The query about one colour: what {@code ${COLOR}} stands for. */
    public PrometheusQuery about(String color) {
        return new PrometheusQuery(query.replace("${COLOR}", color), min, max, onNoData);
    }

    /** The query in PromQL. */
    @Override
    public String query() {
        return query;
    }

    @Override
    public Double min() {
        return min;
    }

    @Override
    public Double max() {
        return max;
    }

    @Override
    public OnNoData onNoData() {
        return onNoData;
    }

    @Override
    public boolean grows() {
        return false;
    }

    @Override
    public Sentence breach(double value) {
        return Sentence.of("monitor.breach", query, value, min == null ? "-" : min, max == null ? "-" : max);
    }

    @Override
    public Sentence noData(boolean ignored) {
        return Sentence.of(ignored ? "monitor.noDataIgnored" : "monitor.noData", query);
    }

    @Override
    public Sentence unanswered(Sentence why, boolean ignored) {
        return Sentence.of(ignored ? "monitor.prometheusIgnored" : "monitor.prometheus", query, why);
    }
}
