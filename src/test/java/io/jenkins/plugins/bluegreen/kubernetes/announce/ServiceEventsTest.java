package io.jenkins.plugins.bluegreen.kubernetes.announce;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Kubernetes Events of a release")
class ServiceEventsTest {
    private final Given given = Given.anApplication("backend").live(GREEN);

    @BeforeEach
    void announce() {
        given.ports = port -> {
            given.listeners.clear();
            given.listeners.add(((FabricGateway) port).announcements());
            return port;
        };
    }

    @AfterEach
    void close() {
        given.close();
    }

    private List<ObjectNode> ofService() {
        return given.cluster.list(NAMESPACE, "events").stream()
                .filter(event -> event.at("/involvedObject/kind").asText().equals("Service"))
                .toList();
    }

    private static List<String> reasons(List<ObjectNode> events) {
        return events.stream().map(event -> event.path("reason").asText()).sorted().toList();
    }

    @Test
    @DisplayName("tell of its beginning, its switch and its end, on the active Service")
    void promoted() {
        assertEquals(Outcome.PROMOTED, given.release("v9").outcome());
        await().until(() -> reasons(ofService()).equals(List.of("Promoted", "ReleaseStarted", "Switched")));
        String uid = given.cluster.get(NAMESPACE, "services", "backend").at("/metadata/uid").asText();
        for (ObjectNode event : ofService()) {
            assertEquals("backend", event.at("/involvedObject/name").asText());
            assertEquals(uid, event.at("/involvedObject/uid").asText());
            assertEquals("Normal", event.path("type").asText());
        }
    }

    @Test
    @DisplayName("are none where the right to create them is missing, and the release goes on")
    void refused() {
        given.cluster.deny("create", "events");
        assertEquals(Outcome.PROMOTED, given.release("v9").outcome());
        assertEquals(List.of(), ofService());
    }
}
