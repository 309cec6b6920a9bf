package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.conformance.sweep.CrashSweepTest;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C74: whatever carries traffic changes with the traffic, and comes back with it. */
class TrafficObjectsTest {
    private static final String NODE_PORT = service(
            "type: NodePort\n  externalTrafficPolicy: Local\n  sessionAffinity: ClientIP");
    private static final String CLUSTER_IP = service("type: ClusterIP");

    private static final String POLICY =
            """
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata:
              name: ${APP}
            spec:
              podSelector:
                matchLabels:
                  app: ${APP}
                  color: ${COLOR}
              ingress:
              - from:
                - podSelector:
                    matchLabels:
                      of: ${VERSION}
            """;

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

    private String routes() {
        ObjectNode ingress = given.cluster.get(NAMESPACE, "ingresses", "backend");
        ObjectNode policy = given.cluster.get(NAMESPACE, "networkpolicies", "backend");
        return (ingress == null ? "-" : ingress.at("/spec/rules/0/host").asText() + " "
                + ingress.at("/metadata/annotations/example.com~1of").asText() + " "
                + ingress.at("/spec/rules/0/http/paths/0/backend/service/name").asText())
                + (policy == null
                        ? " -"
                        : " " + policy.at("/spec/ingress/0/from/0/podSelector/matchLabels/of").asText());
    }

    private static String of(String version, String color) {
        return version + ".example.com " + version + " backend-" + color + " " + version;
    }

    private void liveWithRoutes() {
        manifests(Yaml.SERVICE, Yaml.INGRESS, POLICY);
        given.live(BLUE);
        assertEquals(of("v1", "blue"), routes());
    }

    @Test
    @DisplayName("C74 03 a release that fails before the switch leaves Ingress and NetworkPolicy as they were")
    void routesOfAReleaseThatFails() {
        liveWithRoutes();
        Released failed = given.release("v2", spec -> spec.image("esc/app:missing"));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        assertEquals(of("v1", "blue"), routes());
        Released again = given.release("v1");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
    }

    @Test
    @DisplayName("C74 the NetworkPolicy changes right before the Services, the Ingress right after them")
    void orderOfTheSwitch() {
        liveWithRoutes();
        List<String> writes = new CopyOnWriteArrayList<>();
        given.cluster.onWrite((before, after, write) -> {
            boolean route = write.resource().equals("ingresses") || write.resource().equals("networkpolicies");
            boolean moved = write.resource().equals("services") && write.name().equals("backend")
                    && !before.at("/spec/selector").equals(after.at("/spec/selector"));
            if (route || moved) {
                writes.add(write.resource());
            }
        });
        Released second = given.release("v2");
        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        assertEquals(List.of("networkpolicies", "services", "ingresses"), writes);
        assertEquals(of("v2", "green"), routes());
    }

    @Test
    @DisplayName("C74 Ingress and NetworkPolicy come back with the automatic rollback; new ones go")
    void routesOfAnAutomaticRollback() {
        liveWithRoutes();
        String extra = Yaml.INGRESS.replace("name: ${APP}\n  ann", "name: extra\n  ann");
        manifests(Yaml.SERVICE, Yaml.INGRESS, POLICY, extra);
        Released second = monitoredAndBroken("v2");
        assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
        assertEquals(of("v1", "blue"), routes());
        assertNull(given.cluster.get(NAMESPACE, "ingresses", "extra"));
    }

    @Test
    @DisplayName("C74 a rollback by hand that was planned before another release brings back what that one has switched")
    void routesOfARollbackThatIsPlannedAnew() {
        liveWithRoutes();
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        CompletableFuture<Released> third = new CompletableFuture<>();
        given.cluster.when(call -> call.is("create", "leases"), 1, Fault.before(() ->
                third.complete(given.release("v3"))));
        Released back = given.rollBack(spec -> spec.lockTimeoutSeconds(60));
        assertEquals(Outcome.PROMOTED, third.join().outcome(), () -> third.join().story());
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("green v2", given.liveColor() + " " + given.version(), back::story);
        assertEquals(of("v2", "green"), routes(), back::story);
    }

