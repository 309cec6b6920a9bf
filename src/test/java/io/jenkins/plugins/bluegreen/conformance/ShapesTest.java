package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.History;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scenarios of manifests other than one Deployment and one Service, and of keeping the previous colour. */
class ShapesTest {
    private static final String INTERNAL = Yaml.SERVICE.replace("name: ${APP}\n", "name: ${APP}-internal\n");

    @Test
    @DisplayName("C11 autoscaler and disruption budget are per colour; the retired colour's does not wake it")
    void autoscalerAndBudget() {
        try (Given given = Given.anApplication("backend")
                .and(Yaml.AUTOSCALER, Yaml.DISRUPTION_BUDGET)
                .live(BLUE)) {
            Released released = given.release("v2");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);

            for (String color : List.of("blue", "green")) {
                assertEquals(
                        "backend-" + color,
                        object(given, "horizontalpodautoscalers", "backend-" + color)
                                .at("/spec/scaleTargetRef/name")
                                .asText());
                assertEquals(
                        color,
                        object(given, "poddisruptionbudgets", "backend-" + color)
                                .at("/spec/selector/matchLabels/color")
                                .asText());
            }
            assertNull(given.cluster.get(NAMESPACE, "horizontalpodautoscalers", "backend"));
            given.cluster.hpaDesired(NAMESPACE, "backend-blue", 5);
            given.cluster.hpaDesired(NAMESPACE, "backend-green", 3);
            given.cluster.await("green to be scaled", () -> given.replicas("backend-green") == 3);
            assertEquals(0, given.replicas("backend-blue"));
            assertEquals("v2", given.version());
        }
    }

    @Test
    @DisplayName("C12 two Deployments of one application are a clear error that names both")
    void twoDeployments() {
        String worker = Yaml.DEPLOYMENT.replace("  name: ${APP}\n", "  name: ${APP}-worker\n");
        try (Given given = Given.anApplication("backend").live(BLUE).and(worker);
                Load traffic = given.traffic()) {
            given.release("v2")
                    .assertRefused(
                            "backend/5.yaml",
                            "Deployment/backend-worker",
                            "Deployment/backend (",
                            "Release the other one on its own");
            assertEquals("v1", given.version());
            Given.nothingLost(traffic);
        }
    }

    @Test
    @DisplayName("C12 several Services of one application are all switched in one release")
    void allServices() {
        try (Given given = Given.anApplication("backend").and(INTERNAL).live(BLUE);
                Load traffic = given.traffic();
                Load internal = given.traffic("backend-internal")) {
            assertEquals("blue", given.liveColor("backend-internal"));

            Released released = given.release("v2");

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("green", given.liveColor("backend"));
            assertEquals("green", given.liveColor("backend-internal"));
            Given.nothingLost(traffic);
            Given.nothingLost(internal);
        }
    }

    @Test
    @DisplayName("C12 when the second of several Services can't be switched, the first one goes back")
    void noService() {
        try (Given given = Given.anApplication("backend").and(INTERNAL).live(BLUE);
                Load traffic = given.traffic();
                Load internal = given.traffic("backend-internal")) {
            History first = History.ofColor(given, "backend");
            given.cluster.when(
                    call -> call.is("patch", "services") && call.name().equals("backend-internal") && !call.dryRun(),
                    1,
                    new Fault.Answer(422, "Invalid", "Service \"backend-internal\" is invalid: no", null));

            Released released = given.release("v2");

            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("backend-internal", "The traffic is on backend-blue");
            assertEquals("blue", given.liveColor("backend"));
            assertEquals("blue", given.liveColor("backend-internal"));
            assertEquals(List.of("blue", "green", "blue"), first.values());
            assertEquals(0, given.replicas("backend-green"));
            assertNull(given.annotation("phase"));
            Given.nothingLost(traffic);
            Given.nothingLost(internal);
        }
    }

    @ParameterizedTest(name = "C13 keepPrevious: {0}")
    @EnumSource
    @DisplayName("C13 keepPrevious decides what becomes of the previous colour")
    void keepPrevious(KeepPrevious keep) {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load traffic = given.traffic()) {
            Released released = given.release("v2", spec -> spec.keepPrevious(keep));

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            ObjectNode deployment = given.cluster.get(NAMESPACE, "deployments", "backend-blue");
            if (keep == KeepPrevious.DELETE) {
                assertNull(deployment);
                assertNull(given.cluster.get(NAMESPACE, "configmaps", "backend-config-blue"));
                assertNull(given.cluster.get(NAMESPACE, "secrets", "backend-secret-blue"));
                assertNotNull(given.cluster.get(NAMESPACE, "configmaps", "backend-config-green"));
                given.rollBack().assertSays("nothing to go back to");
                assertEquals("v2", given.version());
            } else {
                boolean running = keep == KeepPrevious.RUNNING;
                assertEquals(running ? 2 : 0, deployment.at("/spec/replicas").asInt());
                assertEquals(running, !given.cluster.pods(NAMESPACE, "app=backend,color=blue").isEmpty());
                assertNotNull(given.cluster.get(NAMESPACE, "configmaps", "backend-config-blue"));
                Released back = given.rollBack();
                assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
                assertEquals("v1", given.version());
                assertEquals(2, given.replicas("backend-blue"));
            }
            Given.nothingLost(traffic);
        }
    }

    @Test
    @DisplayName("C14 a Deployment with ${COLOR}, one per colour, and one without any give the same result")
    void sameResult() {
        String colored = Yaml.DEPLOYMENT
                .replace("  name: ${APP}\nspec", "  name: ${APP}-${COLOR}\nspec")
                .replace("app: ${APP}\n", "app: ${APP}\n#color: ${COLOR}\n")
                .replaceAll("(?m)^( *)(app: .*)\n#", "$1$2\n$1");
        Map<String, String> plain = result(Yaml.DEPLOYMENT);
        assertEquals(plain, result(colored));
        String blue = colored.replace("${COLOR}", "blue");
        String green = colored.replace("${COLOR}", "green");
        assertEquals(plain, result(blue + "---\n" + green));
    }

    /** The objects that two releases of a Deployment leave in the cluster. */
    private static Map<String, String> result(String deployment) {
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, deployment)
                .live(BLUE)) {
            Released released = given.release("v2");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("v2", given.version());
            Map<String, String> result = new TreeMap<>();
            for (String resource : List.of("deployments", "services", "configmaps", "secrets")) {
                for (ObjectNode object : given.cluster.list(NAMESPACE, resource)) {
                    ObjectNode spec = object.withObject("/spec");
                    spec.remove(List.of("clusterIP", "clusterIPs"));
                    spec.withObject("/template/metadata").remove("annotations");
                    result.put(
                            resource + " " + object.at("/metadata/name").asText(),
                            object.at("/metadata/labels").toString() + spec);
                }
            }
            return result;
        }
    }

    @Test
    @DisplayName("C16 ports of the active Service change in the same moment as its selector")
    void portsWithTheSelector() {
        String service = Yaml.SERVICE.replace("targetPort: http", "targetPort: ${PORT}");
        String deployment = Yaml.DEPLOYMENT.replace("containerPort: 8080", "containerPort: ${PORT}");
        String admin = service + "  - name: admin\n    port: 9000\n    targetPort: ${PORT}\n";
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP, Yaml.SECRET, service, deployment)) {
            given.release("v1", spec -> spec.variable("PORT", "8080"));
            History moments = History.of(given, "services", "backend", ShapesTest::moment);
            try (Load traffic = given.traffic()) {
                Released released = given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, admin, deployment)
                        .release("v2", spec -> spec.variable("PORT", "9090"));

                assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
                assertEquals(List.of("blue 80>8080", "green 80>9090 9000>9090"), moments.values());
                assertEquals("v2", Http.get(given.cluster.serviceUrl(NAMESPACE, "backend", 9000)).split("\\s")[0]);

                Released back = given.rollBack();
                assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
                assertEquals("blue 80>8080", moment(object(given, "services", "backend")));
                Given.nothingLost(traffic);
            }
        }
    }

    /** A Service's colour and ports: {@code blue 80>8080}. */
    private static String moment(ObjectNode service) {
        StringBuilder moment = new StringBuilder(service.at("/spec/selector/color").asText());
        service.at("/spec/ports").forEach(port -> moment.append(' ')
                .append(port.path("port").asInt())
                .append('>')
                .append(port.path("targetPort").asText()));
        return moment.toString();
    }

    private static ObjectNode object(Given given, String resource, String name) {
        ObjectNode object = given.cluster.get(NAMESPACE, resource, name);
        assertNotNull(object, () -> resource + " " + name + " is missing");
        return object;
    }
}
