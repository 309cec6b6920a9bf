package io.jenkins.plugins.bluegreen.conformance.given;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Promises.Promise;
import io.jenkins.plugins.bluegreen.conformance.given.Promises.Violation;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests of {@link Promises}: each kind of violation is detected, and nothing else. */
class PromisesTest {
    private static final String LEASE = "backend-blue-green";

    private final Given given = Given.anApplication("backend").promisesMayBreak();
    private final Promises promises = Promises.watch(given.cluster, NAMESPACE, "backend");

    @AfterEach
    void close() {
        given.close();
    }

    /** The writer of a release, without the engine's checks. */
    private ClusterWriter writer() {
        ClusterWriter writer = gateway().writer(() -> {});
        if (gateway().lease(LEASE).isEmpty()) {
            writer.createLease(LEASE, "somebody", "", 3_600);
        }
        return writer;
    }

    private FabricGateway gateway() {
        return given.connection.gateway(NAMESPACE);
    }

    private void select(Map<String, String> selector) {
        ServiceView service = gateway().service("backend").orElseThrow();
        writer().patchService(service, new Traffic(selector, null), service.record());
    }

    private void bothColorsRunning() {
        given.live(BLUE);
        assertEquals(
                Outcome.PROMOTED,
                given.release("v2", spec -> spec.keepPrevious(KeepPrevious.RUNNING)).outcome());
    }

    private void assertBroken(Promise... broken) {
        assertEquals(
                Set.of(broken), promises.violations().stream().map(Violation::promise).collect(Collectors.toSet()));
    }

    private void assertTold(String... objects) {
        String told = promises.violations().toString();
        for (String object : objects) {
            assertTrue(told.contains(object), told);
        }
    }

    @Test
    @DisplayName("a release that goes well and one that goes back break none")
    void none() {
        given.live(BLUE);
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        assertEquals(Outcome.PROMOTED, given.rollBack().outcome());
        promises.assertKept();
    }

    @Test
    @DisplayName("a Service that we point at no ready Pod")
    void empty() {
        given.live(BLUE);
        select(Map.of("app", "backend", "color", "green"));
        assertBroken(Promise.NEVER_EMPTY);
        assertTold("services/backend", "color=green");
        assertThrows(AssertionError.class, promises::assertKept);
    }

    @Test
    @DisplayName("a Service that we point at both colours")
    void mixed() {
        bothColorsRunning();
        select(Map.of("app", "backend"));
        assertBroken(Promise.NEVER_MIXED);
        assertTold("[blue, green]");
    }

    @Test
    @DisplayName("Pods of the other colour that we start behind a Service without a colour")
    void mixedByNewPods() {
        given.live(GREEN);
        given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
        given.cluster.as("kubectl").patchSelector(NAMESPACE, "backend", Map.of("app", "backend"));
        promises.assertKept();
        writer().scale("backend-blue", 1, 0);
        given.cluster.await("a blue Pod", () -> !given.pods(BLUE).isEmpty());
        assertBroken(Promise.NEVER_MIXED);
    }

    @Test
    @DisplayName("the live colour's Deployment, ConfigMap and Secret written")
    void liveColorWritten() {
        given.live(BLUE);
        ReleaseSpec spec = given.spec("v9", more -> {});
        writer().apply(spec, gateway().render(spec, BLUE), 2, applied -> {});
        assertBroken(Promise.LIVE_COLOR_UNTOUCHED);
        assertTold("deployments/backend-blue", "configmaps/backend-config-blue", "secrets/backend-secret-blue");
    }

    @Test
    @DisplayName("the live colour scaled down")
    void liveColorScaledDown() {
        given.live(BLUE);
        writer().scale("backend-blue", 1, 2);
        assertBroken(Promise.LIVE_PODS_STAY);
        assertTold("deployments/backend-blue", "2 -> 1");
    }

    @Test
    @DisplayName("the live colour deleted, its configuration too")
    void liveColorDeleted() {
        given.live(BLUE);
        writer().deleteColor(given.spec("v9", more -> {}), "backend", BLUE, "backend-blue");
        assertTrue(
                promises.violations().stream().anyMatch(violation -> violation.promise() == Promise.LIVE_PODS_STAY),
                promises.violations()::toString);
        assertTold("delete deployments/backend-blue");
    }