    @Test
    @DisplayName("C74 Ingress and NetworkPolicy come back with a rollback by hand from another controller")
    void routesOfARollbackByHand() {
        liveWithRoutes();
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        assertEquals(of("v2", "green"), routes());
        given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
        Released back = given.reconnected().rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals(of("v1", "blue"), routes());
        Released third = given.release("v3");
        assertEquals(Outcome.PROMOTED, third.outcome(), third::story);
        assertEquals(of("v3", "green"), routes());
        given.rollBack();
        assertEquals(of("v1", "blue"), routes());
    }

    @Test
    @DisplayName("C122 a held release changes no route; its promotion by another controller does")
    void routesOfAHeldRelease() {
        liveWithRoutes();
        given.hold("v2");
        assertEquals(of("v1", "blue"), routes());
        Released promoted = given.reconnected().promote();
        assertEquals(Outcome.PROMOTED, promoted.outcome(), promoted::story);
        assertEquals(of("v2", "green"), routes());
        given.hold("v3");
        assertEquals(of("v2", "green"), routes());
        Released discarded = given.reconnected().discard();
        assertEquals(Outcome.UNCHANGED, discarded.outcome(), discarded::story);
        assertEquals(of("v2", "green"), routes());
    }

    @Test
    @DisplayName("C122 a promotion by another controller that fails under traffic brings the routes back")
    void routesOfAPromotionThatFails() {
        liveWithRoutes();
        given.hold("v2");
        Running running = given.reconnected().startHeld(Operation.PROMOTE, Given::watched).inPhase(Phase.MONITOR);
        assertEquals(of("v2", "green"), routes());
        given.sicken(GREEN);
        Released back = running.end();
        assertEquals(Outcome.ROLLED_BACK, back.outcome(), back::story);
        assertEquals(of("v1", "blue"), routes());
    }

    @Test
    @DisplayName("C74 a rollback by hand that is itself rolled back leaves the routes to the version that has the traffic")
    void routesOfARollbackThatFails() {
        liveWithRoutes();
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        Running running = given.startRollBack(Given::watched);
        running.inPhase(Phase.MONITOR);
        given.sicken(BLUE);
        Released failed = running.end();
        assertEquals(Outcome.ROLLED_BACK, failed.outcome(), failed::story);
        assertEquals(of("v2", "green"), routes());
        given.rollBack();
        assertEquals(of("v1", "blue"), routes());
    }

    /** The process ends right before a call, and its state is lost. */
    private void diesBefore(Predicate<Call> last, Supplier<Running> release) {
        CompletableFuture<Void> dead = new CompletableFuture<>();
        given.reconnected("this process");
        given.cluster.when(last, 1, Fault.before(() -> {
            given.cluster.requireToken("the next one");
            dead.complete(null);
        }));
        Running running = release.get();
        given.cluster.await("the process to end", Duration.ofSeconds(30), dead::isDone);
        running.abandon();
        given.reconnected("the next one");
    }

    private void failsBeforeTheSwitch() {
        Released failed =
                given.release("v3", spec -> spec.image("esc/app:missing").lockTimeoutSeconds(30));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
    }

    @Test
    @DisplayName("C74 a build lost in its rollback, before the Ingress is back: a next one that fails brings it back")
    void routesOfARollbackThatIsLost() {
        liveWithRoutes();
        given.pace = CrashSweepTest.PACE;
        diesBefore(
                call -> call.is("apply", "ingresses") && !call.dryRun() && given.liveColor().equals("blue"),
                () -> {
                    Running running = given.start("v2", Given::watched);
                    running.inPhase(Phase.MONITOR);
                    given.sicken(GREEN);
                    return running;
                });
        assertEquals("blue", given.liveColor());
        assertNotEquals(of("v1", "blue"), routes());
        failsBeforeTheSwitch();
        assertEquals(of("v1", "blue"), routes());
        assertNull(given.annotation("phase"));
        assertEquals(Outcome.UNCHANGED, given.release("v1").outcome());
    }

