package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of refused manifests. They share one cluster, because none of them sends a request to it. */
@Timeout(value = 1, unit = MINUTES)
class ManifestRefusalTest {
    private static Given given;

    @BeforeAll
    static void liveBlue() {
        given = Given.anApplication("backend").live(BLUE);
    }

    @AfterAll
    static void close() {
        given.close();
    }

    @AfterEach
    void blueStillAnswers() {
        assertEquals("blue", given.liveColor());
        assertEquals("v1", given.version());
        assertEquals(1, given.cluster.list(NAMESPACE, "deployments").size());
    }

    @ParameterizedTest(name = "C25 {0}: refused with file and line", quoteTextArguments = false)
    @MethodSource("broken")
    void refused(String what, String manifest, String[] reasons) {
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT, manifest);
        Released released = given.release("v2").assertRefused(reasons).assertSays("backend/5.yaml");
        assertEquals(0, released.requests().count(), () -> released.requests().toString());
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                broken("a bracket that is not closed", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: [open
                        data: {}
                        """, "not YAML", "line 5"),
                broken("a tab that indents, in the second document", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: one
                        ---
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                        \tname: two
                        """, "not YAML", "document 2, line 9"),
                broken("an unknown ${NAME}", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: urls
                        data:
                          url: http://${API_HOST}/
                        """, "line 6", "${API_HOST}", "VERSION"),
                broken("an object that was there before", """
                        # again
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: backend-config
                        """, "line 5", "ConfigMap/backend-config", "backend/1.yaml, document 1, line 4"),
                broken("another namespace", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: elsewhere
                          namespace: production
                        """, "line 5", "ConfigMap/elsewhere", "\"production\"", "\"esc\""),
                broken("a ConfigMap above 1 MiB", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata:
                          name: large
                        data:
                          image: %s
                        """.formatted("x".repeat(1024 * 1024 + 1)), "line 1", "ConfigMap/large", "1 MiB"),
                broken("5,000 documents", IntStream.rangeClosed(1, 5_000)
                        .mapToObj(n -> "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c" + n + "\n")
                        .collect(Collectors.joining("---\n")), "more than 500 objects", "document 497", "line 2481"),
                broken("an alias bomb", bomb(), "line", "alias"),
                broken("a kind of the whole cluster", """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRole
                        metadata:
                          name: anything
                        """, "line 2", "ClusterRole/anything"));
    }

    private static Arguments broken(String what, String manifest, String... reasons) {
        return Arguments.of(what, manifest, reasons);
    }

    /** YAML that expands a few lines to a thousand million values. */
    private static String bomb() {
        StringBuilder bomb = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: bomb\na0: &a0 [x]\n");
        for (int i = 1; i <= 9; i++) {
            bomb.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", Collections.nCopies(10, "*a" + (i - 1) + " "))));
        }
        return bomb.toString();
    }

    @Test
    @DisplayName("C25 no file matches the pattern: refused")
    void emptyGlob() {
        given.manifests();
        given.release("v2").assertRefused("No manifest file was found");
    }
}
