package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.spec.Figure;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The answers of Prometheus and Elasticsearch, judged. Missing data that is to be ignored is told once, until there is data again. */
public final class QueryAnswers implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The queries whose missing data was told. */
    private final ArrayList<String> ignored = new ArrayList<>();

    /** Whether the count was asked before anything was touched. */
    boolean asked;
    /** When the traffic was switched, by the clock of that process; 0 before it is known. */
    private long switchedAt;

    /**
     * For how long the traffic has been on the new colour, in milliseconds. Time in which no process ran is part of it.
     *
     * @param switched when it was switched, by the release's own clock, which leaves out most of that time
     * @param now by the release's own clock
     * @param ahead how far that one is ahead of the process's
     */
    public long since(long switched, long now, long ahead) {
        if (switchedAt == 0) {
            switchedAt = switched - ahead;
        }
        return Math.max(now - switched, now - ahead - switchedAt);
    }

    /**
     * Judges an answer.
     *
     * @param values of its samples
     * @param last whether no later answer will be judged
     * @return what to tell; null for nothing
     * @throws ReleaseException when a value is out of bounds, or there is none and that is not to be ignored
     */
    public Sentence judge(Figure figure, List<Double> values, boolean last) {
        if (values.isEmpty()) {
            if (figure.ignoresNoData()) {
                return once(figure, figure.noData(true));
            }
            if (last || !figure.grows()) {
                throw new ReleaseException(figure.noData(false));
            }
            return null;
        }
        ignored.remove(figure.query());
        for (double value : values) {
            if (!figure.allows(value, last)) {
                throw new ReleaseException(figure.breach(value));
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
    public Sentence unanswered(Figure figure, ReleaseException why) {
        if (!figure.ignoresNoData()) {
            throw new ReleaseException(figure.unanswered(why.sentence(), false), why);
        }
        return once(figure, figure.unanswered(why.sentence(), true));
    }

    private Sentence once(Figure figure, Sentence what) {
        if (ignored.contains(figure.query())) {
            return null;
        }
        ignored.add(figure.query());
        return what;
    }
}
