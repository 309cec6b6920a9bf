package io.jenkins.plugins.bluegreen.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Service's annotations")
class ServiceAnnotationsTest {
    private static final Traffic PREVIOUS =
            new Traffic(
                    Map.of("app", "web", "color", "blue"), "[{\"port\":80,\"targetPort\":\"http\"}]",
                    "{\"type\":\"NodePort\"}", List.of());

    @Test
    @DisplayName("bring back what was written")
    void roundTrip() {
        ServiceRecord record = ServiceRecord.none()
                .withLive(Color.GREEN, 7, "shop/web:7", "abc")
                .withPrevious(Color.BLUE, "web-blue", PREVIOUS)
                .withPreviousRoutes("networking.k8s.io/v1/Ingress/web release-7")
                .withRolledBackFrom("web-red")
                .writtenBy("release-7", "https://jenkins/7/", Phase.MONITOR)
                .withHeld(new HeldCandidate(Color.BLUE, "shop/web:8", "def", "123", "https://jenkins/8/", "2026"))
                .withServices(List.of("web", "web-internal"));
        ObjectNode annotations = ServiceAnnotations.write(record);
        ServiceRecord read = ServiceAnnotations.read(annotations);
        assertEquals(annotations, ServiceAnnotations.write(read));
        assertEquals(Color.GREEN, read.color());
        assertEquals(PREVIOUS.selector(), read.previousTraffic().selector());
        assertEquals(PREVIOUS.ports(), read.previousTraffic().ports());
        assertEquals(PREVIOUS.fields(), read.previousTraffic().fields());
        assertEquals(7, read.revision());
        assertEquals(record.held(), read.held());
        assertEquals(Phase.MONITOR, read.phase());
        assertEquals(List.of("web", "web-internal"), read.services());
        // what is under way has no outcome yet, and what has one is over
        assertTrue(annotations.remove(MetadataKeys.OUTCOME).isNull());
        annotations.properties().forEach(annotation -> assertTrue(
                annotation.getKey().startsWith("blue-green.jenkins.io/") && annotation.getValue().isTextual(),
                annotation::toString));
        ServiceRecord over = ServiceAnnotations.read(ServiceAnnotations.write(record.atRest("ROLLED_BACK")));
        assertEquals("ROLLED_BACK", over.outcome());
        assertNull(over.phase());
        assertEquals("release-7", over.release());
    }

    @Test
    @DisplayName("are removed for what is not known")
    void nothing() {
        ObjectNode annotations = ServiceAnnotations.write(ServiceRecord.none());
        annotations.properties().forEach(annotation -> assertTrue(annotation.getValue().isNull(), annotation::toString));
        assertNull(ServiceAnnotations.read(annotations).color());
    }

    @Test
    @DisplayName("that can't be read count as not written")
    void unreadable() {
        ServiceRecord read = ServiceAnnotations.read(ApiServer.JSON
                .createObjectNode()
                .put(MetadataKeys.COLOR, "red")
                .put(MetadataKeys.REVISION, "many")
                .put(MetadataKeys.PHASE, "LUNCH")
                .put(MetadataKeys.PREVIOUS_SELECTOR, "{\"app\"")
                .put(MetadataKeys.PREVIOUS_PORTS, "80"));
        assertEquals(ServiceAnnotations.write(ServiceRecord.none()), ServiceAnnotations.write(read));
    }
}
