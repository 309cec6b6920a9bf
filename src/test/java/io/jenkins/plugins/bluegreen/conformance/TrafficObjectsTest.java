package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C74: whatever carries traffic changes with the traffic, and comes back with it. */
class TrafficObjectsTest {
    private static final String NODE_PORT = service(
            "type: NodePort\n  externalTrafficPolicy: Local\n  sessionAffinity: ClientIP");
    private static final String CLUSTER_IP = service("type: ClusterIP");

    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private static String service(String fields) {
        return Yaml.SERVICE.replace("  selector:\n", "  " + fields + "\n  selector:\n");
    }

    private void manifests(String service, String... more) {
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, service, Yaml.DEPLOYMENT).and(more);
    }

    private ObjectNode spec(String resource, String name) {
        ObjectNode spec = (ObjectNode) given.cluster.get(NAMESPACE, resource, name).path("spec");
        spec.remove("selector");
        return spec;
    }

    private ObjectNode service() {
        return spec("services", "backend");
    }

    private ObjectNode liveWithNodePort() {
        manifests(NODE_PORT);
        given.live(BLUE);
        ObjectNode before = service();
        assertEquals("Local ClientIP", before.path("externalTrafficPolicy").asText() + " "
                + before.path("sessionAffinity").asText());
        assertTrue(before.at("/ports/0/nodePort").asInt() > 0, before::toString);
        return before;
    }

    private Released monitoredAndBroken(String version) {
        Running running = given.start(version, Given::watched);
        running.inPhase(Phase.MONITOR);
        given.sicken(GREEN);
        return running.end();
    }

    @Test
    @DisplayName("C74 53 a release that fails before the switch leaves the Service's type, policies and ports as they were")
    void failedBeforeTheSwitch() {
        ObjectNode before = liveWithNodePort();
        manifests(CLUSTER_IP);
        Released failed = given.release("v2", spec -> spec.image("esc/app:missing"));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        assertEquals(before, service());
    }

    @Test
    @DisplayName("C74 53 type, policies, affinity and ports change in the switch's own patch")
    void changesWithTheSwitch() {
        liveWithNodePort();
        manifests(CLUSTER_IP);
        StringBuilder seen = new StringBuilder();
        given.cluster.onWrite((before, after, write) -> {
            if (write.name().equals("backend") && write.resource().equals("services")) {
                String now = after.at("/spec/selector/color").asText() + " " + after.at("/spec/type").asText();
                seen.append(seen.toString().endsWith(now + "\n") ? "" : now + "\n");
            }
        });
        Released second = given.release("v2");
        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        assertEquals("blue NodePort\ngreen ClusterIP\n", seen.toString());
        assertEquals("None", service().path("sessionAffinity").asText());
        assertEquals("", service().at("/ports/0/nodePort").asText());
        assertEquals("", service().path("externalTrafficPolicy").asText());
    }

    @Test
    @DisplayName("C74 53 a type that leaves the manifests is the default; one that was set by hand stays")
    void typeLeftOut() {
        liveWithNodePort();
        manifests(Yaml.SERVICE);
        Released second = given.release("v2");
        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        assertEquals("ClusterIP", service().path("type").asText());
        given.cluster.as("kubectl-edit").patch(NAMESPACE, "services", "backend", "{\"spec\":{\"type\":\"NodePort\"}}");
        int nodePort = service().at("/ports/0/nodePort").asInt();
        Released third = given.release("v3");
        assertEquals(Outcome.PROMOTED, third.outcome(), third::story);
        assertEquals("NodePort " + nodePort, service().path("type").asText() + " "
                + service().at("/ports/0/nodePort").asInt());
    }

    @Test
    @DisplayName("C74 the Service's own fields come back with the automatic rollback, the node port too")
    void automaticRollback() {
        ObjectNode before = liveWithNodePort();
        manifests(CLUSTER_IP);
        Released second = monitoredAndBroken("v2");
        assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
        assertEquals(before, service());
    }

    @Test
    @DisplayName("C74 the Service's own fields come back with a rollback by hand from another controller")
    void rollbackByHand() {
        ObjectNode before = liveWithNodePort();
        manifests(CLUSTER_IP);
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
        Released back = given.reconnected().rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals(before, service());
    }
}
