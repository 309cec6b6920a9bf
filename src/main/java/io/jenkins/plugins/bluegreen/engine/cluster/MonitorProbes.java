package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** What is asked outside the cluster's API while a release is watched. */
public interface MonitorProbes {
    /**
     * One {@code GET}; redirects are not followed.
     *
     * @return null when the answer is 2xx, else what was wrong
     */
    Sentence get(String url, int timeoutSeconds);

    /**
     * An instant query.
     *
     * @return the value of each sample of the answer; empty when it holds none
     * @throws ReleaseException when Prometheus can't be reached or refuses the query
     */
    List<Double> query(String prometheusUrl, String query, int timeoutSeconds);
}
