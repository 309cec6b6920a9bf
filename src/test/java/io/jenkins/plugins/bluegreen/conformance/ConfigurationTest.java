package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of ConfigMaps and Secrets, which have a colour like the Pods that read them. */
class ConfigurationTest {
    @Test
    @DisplayName("C08 a ConfigMap changed alone is released: the new colour reads it, the old one keeps its own")
    void configMapOnly() {
        try (Given given = Given.anApplication("backend")) {
            given.manifests(
                    Yaml.CONFIG_MAP.replace("hello from ${VERSION}", "${GREETING}"),
                    Yaml.SECRET,
                    Yaml.SERVICE,
                    Yaml.DEPLOYMENT);
            given.release("v1", spec -> spec.variable("GREETING", "old"));
            assertEquals("old", greeting(given));
            try (Load traffic = given.traffic()) {
                List<String> seen = new ArrayList<>();
                Released released = given.start("v1", spec -> spec.variable("GREETING", "new"), state -> {
                            seen.add(given.preview("/env?name=GREETING"));
                            seen.add(greeting(given));
                            seen.add(configMap(given, "backend-config-blue"));
                        })
                        .end();

                assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
                assertEquals(List.of("new", "old", "old"), seen);
                assertEquals("new", greeting(given));
                assertEquals("old", configMap(given, "backend-config-blue"));
                assertEquals("new", configMap(given, "backend-config-green"));

                Released back = given.rollBack();
                assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
                assertEquals("old", greeting(given));
                Given.nothingLost(traffic);
            }
        }
    }

    @Test
    @DisplayName("C09 Secret, envFrom, projected volume and init container read what belongs to their colour")
    void referencesFollow() {
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.READS_EVERYWHERE)
                .live(BLUE)) {
            List<String> beside = new ArrayList<>();

            Released released = given.start("v2", spec -> {}, state -> beside.addAll(read(given, "blue")))
                    .end();

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(expected("v1"), beside);
            assertEquals(expected("v2"), read(given, "green"));
            assertNull(given.cluster.get(NAMESPACE, "configmaps", "backend-config"));
            assertNull(given.cluster.get(NAMESPACE, "secrets", "backend-secret"));
            assertNotNull(given.cluster.get(NAMESPACE, "secrets", "backend-secret-blue"));
            String pods = given.cluster
                    .get(NAMESPACE, "deployments", "backend-green")
                    .at("/spec/template/spec/initContainers")
                    .toString();
            assertEquals(
                    List.of(),
                    List.of("backend-secret\"", "backend-config\"").stream().filter(pods::contains).toList(),
                    pods);
        }
    }

    private static List<String> expected(String version) {
        String password = "swordfish-" + version;
        return List.of(version, password, password, "hello from " + version, password, password);
    }

    /** The configuration that a Pod of the colour reads, each value through another kind of reference. */
    private static List<String> read(Given given, String color) {
        String pod = given.cluster.pods(NAMESPACE, "app=backend,color=" + color).get(0);
        String url = given.cluster.podUrl(NAMESPACE, pod);
        List<String> found = new ArrayList<>();
        for (String variable : List.of("VERSION", "FROM_KEY", "SECRET_PASSWORD")) {
            found.add(Http.get(url + "/env?name=" + variable));
        }
        for (String file : List.of("all/GREETING", "all/PASSWORD", "secret/PASSWORD")) {
            found.add(Http.get(url + "/file?path=/etc/" + file));
        }
        return found;
    }

    private static String greeting(Given given) {
        return given.get("/env?name=GREETING");
    }

    private static String configMap(Given given, String name) {
        return given.cluster.get(NAMESPACE, "configmaps", name).at("/data/GREETING").asText();
    }
}
