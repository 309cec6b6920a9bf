package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** HTTP requests of the MONITOR phase that don't go to the cluster's API. Returns at once; answers come later. */
public interface MonitorProbes {
    /**
     * Sends one {@code GET}; follows no redirects.
     *
     * @return empty when the answer is 2xx, else the problem; there is one after the timeout too
     */
    CompletableFuture<Optional<Sentence>> get(String url, ProbeAccess access, int timeoutSeconds);

    /**
     * Sends an instant query to Prometheus.
     *
     * @return the value of each sample of the answer; ends with a {@link ReleaseException} when Prometheus can't be
     *     reached in time, or refuses the query
     */
    CompletableFuture<List<Double>> query(String prometheusUrl, ProbeAccess access, String query, int timeoutSeconds);
}
