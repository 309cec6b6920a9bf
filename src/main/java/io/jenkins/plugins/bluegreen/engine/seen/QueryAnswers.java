package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The answers of Prometheus, judged. Missing data that is to be ignored is told once, until there is data again. */
public final class QueryAnswers implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The queries whose missing data was told. */
    private final ArrayList<String> ignored = new ArrayList<>();

    /**
     * Judges an answer.
     *
     * @param values of its samples
     * @return what to tell; null for nothing
     * @throws ReleaseException when a value is out of bounds, or there is none and that is not to be ignored
     */
    public Sentence judge(PrometheusQuery query, List<Double> values) {
        if (values.isEmpty()) {
            if (query.onNoData() != PrometheusQuery.OnNoData.IGNORE) {
                throw new ReleaseException(Sentence.of("monitor.noData", query.query()));
            }
            return once(query, Sentence.of("monitor.noDataIgnored", query.query()));
        }
        ignored.remove(query.query());
        for (double value : values) {
            if (!query.allows(value)) {
                throw new ReleaseException(Sentence.of(
                        "monitor.breach",
                        query.query(),
                        value,
                        query.min() == null ? "-" : query.min(),
                        query.max() == null ? "-" : query.max()));
            }
        }
        return null;
    }

    /**
     * Judges that there was no answer.
     *
     * @return what to tell; null for nothing
     * @throws ReleaseException when that is not to be ignored
     */
    public Sentence unanswered(PrometheusQuery query, ReleaseException why) {
        if (query.onNoData() != PrometheusQuery.OnNoData.IGNORE) {
            throw new ReleaseException(Sentence.of("monitor.prometheus", query.query(), why.sentence()), why);
        }
        return once(query, Sentence.of("monitor.prometheusIgnored", query.query(), why.sentence()));
    }

    private Sentence once(PrometheusQuery query, Sentence what) {
        if (ignored.contains(query.query())) {
            return null;
        }
        ignored.add(query.query());
        return what;
    }
}
