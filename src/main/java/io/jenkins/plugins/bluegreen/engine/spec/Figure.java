package io.jenkins.plugins.bluegreen.engine.spec;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;

/** A figure that a source of metrics or of logs is asked for during the MONITOR phase. It must stay within bounds. */
public interface Figure {
    /** The query, in the language of its source. */
    String query();

    /** The smallest allowed value, or null. */
    Number min();

    /** The largest allowed value, or null. */
    Number max();

    /** The meaning of an answer that is missing or empty. */
    PrometheusQuery.OnNoData onNoData();

    /** Whether it grows from the switch on. Then what is too little, or not there at all, may still come. */
    boolean grows();

    /** That a value is out of bounds. */
    Sentence breach(double value);

    /** That the source has no value. */
    Sentence noData(boolean ignored);

    /** That the source did not answer. */
    Sentence unanswered(Sentence why, boolean ignored);

    /** Whether what is missing is no failure. */
    default boolean ignoresNoData() {
        return onNoData() == PrometheusQuery.OnNoData.IGNORE;
    }

    /**
     * Whether a value is within bounds. NaN is not.
     *
     * @param last whether no more will come
     */
    default boolean allows(double value, boolean last) {
        boolean enough = min() == null || value >= min().doubleValue() || grows() && !last;
        return !Double.isNaN(value) && enough && (max() == null || value <= max().doubleValue());
    }
}
