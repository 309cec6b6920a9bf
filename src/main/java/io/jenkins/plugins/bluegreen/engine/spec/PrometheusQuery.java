package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.Objects;

/** A PromQL instant query whose value must stay within bounds during the MONITOR phase. */
public final class PrometheusQuery implements Serializable {
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
    public String query() {
        return query;
    }

    /** The smallest allowed value, or null. */
    public Double min() {
        return min;
    }

    /** The largest allowed value, or null. */
    public Double max() {
        return max;
    }

    /** The meaning of an answer that is missing or empty. */
    public OnNoData onNoData() {
        return onNoData;
    }

    /** Whether a value is within bounds. NaN, which PromQL returns for 0/0, is not. */
    public boolean allows(double value) {
        return !Double.isNaN(value) && (min == null || value >= min) && (max == null || value <= max);
    }
}
