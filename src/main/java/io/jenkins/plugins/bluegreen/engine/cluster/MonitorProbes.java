package io.jenkins.plugins.bluegreen.engine.cluster;

import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    /**
     * Counts documents of Elasticsearch.
     *
     * @param color what {@code ${COLOR}} stands for
     * @param seconds how old they may be, by the server's clock; empty: whether the question can be answered at all is
     *     asked, and any number is the answer
     * @return their number; nothing without such an index. Ends with {@link RefusedQuery} when the question is wrong, and
     *     with another {@link ReleaseException} when the server can't be reached in time, does not let us ask, or could
     *     not count everywhere
     */
    CompletableFuture<List<Double>> count(
            ElasticsearchCount count, String color, OptionalLong seconds, int timeoutSeconds);

    /** A server says that a question is wrong. It will be tomorrow. */
    final class RefusedQuery extends ReleaseException {
        private static final long serialVersionUID = 1L;

        public RefusedQuery(Sentence sentence) {
            super(sentence);
        }
    }
}
