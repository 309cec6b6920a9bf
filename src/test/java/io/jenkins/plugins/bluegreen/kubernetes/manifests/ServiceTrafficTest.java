package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ServiceTrafficTest {
    private static final String PORTS =
            "[{\"name\":\"http\",\"port\":8080,\"targetPort\":8080,\"nodePort\":30123,\"protocol\":\"TCP\"}]";

    @Test
    @DisplayName("the manifest's selector with the colour, and its ports, at the first release")
    void first() {
        Traffic traffic = aWebApplication().green().traffic("web", null);
        assertEquals("app=web,color=green", traffic.toString());
        assertEquals("[{\"name\":\"http\",\"port\":80,\"targetPort\":\"http\"}]", traffic.ports());
    }

    @Test
    @DisplayName("C16 ports are the manifest's; a node port that the cluster has chosen stays")
    void ports() {
        Traffic traffic = aWebApplication().green().traffic("web", new Traffic(Map.of("app", "old"), PORTS));
        assertEquals("[{\"name\":\"http\",\"port\":80,\"targetPort\":\"http\",\"nodePort\":30123}]", traffic.ports());
        Traffic own = given().file("a", DEPLOYMENT, SERVICE.replace("port: 80,", "port: 80, nodePort: 30001,"))
                .green()
                .traffic("web", new Traffic(Map.of(), PORTS));
        assertTrue(own.ports().contains("30001") && !own.ports().contains("30123"), own.ports());
    }

    @Test
    @DisplayName("a Service that is in the cluster only keeps its selector but for the colour, and its ports")
    void elsewhere() {
        RenderedRelease release = given().file("a", DEPLOYMENT).with(spec -> spec.application("web")).green();
        Map<String, String> selector = Map.of("app", "web", "color", "blue", "pod-template-hash", "abc");
        Traffic traffic = release.traffic("web", new Traffic(selector, PORTS));
        assertEquals("app=web,color=green", traffic.toString());
        assertNull(traffic.ports());
        assertTrue(refusal(release, null).contains("neither in the manifests nor in the cluster"));
        assertTrue(refusal(release, new Traffic(Map.of("app", "x"), PORTS)).contains("selects app=x, which the new Pods"));
        assertTrue(refusal(release, new Traffic(Map.of("color", "blue"), PORTS)).contains("no selector beside"));
        assertTrue(refusal(release, new Traffic(Map.of("app", "web"), PORTS.replace("\":8080,\"nodePort", "\":\"web\",\"nodePort")))
                .contains("sends to the port \"web\""));
    }

    @Test
    @DisplayName("C24 a target port that no container names is refused with the names that there are")
    void targetPorts() {
        RenderedRelease release =
                given().file("a", DEPLOYMENT, SERVICE.replace("targetPort: http", "targetPort: htpp")).green();
        assertTrue(refusal(release, null).contains("the port \"htpp\", which no container of the new Pods names (named ports: http)"));
        RenderedRelease number =
                given().file("a", DEPLOYMENT, SERVICE.replace("targetPort: http", "targetPort: 9999")).green();
        assertTrue(number.traffic("web", null).ports().contains("9999"));
    }

    private static String refusal(RenderedRelease release, Traffic current) {
        return assertThrows(ReleaseException.class, () -> release.traffic("web", current)).getMessage();
    }

    @Test
    @DisplayName("C15 the preview Service selects the candidate, inside the cluster only")
    void preview() {
        String loadBalancer = SERVICE.replace(
                "  selector", "  type: LoadBalancer\n  clusterIP: 10.0.0.1\n  loadBalancerIP: 1.2.3.4\n  selector");
        JsonNode spec = given().file("a", DEPLOYMENT, loadBalancer.replace("port: 80,", "port: 80, nodePort: 30001,"))
                .green()
                .preview()
                .orElseThrow()
                .tree()
                .path("spec");
        assertEquals(
                "{\"type\":\"ClusterIP\",\"selector\":{\"app\":\"web\",\"color\":\"green\"},"
                        + "\"ports\":[{\"name\":\"http\",\"port\":80,\"targetPort\":\"http\"}]}",
                spec.toString());
    }
}
