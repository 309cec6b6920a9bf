package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of Services that can't be switched between colours, in the manifests or in the cluster. */
class RefuseServiceTest {
    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    @ParameterizedTest(name = "C24 the manifests'' Service {0}: refused with the reason", quoteTextArguments = false)
    @MethodSource("services")
    void inTheManifests(String what, String service, String[] reasons) {
        given.live(BLUE);
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, service, Yaml.DEPLOYMENT);
        given.release("v2").assertRefused(reasons);
        assertEquals("blue", given.liveColor());
        assertEquals("v1", given.version());
    }

    static Stream<Arguments> services() {
        String selector = "  selector:\n    app: ${APP}\n";
        return Stream.of(
                refused("selects other Pods", selector, "  selector:\n    app: shop\n", "app=shop"),
                refused("selects by the colour alone", selector, "  selector:\n    color: blue\n", "\"color\""),
                refused("has no selector", selector, "", "no selector"),
                refused("is of type ExternalName", selector,
                        "  type: ExternalName\n  externalName: db.example.com\n", "ExternalName"));
    }

    private static Arguments refused(String what, String from, String to, String reason) {
        String service = Yaml.SERVICE.replace(from, to);
        assertNotEquals(Yaml.SERVICE, service, what);
        return Arguments.of(what, service, new String[] {"backend/3.yaml", "Service/backend", reason});
    }

    @Test
    @DisplayName("C24 the live selector names neither colour: refused, and left as it is")
    void neitherColor() {
        given.live(BLUE);
        Map<String, String> purple = Map.of("app", "backend", "color", "purple");
        given.cluster.as("kubectl-edit").patchSelector(NAMESPACE, "backend", purple);
        given.release("v2").assertRefused("Service backend", "color=purple", "neither blue nor green");
        assertEquals(purple, given.selector());
        assertEquals(2, given.replicas("backend-blue"));
    }

    @Test
    @DisplayName("C24 the live selector, which the manifests leave alone, selects another application: refused")
    void otherApplication() {
        given.live(BLUE).manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.DEPLOYMENT);
        Map<String, String> shop = Map.of("app", "shop", "color", "blue");
        given.cluster.as("kubectl-edit").patchSelector(NAMESPACE, "backend", shop);
        given.release("v2", spec -> spec.application("backend")).assertRefused("Service backend", "app=shop");
        assertEquals(shop, given.selector());
        assertEquals(2, given.replicas("backend-blue"));
    }

    @ParameterizedTest(name = "C24 the cluster''s Service {0}: refused with the reason", quoteTextArguments = false)
    @MethodSource("clusterServices")
    void inTheCluster(String what, String spec, String reason) {
        given.cluster.as("kubectl").apply(NAMESPACE, """
                apiVersion: v1
                kind: Service
                metadata:
                  name: backend
                spec:
                """ + spec.indent(2));
        String before = given.cluster.get(NAMESPACE, "services", "backend").toString();
        given.release("v1").assertRefused("Service backend", reason);
        assertEquals(before, given.cluster.get(NAMESPACE, "services", "backend").toString());
        assertTrue(given.cluster.list(NAMESPACE, "deployments").isEmpty());
    }

    static Stream<Arguments> clusterServices() {
        return Stream.of(
                Arguments.of("is of type ExternalName", "type: ExternalName\nexternalName: db.example.com\n", "ExternalName"),
                Arguments.of("has no selector", "ports:\n- port: 80\n", "no selector"));
    }
}
