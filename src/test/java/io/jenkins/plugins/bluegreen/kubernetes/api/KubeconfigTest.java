package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A kubeconfig")
class KubeconfigTest {
    private static final String KUBECONFIG =
            """
            apiVersion: v1
            kind: Config
            current-context: prod
            contexts:
            - {name: prod, context: {cluster: east, user: robot, namespace: shop}}
            clusters:
            - name: east
              cluster: {server: "https://k8s.example.com:6443"%s}
            users:
            - name: robot
              user: {token: s3cr3t-t0ken%s}
            """;

    @Test
    @DisplayName("that holds everything itself is taken as it is, and nothing else is")
    void plain() {
        Config config = Kubeconfig.parse(KUBECONFIG.formatted("", ""));
        assertEquals("https://k8s.example.com:6443/", config.getMasterUrl());
        assertEquals("s3cr3t-t0ken", config.getAutoOAuthToken());
        assertEquals("shop", config.getNamespace());
        assertNull(config.getFile());
        assertFalse(config.getAutoConfigure());
    }

    @ParameterizedTest(name = "C26 a user with {0}")
    @CsvSource({
        "exec, '{command: /bin/sh, apiVersion: client.authentication.k8s.io/v1}'",
        "auth-provider, '{name: oidc}'",
        "client-certificate, /etc/passwd",
        "client-key, /root/.ssh/id_rsa",
        "tokenFile, /var/run/secrets/kubernetes.io/serviceaccount/token"
    })
    @DisplayName("C26 that runs a program or reads a file for a user is refused")
    void ofUser(String field, String value) {
        assertRefused(KUBECONFIG.formatted("", ", " + field + ": " + value), "user \"robot\"", field);
    }

    @Test
    @DisplayName("C26 that reads a file for a cluster is refused")
    void ofCluster() {
        assertRefused(
                KUBECONFIG.formatted(", certificate-authority: /etc/ssl/ca.pem", ""),
                "cluster \"east\"",
                "certificate-authority");
    }

    @Test
    @DisplayName("C26 is refused for what another context uses, too")
    void ofAnotherContext() {
        assertRefused(
                KUBECONFIG.formatted("", "") + "- {name: human, user: {exec: {command: /bin/sh}}}\n",
                "user \"human\"",
                "exec");
    }

    @Test
    @DisplayName("as JSON is read too")
    void json() {
        Config config = Kubeconfig.parse(
                "{\"current-context\":\"a\",\"contexts\":[{\"name\":\"a\",\"context\":{\"cluster\":\"c\",\"user\":\"u\"}}],"
                        + "\"clusters\":[{\"name\":\"c\",\"cluster\":{\"server\":\"https://10.0.0.1\"}}],\"users\":[]}");
        assertEquals("https://10.0.0.1/", config.getMasterUrl());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "token: [s3cr3t-t0ken", "s3cr3t-t0ken", "- s3cr3t-t0ken"})
    @DisplayName("that is none is refused, and not repeated")
    void none(String text) {
        assertRefused(text, "kubeconfig can't be read");
    }

    @Test
    @DisplayName("without a context or an address is refused")
    void incomplete() {
        assertRefused(KUBECONFIG.formatted("", "").replace("current-context: prod", "current-context: test"), "\"test\"");
        assertRefused(KUBECONFIG.formatted("", "").replace("https://", "ftp://"), "\"east\"");
    }

    @Test
    @DisplayName("whose certificate is damaged is refused, and not repeated")
    void damaged() {
        String text = KUBECONFIG.formatted(
                "", ", client-certificate-data: czNjcjN0LXQwa2Vu, client-key-data: czNjcjN0LXQwa2Vu");
        assertUnspoken(assertThrows(ReleaseException.class, () -> GivenConnection.open(text)));
    }

    private static void assertRefused(String text, String... said) {
        ReleaseException refusal = assertThrows(ReleaseException.class, () -> Kubeconfig.parse(text));
        for (String word : said) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
        assertUnspoken(refusal);
    }

    private static void assertUnspoken(ReleaseException refusal) {
        StringWriter all = new StringWriter();
        refusal.printStackTrace(new PrintWriter(all));
        assertFalse(all.toString().contains("s3cr3t"), all::toString);
    }
}