    @Test
    @DisplayName("the old colour scaled down before the endpoints have followed the switch")
    void endpointsTakenAway() {
        bothColorsRunning();
        given.cluster.endpointsLag(Duration.ofSeconds(30));
        select(Map.of("app", "backend", "color", "blue"));
        writer().scale("backend-green", 0, 2);
        assertBroken(Promise.ENDPOINTS_STAY);
        assertTold("deployments/backend-green");
    }

    @Test
    @DisplayName("the only endpoints of somebody's Service taken away")
    void somebodyCutOff() {
        bothColorsRunning();
        given.cluster.as("kubectl-expose").apply(NAMESPACE, """
                apiVersion: v1
                kind: Service
                metadata: {name: exposed}
                spec:
                  selector: {app: backend, color: blue}
                  ports: [{port: 80, targetPort: 8080}]
                """);
        given.cluster.await(
                "endpoints of the exposed Service",
                () -> ReadyEndpoints.of(given.cluster, NAMESPACE, "exposed").size() == 2);
        writer().scale("backend-blue", 0, 2);
        assertBroken(Promise.NOBODY_CUT_OFF);
        assertTold("deployments/backend-blue", "exposed");
    }

    @Test
    @DisplayName("an Ingress changed before the traffic")
    void ingressFirst() {
        given.and(Yaml.INGRESS).live(BLUE);
        ReleaseSpec spec = given.spec("v9", more -> {});
        Rendering rendering = gateway().render(spec, GREEN);
        rendering.routes().forEach(route -> writer().applyRoute(spec, rendering, route, spec.id()));
        assertBroken(Promise.ROUTES_WITH_TRAFFIC);
        assertTold("ingresses/backend", "of v9");
    }

    @Test
    @DisplayName("a second Deployment of a colour, a second ReplicaSet of a version, a revision without a switch")
    void twice() {
        given.live(BLUE);
        ServiceView service = gateway().service("backend").orElseThrow();
        ServiceRecord record = service.record();
        writer().patchService(
                service, service.traffic(), ServiceRecord.none().withLive(BLUE, record.revision() + 1, null, null));
        assertBroken(Promise.NOTHING_TWICE);
        assertTold("services/backend", "revision 2");
        given.release("v2");
        ObjectNode colored = given.cluster.get(NAMESPACE, "deployments", "backend-blue");
        colored.withObject("/metadata").remove("resourceVersion");
        given.cluster
                .as("jenkins-blue-green")
                .apply(NAMESPACE, colored.toString().replace("backend-blue", "backend-azure"));
        assertTold("deployments/backend-azure", "as backend-blue");
        given.cluster.as("jenkins-blue-green").patch(NAMESPACE, "deployments", "backend-blue", """
                {"spec":{"template":{"metadata":{"labels":{"more":"yes"}}}}}""");
        assertTold("another ReplicaSet");
    }

    @Test
    @DisplayName("a write without the Lease")
    void withoutLease() {
        given.live(BLUE);
        gateway().writer(() -> {}).scale("backend-green", 1, 0);
        promises.assertKept();
        gateway().writer(() -> {}).scale("backend-blue", 3, 0);
        assertBroken(Promise.UNDER_LOCK, Promise.LIVE_COLOR_UNTOUCHED);
    }

    @Test
    @DisplayName("what somebody else does is not held against us")
    void othersMayDoAsTheyLike() {
        bothColorsRunning();
        given.cluster.as("kubectl").scale(NAMESPACE, "backend-green", 1);
        given.cluster.as("kubectl").patchSelector(NAMESPACE, "backend", Map.of("app", "backend"));
        given.cluster.as("kubectl").patchSelector(NAMESPACE, "backend", Map.of("app", "nobody"));
        assertEquals(List.of(), promises.violations());
    }

    @Test
    @DisplayName("every scenario is watched unless it says otherwise")
    void everyScenarioIsWatched() {
        Given watched = Given.anApplication("backend").live(BLUE);
        watched.connection.gateway(NAMESPACE).writer(() -> {}).scale("backend-blue", 0, 2);
        assertThrows(AssertionError.class, watched::close);
    }
}