    @Test
    @DisplayName("C74 a build lost between the NetworkPolicy and the Services: a next one that fails brings it back")
    void routesOfASwitchThatIsLost() {
        liveWithRoutes();
        given.pace = CrashSweepTest.PACE;
        diesBefore(
                call -> call.is("patch", "services")
                        && !call.dryRun()
                        && routes().equals("v1.example.com v1 backend-blue v2"),
                () -> given.start("v2", Given::watched));
        assertEquals("v1.example.com v1 backend-blue v2", routes());
        failsBeforeTheSwitch();
        assertEquals(of("v1", "blue"), routes());
        assertNull(given.annotation("previous-routes"));
    }

    @Test
    @DisplayName("C74 a rollback by hand lost between the NetworkPolicy and the Services: the policy stays with the traffic")
    void routesOfARollbackByHandThatIsLost() {
        liveWithRoutes();
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        given.pace = CrashSweepTest.PACE;
        diesBefore(
                call -> call.is("patch", "services") && !call.dryRun() && routes().endsWith(" v1"),
                () -> given.startRollBack(Given::watched));
        assertEquals("v2.example.com v2 backend-green v1", routes());
        failsBeforeTheSwitch();
        assertEquals(of("v2", "green"), routes());
    }

    @Test
    @DisplayName("C74 an Ingress that is refused at the switch brings Services and NetworkPolicy back")
    void routeRefusedAtTheSwitch() {
        liveWithRoutes();
        given.cluster.when(
                call -> call.is("apply", "ingresses") && !call.dryRun(),
                1,
                new Fault.Answer(422, "Invalid", "Ingress is invalid: no", null));
        Released second = given.release("v2");
        assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
        assertEquals(of("v1", "blue"), routes());
        assertEquals("blue", given.liveColor());
    }

    @Test
    @DisplayName("C74 the old version again is not UNCHANGED while an uncoloured object is another version's")
    void sharedObjectOfAFailedRelease() {
        String shared = """
                apiVersion: v1
                kind: ServiceAccount
                metadata:
                  name: ${APP}
                  annotations:
                    example.com/of: ${VERSION}
                """;
        manifests(Yaml.SERVICE, shared);
        given.live(BLUE);
        assertEquals(Outcome.UNCHANGED, given.release("v1").outcome());
        Released failed = given.release("v2", spec -> spec.image("esc/app:missing"));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        Released again = given.release("v1");
        assertEquals(Outcome.PROMOTED, again.outcome(), again::story);
        assertEquals("v1", given.cluster.get(NAMESPACE, "serviceaccounts", "backend")
                .at("/metadata/annotations/example.com~1of").asText());
        assertEquals(Outcome.UNCHANGED, given.release("v1").outcome());
    }

    @Test
    @DisplayName("C74 a lost answer to a route's write does not lose what it was before")
    void lostAnswers() {
        liveWithRoutes();
        for (String routes : List.of("ingresses", "networkpolicies")) {
            given.cluster.when(call -> call.is("apply", routes) && !call.dryRun(), 1, Fault.effectWithoutAnswer());
        }
        Released second = monitoredAndBroken("v2");
        assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
        assertEquals(of("v1", "blue"), routes());
    }

    @Test
    @DisplayName("C74 dead between the Services and the Ingress: the next build of the same version switches the Ingress")
    void deadBetweenServicesAndIngress() {
        liveWithRoutes();
        given.pace = CrashSweepTest.PACE;
        given.cluster.when(
                call -> call.is("apply", "ingresses") && !call.dryRun(),
                1,
                new Fault.Before(() -> given.cluster.requireToken("next")));
        Running running = given.start("v2", Given::watched).inPhase(Phase.SWITCH);
        given.cluster.await("the switch", () -> "green".equals(given.liveColor()));
        given.cluster.requireToken("next");
        running.abandon();
        assertEquals(of("v1", "blue").replace("blue v1", "blue v2"), routes());
        given.reconnected("next");
        Released next = given.release("v2", spec -> spec.lockTimeoutSeconds(30));
        assertEquals(Outcome.PROMOTED, next.outcome(), next::story);
        assertEquals(of("v2", "green"), routes());
        Released back = given.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals(of("v1", "blue"), routes());
    }
}
