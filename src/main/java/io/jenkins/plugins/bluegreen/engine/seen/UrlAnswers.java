package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;

/** The answers of the monitored URL, counted. */
public final class UrlAnswers implements Serializable {
    private static final long serialVersionUID = 1L;

    private int all;
    private int failures;
    private int inARow;

    /**
     * Counts an answer.
     *
     * @param wrong why it is a failure; null when it is none
     * @return what to tell; null for a good answer
     * @throws ReleaseException when there are more failures than allowed, altogether or in a row
     */
    public Sentence count(MonitorSpec monitor, Sentence wrong) {
        all++;
        if (wrong == null) {
            inARow = 0;
            return null;
        }
        failures++;
        inARow++;
        if (failures > monitor.maxFailures()) {
            throw new ReleaseException(Sentence.of(
                    "monitor.url", monitor.shownUrl(), failures, all, monitor.maxFailures(), wrong));
        }
        if (inARow >= monitor.failures()) {
            throw new ReleaseException(
                    Sentence.of("monitor.urlInARow", monitor.shownUrl(), inARow, failures, all, wrong));
        }
        return monitor.maxFailures() == Integer.MAX_VALUE
                ? Sentence.of("monitor.urlFailedInARow", monitor.shownUrl(), wrong, inARow, monitor.failures())
                : Sentence.of("monitor.urlFailed", monitor.shownUrl(), wrong, failures, monitor.maxFailures());
    }

    /** How many requests failed. */
    public Sentence summary(MonitorSpec monitor) {
        return Sentence.of("monitor.doneUrl", failures, all, monitor.shownUrl());
    }
}
