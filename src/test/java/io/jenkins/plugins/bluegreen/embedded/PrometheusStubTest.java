package io.jenkins.plugins.bluegreen.embedded;

import io.jenkins.plugins.bluegreen.facts.PrometheusFacts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/** Runs the facts about Prometheus against the embedded one. */
@DisplayName("The embedded Prometheus")
@Timeout(60)
class PrometheusStubTest implements PrometheusFacts {
    private final EmbeddedCluster cluster = Samples.cluster();

    @BeforeEach
    void tell() {
        cluster.prometheus()
                .answer(FRACTION, 0.5)
                .answer(WHOLE, 3)
                .answer(NOT_A_NUMBER, Double.NaN)
                .scalar(INFINITE, Double.POSITIVE_INFINITY)
                .range(RANGE, 1)
                .refuse(UNFINISHED, UNFINISHED_ERROR);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Override
    public String prometheus() {
        return cluster.prometheus().url();
    }
}
