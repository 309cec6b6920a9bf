package io.jenkins.plugins.bluegreen.conformance.refuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of refused kubeconfigs: a controller neither runs a command nor reads a file that a kubeconfig names. */
class KubeconfigRefusalTest {
    private static EmbeddedCluster cluster;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        cluster = EmbeddedCluster.start();
        cluster.requests().clear();
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @ParameterizedTest(
            name = "C26 a kubeconfig whose {0} has {1}: refused, nothing run, read or asked",
            quoteTextArguments = false)
    @MethodSource("outside")
    void refused(String where, String field, String value) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "from-the-controllers-disk");
        String text = kubeconfig(where, field + ": " + value.replace("FOLDER", folder.toString()));
        ReleaseException refusal = assertThrows(ReleaseException.class, () -> GivenConnection.open(text).close());

        String name = where.equals("user") ? "deployer" : "prod";
        assertTrue(refusal.getMessage().contains(name), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(field), refusal::getMessage);
        StringWriter trace = new StringWriter();
        refusal.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains("swordfish"), trace::toString);
        assertFalse(trace.toString().contains("from-the-controllers-disk"), trace::toString);
        assertFalse(Files.exists(folder.resolve("ran")));
        assertTrue(Files.exists(file));
        assertEquals(0, cluster.requests().count(), () -> cluster.requests().toString());
    }

    static Stream<Arguments> outside() {
        return Stream.of(
                Arguments.of("user", "exec",
                        "{apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: touch, args: [FOLDER/ran]}"),
                Arguments.of("user", "auth-provider", "{name: gcp, config: {cmd-path: touch, cmd-args: FOLDER/ran}}"),
                Arguments.of("user", "client-certificate", "FOLDER/file"),
                Arguments.of("user", "client-key", "FOLDER/file"),
                Arguments.of("user", "tokenFile", "FOLDER/file"),
                Arguments.of("cluster", "certificate-authority", "FOLDER/file"));
    }

    @Test
    @DisplayName("C26 the same kubeconfig without them is taken")
    void taken() {
        try (ClusterConnection connection = GivenConnection.open(kubeconfig("user", "username: deployer"))) {
            cluster.namespace(Given.NAMESPACE);
            assertTrue(connection.gateway(Given.NAMESPACE).service("backend").isEmpty());
        }
        cluster.requests().clear();
    }

    private static String kubeconfig(String where, String line) {
        return """
                apiVersion: v1
                kind: Config
                current-context: prod
                contexts:
                - name: prod
                  context: {cluster: prod, user: deployer}
                clusters:
                - name: prod
                  cluster:
                    server: %s
                    %s
                users:
                - name: deployer
                  user:
                    token: swordfish
                    %s
                """.formatted(cluster.url(), where.equals("cluster") ? line : "", where.equals("user") ? line : "");
    }
}
