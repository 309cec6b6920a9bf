package io.jenkins.plugins.bluegreen.conformance.tested;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.LiveColor;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C76: what was tested is what is switched. */
class TestedTest {
    private static final HealthCheck HEALTH =
            HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 1).withTiming(1, 5);

    private final Given given = Given.anApplication("backend");

    @BeforeEach
    void liveBlue() {
        given.live(BLUE);
    }

    @AfterEach
    void close() {
        given.close();
    }

    /** As {@code kubectl set image} does. */
    private void setImage(String image) {
        ArrayNode containers = (ArrayNode) given.cluster
                .get(NAMESPACE, "deployments", "backend-green")
                .deepCopy()
                .at("/spec/template/spec/containers");
        ((ObjectNode) containers.get(0)).put("image", image);
        given.cluster
                .as("kubectl-set")
                .patch(
                        NAMESPACE,
                        "deployments",
                        "backend-green",
                        "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + containers + "}}}}");
    }

    private void assertNotSwitched(Released released, String... reasons) {
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        released.assertSays(reasons).assertSays("The traffic is on backend-blue");
        assertEquals("blue", given.liveColor());
        assertEquals(2, given.replicas("backend-blue"));
        assertEquals(0, given.replicas("backend-green"));
    }

    @Test
    @DisplayName("C76 the candidate's image is changed while the block runs: not switched, and it says by whom")
    void imageChanged() {
        try (Load load = given.traffic()) {
            Released released = given.start("v2", spec -> {}, block -> {
                        List<String> before = given.pods(GREEN);
                        setImage("esc/app:9.9.9");
                        given.cluster.await(
                                "other Pods",
                                () -> given.pods(GREEN).size() == 2 && Collections.disjoint(given.pods(GREEN), before));
                    })
                    .end();
            assertNotSwitched(released, "Deployment backend-green", "kubectl-set");
            Given.nothingLost(load);
        }
    }

    /** A gateway some of whose answers are others; null: as it answers itself. */
    private static ClusterGateway port(ClusterGateway gateway, BiFunction<String, Object[], Object> others) {
        return (ClusterGateway) Proxy.newProxyInstance(
                ClusterGateway.class.getClassLoader(),
                new Class<?>[] {ClusterGateway.class},
                (proxy, method, arguments) -> {
                    Object other = others.apply(method.getName(), arguments);
                    try {
                        return other == null ? method.invoke(gateway, arguments) : other;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    @DisplayName("C76 the candidate's image is changed at the last moment: not switched, though no watch shows it yet")
    void imageChangedUnseen() {
        AtomicReference<Workload> shown = new AtomicReference<>();
        AtomicReference<ClusterGateway> inner = new AtomicReference<>();
        given.ports = gateway -> {
            inner.set(gateway);
            return port(
                    gateway,
                    (method, arguments) ->
                            method.equals("workload") && arguments[0].equals("backend-green") ? shown.get() : null);
        };
        Released released = given.start("v2", spec -> {}, block -> {
                    shown.set(inner.get().workload("backend-green"));
                    setImage("esc/app:9.9.9");
                })
                .end();
        assertNotSwitched(released, "Deployment backend-green", "kubectl-set");
    }

    @Test
    @DisplayName("C76 a Pod template that is changed and changed back is what was tested; its Pods are tested anew")
    void changedBack() {
        changesNothing(pods -> {
            setImage("esc/app:9.9.9");
            given.cluster.await("a third Pod", () -> given.pods(GREEN).size() > 2);
            setImage("esc/app:2.0.1");
        });
    }

    @Test
    @DisplayName("C76 a Pod that was replaced while the block ran is tested before it gets traffic")
    void podReplaced() {
        changesNothing(pods -> {
            given.cluster.as("kubectl").delete(NAMESPACE, "pods", pods.get(0));
            given.cluster.await("a Pod in its place", () -> given.pods(GREEN).size() == 2
                    && !given.pods(GREEN).contains(pods.get(0)));
        });
    }

    @Test
    @DisplayName("C76 other replicas are no change of what was tested")
    void scaled() {
        changesNothing(pods -> {
            given.cluster.as("hpa").scale(NAMESPACE, "backend-green", 3);
            given.cluster.await("three Pods", () -> given.pods(GREEN).size() == 3);
        });
    }

    @SuppressWarnings("unchecked")
    private void changesNothing(Consumer<List<String>> meanwhile) {
        Set<String> asked = Collections.synchronizedSet(new TreeSet<>());
        Set<String> behind = Collections.synchronizedSet(new TreeSet<>());
        given.ports = gateway -> port(gateway, (method, arguments) -> {
            if (method.equals("health")) {
                asked.addAll((List<String>) arguments[1]);
            }
            return null;
        });
        given.cluster.onWrite((before, after, write) -> {
            if (after != null
                    && write.name().equals("backend")
                    && write.resource().equals("services")
                    && after.at("/spec/selector/color").asText().equals("green")) {
                behind.addAll(given.pods(GREEN));
            }
        });
        try (Load load = given.traffic()) {
            Released released = given.start("v2", spec -> spec.health(HEALTH), block -> {
                        meanwhile.accept(given.pods(GREEN));
                    })
                    .end();
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("green", given.liveColor());
            assertTrue(asked.containsAll(behind), () -> asked + " " + behind + released.story());
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C76 the candidate became unhealthy while the block ran: not switched")
    void unhealthyMeanwhile() {
        try (LiveColor live = LiveColor.of(given)) {
            Released released = given.start(
                            "v2",
                            spec -> spec.health(HEALTH),
                            block -> given.sicken(GREEN))
                    .end();
            live.assertSurvived(released, "DOWN");
        }
    }

    @Test
    @DisplayName("C94 a container of the candidate ended while the block ran: not switched, however ready it is again")
    void endedMeanwhile() {
        Released released = given.start("v2", spec -> {}, block -> {
                    String pod = given.pods(GREEN).get(0);
                    given.cluster.crash(NAMESPACE, pod, 7);
                    given.cluster.await("a restart", () -> isReadyAgain(pod));
                })
                .end();
        assertNotSwitched(released, "exit code 7");
        assertTrue(released.phases().contains(Phase.TEST), released::story);
    }

    private boolean isReadyAgain(String pod) {
        JsonNode status = given.cluster.get(NAMESPACE, "pods", pod).at("/status/containerStatuses/0");
        return status.path("restartCount").asInt() == 1 && status.path("ready").asBoolean();
    }
}
