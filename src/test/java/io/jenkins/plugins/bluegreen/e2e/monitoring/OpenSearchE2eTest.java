package io.jenkins.plugins.bluegreen.e2e.monitoring;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The real OpenSearch")
class OpenSearchE2eTest extends RealSearch {
    private static final String VERSION = "2.19.6";
    private static final String LOG4J = "2.25.4";

    @TempDir
    static Path home;

    private static SearchServer server;

    @BeforeAll
    static void start() throws Exception {
        server = SearchServer.start("opensearch", VERSION, LOG4J, home);
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
