package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of refusals by the cluster. Each comes before the first write, and the live colour is unaffected. */
class RefuseTest {
    private static final Predicate<Call> READS_SERVICE = call -> call.is("get", "services");
    private static final Predicate<Call> READS_DEPLOYMENTS = call -> call.is("list", "deployments");

    private static final Fault STALL = Fault.stall(Duration.ofMinutes(1));

    private final Given given = Given.anApplication("backend");

    @BeforeEach
    void liveBlue() {
        given.live(BLUE).reconnected();
    }

    @AfterEach
    void blueStillAnswers() {
        try (given) {
            assertEquals("blue", given.liveColor());
            assertEquals("v1", given.version());
        }
    }

    @ParameterizedTest(
            name = "C20 {0} while the live colour is read: stops, no colour is guessed",
            quoteTextArguments = false)
    @MethodSource("unreadable")
    void doesNotGuess(String what, Predicate<Call> calls, Fault fault, String[] reasons) {
        given.cluster.always(calls, fault);
        given.release("v2").assertRefused(reasons);
        assertEquals(1, given.cluster.list(NAMESPACE, "deployments").size());
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                unreadable("500", READS_SERVICE, Fault.internalError(), "could not get Service/backend", "etcdserver"),
                unreadable("503", READS_SERVICE, Fault.unavailable(), "could not get Service/backend", "shutting down"),
                unreadable("a reset", READS_SERVICE, Fault.reset(), "Could not get Service/backend: the connection"),
                unreadable("half an answer", READS_SERVICE, Fault.truncated(), "Could not get Service/backend"),
                unreadable("401", READS_SERVICE, Fault.unauthorized(), "did not get Service/backend", "Unauthorized"),
                unreadable(
                        "a proxy's 404",
                        READS_SERVICE,
                        new Fault.Page(404, "<html>no such page</html>"),
                        "get Service/backend",
                        "not an API server's"),
                unreadable("a timeout", READS_SERVICE, STALL, "did not get Service/backend in time"),
                unreadable("500 to a list", READS_DEPLOYMENTS, Fault.internalError(), "watch deployments", "etcdserver"));
    }

    private static Arguments unreadable(String what, Predicate<Call> calls, Fault fault, String... reasons) {
        return Arguments.of(what, calls, fault, reasons);
    }

    @Test
    @DisplayName("C20 403 while the live colour is read: stops, no colour is guessed")
    void mayNotReadService() {
        given.cluster.deny("get", "services");
        given.release("v2").assertRefused("get services", "kind: Role");
    }

    @Test
    @DisplayName("C21 missing permissions: one message lists them all, and the Role in it is enough for a release")
    void listsMissingPermissions() {
        given.cluster.deny("patch", "deployments");
        given.cluster.deny("create", "secrets");
        given.cluster.deny("delete", "leases");
        given.cluster.deny("get", "pods/proxy");
        HealthCheck health = HealthCheck.actuator("/actuator/health", 8080);
        Released refused = given.release("v2", spec -> spec.health(health))
                .assertRefused("patch deployments", "create secrets", "delete leases", "get pods/proxy");

        given.cluster.allowAll();
        given.cluster.allowOnly(roleIn(refused.message()));
        promotedAndBack(given.release("v2", spec -> spec.health(health)));
    }

    @Test
    @DisplayName("C21 an account without any permission: the same, for a first release")
    void listsAllPermissions() {
        try (Given fresh = Given.anApplication("frontend")) {
            fresh.cluster.allowOnly();
            Released refused = fresh.release("v1").assertRefused("get services", "list deployments", "create leases");
            fresh.cluster.allowOnly(roleIn(refused.message()));
            Released released = fresh.release("v1");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        }
    }

    private void promotedAndBack(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        // Pods that are being deleted count against a quota
        given.cluster.await(
                "the Pods of blue to go", () -> given.cluster.list(NAMESPACE, "pods").size() == 2);
        Released back = given.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
    }

    /** The rules of the Role in the message. */
    private static Rule[] roleIn(String message) {
        int begin = message.indexOf("apiVersion: rbac.authorization.k8s.io/v1");
        assertTrue(begin >= 0, message);
        String yaml = message.substring(begin, message.indexOf("The traffic", begin)).strip();
        JsonNode role = Serialization.unmarshal(yaml.split("---")[0], JsonNode.class);
        assertEquals("Role", role.path("kind").asText(), message);
        assertEquals(NAMESPACE, role.path("metadata").path("namespace").asText(), message);
        List<Rule> rules = new ArrayList<>();
        role.path("rules").forEach(rule -> rules.add(
                new Rule(texts(rule.path("verbs")), texts(rule.path("apiGroups")), texts(rule.path("resources")))));
        return rules.toArray(Rule[]::new);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    @DisplayName("C22 a quota with room for one colour only: stops and says how much is missing")
    void quotaTooSmall() {
        quota(3);
        given.release("v2").assertRefused("ResourceQuota", "small", "pods", "3");
        quota(4);
        promotedAndBack(given.release("v2"));
    }

    private void quota(int pods) {
        given.cluster.as("admin").apply(NAMESPACE, """
                apiVersion: v1
                kind: ResourceQuota
                metadata:
                  name: small
                spec:
                  hard:
                    pods: "%d"
                """.formatted(pods));
        given.cluster.await("the quota to be counted", () -> given.cluster
                .get(NAMESPACE, "resourcequotas", "small")
                .at("/status/hard/pods")
                .asText()
                .equals(String.valueOf(pods)));
    }

    @Test
    @DisplayName("C22 a container beyond the LimitRange: stops with the limit")
    void limitRangeViolated() {
        given.cluster.as("admin").apply(NAMESPACE, """
                apiVersion: v1
                kind: LimitRange
                metadata:
                  name: modest
                spec:
                  limits:
                  - type: Container
                    max:
                      memory: 128Mi
                """);
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT + """
                resources:
                  limits:
                    memory: 1Gi
                """.indent(8));
        given.release("v2").assertRefused("backend-green", "maximum memory usage per Container is 128Mi");
    }

    @ParameterizedTest(
            name = "C22 an admission webhook says no to the {0}: stops with the webhook''s words",
            quoteTextArguments = false)
    @MethodSource("admitted")
    void webhookSaysNo(String kind, String name) {
        given.cluster.refuse(
                "policy.example.com", object -> object.path("kind").asText().equals(kind), "ask the platform team");
        given.release("v2").assertRefused(name, "policy.example.com", "ask the platform team");
    }

    static Stream<Arguments> admitted() {
        return Stream.of(
                Arguments.of("Deployment", "Deployment/backend-green"),
                Arguments.of("ConfigMap", "ConfigMap/backend-config-green"),
                Arguments.of("Pod", "Pod/backend-green"),
                Arguments.of("Service", "Service/backend"));
    }

    @Test
    @DisplayName("C22 everything that the dry run finds is said at once")
    void saysAllAtOnce() {
        given.cluster.refuse("names.example.com", object -> object.path("kind").asText().equals("ConfigMap"), "no config");
        given.cluster.refuse("pods.example.com", object -> object.path("kind").asText().equals("Deployment"), "no app");
        given.release("v2").assertRefused("no config", "no app");
    }

    @Test
    @DisplayName("C23 replicas 0 in the manifest: refused")
    void noReplicas() {
        given.release("v2", spec -> spec.variable("REPLICAS", "0"))
                .assertRefused("backend/4.yaml", "line 6", "Deployment/backend", "0 replicas");
    }
}
