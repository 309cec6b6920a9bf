package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios of Services outside of a release that have an application's Pods as endpoints. */
class BystanderTest extends BlueIsLive {
    private void expose(String color) {
        given.cluster.as("kubectl-expose").apply(NAMESPACE, """
                apiVersion: v1
                kind: Service
                metadata: {name: exposed}
                spec:
                  selector: {app: backend, color: %s}
                  ports: [{port: 80, targetPort: 8080}]
                """.formatted(color));
        given.cluster.await("an answer of the exposed Service", () -> !answer("exposed").isEmpty());
    }

    private static void assertTold(Released released, String... texts) {
        for (String text : texts) {
            assertTrue(released.lines().stream().anyMatch(line -> line.contains(text)), released::story);
        }
    }

    private String answer(String service) {
        try {
            return Http.get(given.cluster.serviceUrl(NAMESPACE, service) + "/").split("\\s")[0];
        } catch (RuntimeException e) {
            return "";
        }
    }

    @ParameterizedTest(name = "C73 a Service that kubectl expose made keeps its endpoints, and is named: {0}")
    @EnumSource(names = {"SCALE_TO_ZERO", "DELETE"})
    void exposed(KeepPrevious keep) {
        expose("blue");
        Released released = given.release("v2", spec -> spec.keepPrevious(keep));
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertTold(released, "backend-blue was not scaled down", "exposed");
        assertEquals("v2", given.version());
        assertEquals(2, given.replicas("backend-blue"));
        assertEquals("v1", answer("exposed"));
        given.release("v3").assertRefused("Service exposed");
        given.cluster.as("kubectl").delete(NAMESPACE, "services", "exposed");
        assertEquals(Outcome.PROMOTED, given.release("v3").outcome());
        assertEquals(0, given.replicas("backend-green"));
    }

    @Test
    @DisplayName("C73 a Service that left the manifests is named in PLAN and keeps its endpoints")
    void leftTheManifests() {
        String internal = Yaml.SERVICE.replace("name: ${APP}\n", "name: ${APP}-internal\n");
        given.and(internal);
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
        String color = given.liveColor();
        Released released = given.release("v3");
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertTold(
                released,
                "Service backend-internal was switched by the last release",
                "backend-" + color + " was not scaled down");
        assertNotEquals(color, given.liveColor());
        assertEquals("v3", given.version());
        assertEquals("v2", answer("backend-internal"));
    }

    @Test
    @DisplayName("C73 a candidate that somebody exposed during the release keeps its Pods when the traffic goes back")
    void exposedCandidate() {
        Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
        expose("green");
        given.sicken(Color.GREEN);
        Released released = running.end();
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        assertTold(released, "backend-green was not scaled down", "exposed");
        assertEquals("v1", given.version());
        assertEquals("v2", answer("exposed"));
    }
}
