package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of a colour without traffic: its objects become what the manifests say, and nothing else. */
class IdleObjectsTest {
    private static Released promoted(Given given, String version) {
        Released released = given.release(version);
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private static void assertTells(Released released, String text) {
        assertTrue(released.lines().stream().anyMatch(line -> line.contains(text)), () -> text + "\n" + released.story());
    }

    private static JsonNode get(Given given, String resource, String name) {
        return given.cluster.get(NAMESPACE, resource, name);
    }

    @Test
    @DisplayName("report 26: a key that left stringData is in no Secret and no Pod from the next release of that colour")
    void stringData() {
        String secret = Yaml.SECRET + "  FEATURE_KEY: old\n";
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP, secret, Yaml.SERVICE, Yaml.DEPLOYMENT)
                .live(BLUE)) {
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
            promoted(given, "v2");
            promoted(given, "v3");
            assertEquals("blue", given.liveColor());
            assertEquals(1, get(given, "secrets", "backend-secret-blue").path("data").size());
            String pod = given.cluster.podUrl(NAMESPACE, given.pods(BLUE).get(0));
            assertEquals("", Http.get(pod + "/env?name=FEATURE_KEY"));
            assertEquals("swordfish-v3", Http.get(pod + "/env?name=PASSWORD"));
        }
    }

    @Test
    @DisplayName("report 27, C75: what kubectl left in the idle Deployment does not come alive with the next release")
    void hotfix() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            given.cluster.as("kubectl-set").patch(
                    NAMESPACE,
                    "deployments",
                    "backend-blue",
                    "{\"spec\":{\"template\":{\"spec\":{\"hostname\":\"x\",\"containers\":"
                            + containers(given).replace("\"env\":[", "\"env\":[{\"name\":\"DEBUG\",\"value\":\"true\"},")
                            + "}}}}");
            given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
            promoted(given, "v2");
            given.cluster.as("kubectl-edit").patch(
                    NAMESPACE, "configmaps", "backend-config-blue", "{\"data\":{\"DEBUG2\":\"true\"}}");
            try (Load traffic = given.traffic()) {
                Released released = promoted(given, "v3");
                Given.nothingLost(traffic);
                assertTells(released, "by kubectl-set");
                assertTells(released, "by kubectl-edit");
            }
            JsonNode pods = get(given, "deployments", "backend-blue").at("/spec/template/spec");
            assertEquals("SHUTDOWN", pods.at("/containers/0/env/0/name").asText());
            assertEquals(1, pods.at("/containers/0/env").size());
            assertTrue(pods.path("hostname").isMissingNode());
            assertTrue(get(given, "configmaps", "backend-config-blue").at("/data/DEBUG2").isMissingNode());
        }
    }

    private static String containers(Given given) {
        return get(given, "deployments", "backend-blue").at("/spec/template/spec/containers").toString();
    }

    @Test
    @DisplayName("an idle Deployment that nobody else changed, or whose values were changed, is not created again")
    void stays() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            String uid = get(given, "deployments", "backend-blue").at("/metadata/uid").asText();
            given.cluster.as("kubectl-set").patch(
                    NAMESPACE,
                    "deployments",
                    "backend-blue",
                    "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                            + containers(given).replace("esc/app:2.0.1", "esc/app:2.0.0") + "}}}}");
            given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
            promoted(given, "v2");
            promoted(given, "v3");
            assertEquals(uid, get(given, "deployments", "backend-blue").at("/metadata/uid").asText());
            assertEquals("esc/app:2.0.1", get(given, "deployments", "backend-blue")
                    .at("/spec/template/spec/containers/0/image")
                    .asText());
        }
    }

    @Test
    @DisplayName("report 08: a version in the selector is released again and again")
    void selector() {
        String label = "app.kubernetes.io/version: \"${VERSION}\"\n";
        String versioned = Yaml.DEPLOYMENT
                .replace("      app: ${APP}\n  template", "      app: ${APP}\n      " + label + "  template")
                .replace("        app: ${APP}\n    spec", "        app: ${APP}\n        " + label + "    spec");
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, versioned)
                .live(GREEN)) {
            try (Load traffic = given.traffic()) {
                Released third = promoted(given, "v3");
                assertTells(third, "Deployment/backend-blue");
                assertTells(third, "field is immutable");
                promoted(given, "v4");
                Given.nothingLost(traffic);
            }
            assertEquals("v4", given.version());
        }
    }

    @Test
    @DisplayName("report 51: another strategy and another type of a Secret are released")
    void immutable() {
        try (Given given = Given.anApplication("backend").live(GREEN)) {
            String uid = get(given, "secrets", "backend-secret-blue").at("/metadata/uid").asText();
            given.manifests(
                    Yaml.CONFIG_MAP,
                    Yaml.SECRET + "type: example.com/password\n",
                    Yaml.SERVICE,
                    Yaml.DEPLOYMENT.replace("  replicas:", "  strategy: {type: Recreate}\n  replicas:"));
            promoted(given, "v3");
            assertNotEquals(uid, get(given, "secrets", "backend-secret-blue").at("/metadata/uid").asText());
            promoted(given, "v4");
            assertEquals("v4", given.version());
        }
    }

    @Test
    @DisplayName("report 08: without permission to delete, PLAN says what to do")
    void notAllowed() {
        try (Given given = Given.anApplication("backend").live(GREEN)) {
            given.manifests(
                    Yaml.CONFIG_MAP,
                    Yaml.SECRET,
                    Yaml.SERVICE,
                    Yaml.DEPLOYMENT.replace("  replicas:", "  strategy: {type: Recreate}\n  replicas:"));
            given.cluster.deny("delete", "deployments");
            given.release("v3").assertRefused("rollingUpdate", "kubectl delete deployment backend-blue");
        }
    }
}
