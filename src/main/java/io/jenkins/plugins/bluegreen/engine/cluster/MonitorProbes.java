package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** HTTP requests of the MONITOR phase that don't go to the cluster's API. */
public interface MonitorProbes {
    /**
     * Sends one {@code GET}; follows no redirects.
     *
     * @return null when the answer is 2xx, else the problem
     */
    Sentence get(String url, int timeoutSeconds);

    /**
     * Sends an instant query to Prometheus.
     *
     * @return the value of each sample of the answer
     * @throws ReleaseException when Prometheus can't be reached or refuses the query
     */
    List<Double> query(String prometheusUrl, String query, int timeoutSeconds);
}
