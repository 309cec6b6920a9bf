package io.jenkins.plugins.bluegreen.e2e.monitoring;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The real Elasticsearch")
class ElasticsearchE2eTest extends RealSearch {
    private static final String VERSION = "7.17.28";
    private static final String LOG4J = "2.17.1";

    @TempDir
    static Path home;

    private static SearchServer server;

    @BeforeAll
    static void start() throws Exception {
        server = SearchServer.start("elasticsearch", VERSION, LOG4J, home);
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    @Override
    SearchServer server() {
        return server;
    }
}
