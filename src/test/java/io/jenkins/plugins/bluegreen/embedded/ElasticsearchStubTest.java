package io.jenkins.plugins.bluegreen.embedded;

import io.jenkins.plugins.bluegreen.facts.ElasticsearchFacts;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;

/** Runs the facts about Elasticsearch against the embedded one. */
@DisplayName("The embedded Elasticsearch")
@Timeout(60)
class ElasticsearchStubTest implements ElasticsearchFacts {
    private final EmbeddedCluster cluster = Samples.cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Override
    public String elasticsearch() {
        return cluster.elasticsearch().url();
    }

    @Override
    public void document(String index, Duration age, Map<String, String> fields) {
        cluster.elasticsearch().document(index, age, fields);
    }

    @Override
    public void lost(String index) {
        cluster.elasticsearch().lost(index, true);
    }
}
