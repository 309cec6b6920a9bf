package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenarios of the same release again: UNCHANGED if what runs is what the manifests say, else mended. */
class SameReleaseTest {
    private static final String ACCOUNT =
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata:
              name: ${APP}
              labels:
                team: shop
            """;

    private static final String SHARED =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: shared
            data:
              COMPANY: esc
            """;

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
              policyTypes: [Ingress]
              ingress:
              - {}
            """;

    private static final String CLAIM =
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: ${APP}
            spec:
              accessModes: [ReadWriteOnce]
              resources:
                requests:
                  storage: 1024Mi
            """;

    private static final String QUANTITIES =
            """
                    resources:
                      requests:
                        cpu: "0.5"
                        memory: 1024Mi
                      limits:
                        cpu: 1500m
            """;


    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private JsonNode get(String resource, String name) {
        return given.cluster.get(NAMESPACE, resource, name);
    }

    private void edit(String manager, String resource, String name, String patch) {
        given.cluster.as(manager).patch(NAMESPACE, resource, name, patch);
    }

    /** Changes the containers of the live Deployment, as {@code kubectl set} does, and waits for the rollout. */
    private void set(UnaryOperator<String> change) {
        String containers = get("deployments", "backend-blue").at("/spec/template/spec/containers").toString();
        edit(
                "kubectl-set",
                "deployments",
                "backend-blue",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + change.apply(containers) + "}}}}");
        given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
    }

    private void assertUnchanged() {
        Released again = given.release("v1");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
        assertEquals(0, again.requests().calls().stream().filter(call -> call.isWrite()).count(), again::story);
    }

    /** The next release names all of it and mends it; the one after it has nothing to do. */
    private Released assertMended(String... named) {
        Released released;
        try (Load load = given.traffic()) {
            released = given.release("v1");
            Given.nothingLost(load);
        }
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        Stream.of(named)
                .forEach(text -> assertTrue(
                        released.lines().stream().anyMatch(line -> line.contains(text)),
                        () -> "not told: " + text + "\n" + released.story()));
        assertEquals("green", given.liveColor());
        given.cluster.awaitAvailable(NAMESPACE, "backend-green");
        assertUnchanged();
        return released;
    }

    @Test
    @DisplayName("C75 kubectl set image on the live colour: the same release again names it and mends it")
    void setImage() {
        given.live(BLUE);
        set(containers -> containers.replace("esc/app:2.0.1", "esc/app:hotfix"));
        assertMended("Deployment/backend-blue", "[app].image (kubectl-set): esc/app:hotfix → esc/app:2.0.1");
        assertEquals(
                "esc/app:2.0.1",
                get("deployments", "backend-green")
                        .at("/spec/template/spec/containers/0/image")
                        .asText());
    }

    @Test
    @DisplayName("C75 a hotfix that is still being rolled out, or never is, is named too")
    void setImageThatFails() {
        given.live(BLUE);
        String containers = get("deployments", "backend-blue").at("/spec/template/spec/containers").toString();
        edit(
                "kubectl-set",
                "deployments",
                "backend-blue",
                "{\"spec\":{\"template\":{\"spec\":{\"containers\":"
                        + containers.replace("esc/app:2.0.1", "esc/app:missing") + "}}}}");
        assertMended("[app].image (kubectl-set): esc/app:missing → esc/app:2.0.1");
    }

    @Test
    @DisplayName("C75 report 27: a variable that kubectl set env added to the live colour is named and gone")
    void setEnv() {
        given.live(BLUE);
        set(containers -> containers.replace("\"env\":[", "\"env\":[{\"name\":\"DEBUG\",\"value\":\"hunter2\"},"));
        Released released = assertMended("containers[app].env[DEBUG] (kubectl-set)");
        assertFalse(released.story().contains("hunter2"), released::story);
        assertEquals(1, get("deployments", "backend-green").at("/spec/template/spec/containers/0/env").size());
    }

    @Test
    @DisplayName("C75 a variable that kubectl took away, and a default that it changed, are named and back")
    void takenAway() {
        given.live(BLUE);
        set(containers -> containers
                .replaceAll("\"env\":\\[[^]]*],", "")
                .replace("\"imagePullPolicy\":\"IfNotPresent\"", "\"imagePullPolicy\":\"Always\""));
        assertMended("containers[app].env", "containers[app].imagePullPolicy (kubectl-set)");
    }

    @ParameterizedTest(name = "C75 {0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "configmaps | backend-config-blue | {\"data\":{\"GREETING\":\"by hand\"}}"
                        + " | data.GREETING (kubectl-edit)",
                "configmaps | backend-config-blue | {\"data\":{\"MORE\":\"x\"}} | data.MORE (kubectl-edit)",
                "configmaps | backend-config-blue | {\"data\":{\"HEALTH\":null}} | data.HEALTH",
                "secrets | backend-secret-blue | {\"data\":{\"PASSWORD\":\"c2Vzc2Ft\"}} | data.PASSWORD (kubectl-edit)",
                "horizontalpodautoscalers | backend-blue | {\"spec\":{\"maxReplicas\":3}}"
                        + " | spec.maxReplicas (kubectl-edit)",
                "poddisruptionbudgets | backend-blue | {\"spec\":{\"minAvailable\":2}}"
                        + " | spec.minAvailable (kubectl-edit)",
                "deployments | backend-blue | {\"spec\":{\"paused\":true}} | spec.paused (kubectl-edit)",
                "services | backend | {\"metadata\":{\"annotations\":{\"team\":\"x\"}}} | metadata.annotations.team",
                "services | backend | {\"spec\":{\"sessionAffinity\":\"ClientIP\"}} | spec.sessionAffinity",
                "services | backend | {\"spec\":{\"ports\":[{\"name\":\"http\",\"port\":80,\"targetPort\":\"http\"},"
                        + "{\"name\":\"x\",\"port\":81,\"targetPort\":8080}]}} | spec.ports[x] (kubectl-edit)",
                "serviceaccounts | backend | {\"metadata\":{\"labels\":{\"team\":\"x\"}}}"
                        + " | metadata.labels.team (kubectl-edit)",
                "configmaps | shared | {\"data\":{\"COMPANY\":\"x\"}} | data.COMPANY (kubectl-edit)",
                "ingresses | backend | {\"spec\":{\"rules\":[{\"host\":\"by.hand\"}]}} | spec.rules",
                "networkpolicies | backend | {\"spec\":{\"policyTypes\":[\"Egress\"]}} | spec.policyTypes",
            })
    void edited(String resource, String name, String patch, String named) {
        all();
        edit("kubectl-edit", resource, name, patch);
        Released released = assertMended(named);
        assertFalse(released.story().contains("c2Vzc2Ft"), released::story);
    }

    private void all() {
        given.manifests(
                        Yaml.CONFIG_MAP,
                        Yaml.SECRET,
                        Yaml.SERVICE
                                .replace("  name: ${APP}\nspec", "  name: ${APP}\n  annotations: {team: shop}\nspec")
                                .replace("  ports:", "  sessionAffinity: None\n  ports:"),
                        Yaml.DEPLOYMENT.replace("        ports:\n", QUANTITIES.indent(0) + "        ports:\n"),
                        Yaml.AUTOSCALER + "  behavior: {scaleDown: {stabilizationWindowSeconds: 60}}\n",
                        Yaml.DISRUPTION_BUDGET)
                .and(Yaml.INGRESS, ACCOUNT, SHARED, POLICY, CLAIM);
        given.live(BLUE);
    }

    @ParameterizedTest(name = "C75 {0}/{1} was deleted by hand: named, and there again")
    @CsvSource({"serviceaccounts, backend", "ingresses, backend", "configmaps, backend-config-blue"})
    void deleted(String resource, String name) {
        all();
        given.cluster.as("kubectl").delete(NAMESPACE, resource, name);
        assertMended("/" + name + " is in the manifests of the live version, but not in the cluster");
        assertTrue(get(resource, name.replace("blue", "green")).has("metadata"));
    }

    @Test
    @DisplayName("C75 kubectl scale to fewer, and to more, is named and mended")
    void scaled() {
        given.live(BLUE);
        given.cluster.as("kubectl").scale(NAMESPACE, "backend-blue", 1);
        given.cluster.await("one Pod", () -> given.pods(BLUE).size() == 1);
        given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
        assertMended("backend-blue runs the same version with 1 replica, the manifests say 2");
        assertEquals(2, given.replicas("backend-green"));
        given.cluster.as("kubectl").scale(NAMESPACE, "backend-green", 3);
        given.cluster.awaitAvailable(NAMESPACE, "backend-green");
        Released released = given.release("v1");
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(2, given.replicas("backend-blue"));
    }

    @Test
    @DisplayName("C75 everything as it was released, quantities too: UNCHANGED, in both colours and after a rollback")
    void everythingUnchanged() {
        all();
        assertUnchanged();
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.READS_EVERYWHERE)
                .and(Yaml.AUTOSCALER, Yaml.INGRESS, POLICY);
        assertEquals(Outcome.PROMOTED, given.release("v1").outcome());
        given.cluster.awaitAvailable(NAMESPACE, "backend-green");
        assertUnchanged();
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
        Released back = given.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        given.cluster.awaitAvailable(NAMESPACE, "backend-green");
        assertUnchanged();
    }

    @Test
    @DisplayName("C75 what an autoscaler did to the replicas is no difference, whether more or fewer")
    void autoscaled() {
        String three = Yaml.DEPLOYMENT.replace("${REPLICAS}", "3");
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, three, Yaml.AUTOSCALER).live(BLUE);
        for (int replicas : new int[] {5, 2}) {
            given.cluster.hpaDesired(NAMESPACE, "backend-blue", replicas);
            given.cluster.await("the Pods", () -> given.pods(BLUE).size() == replicas);
            given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
            assertUnchanged();
        }
    }

    @Test
    @DisplayName("C75 an HPA that a release at work keeps from shrinking its Deployment is no difference")
    void keptSize() {
        given.promisesMayBreak();
        all();
        edit(
                "jenkins-blue-green",
                "horizontalpodautoscalers",
                "backend-blue",
                "{\"metadata\":{\"annotations\":{\"blue-green.jenkins.io/scale-down\":\"Max\"}},"
                        + "\"spec\":{\"behavior\":{\"scaleDown\":{\"selectPolicy\":\"Disabled\"}}}}");
        assertUnchanged();
    }

    @Test
    @DisplayName("C75 kubectl rollout restart is no difference: the Pods are new, what they are made of is not")
    void restarted() {
        given.live(BLUE);
        edit(
                "kubectl-rollout",
                "deployments",
                "backend-blue",
                "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":"
                        + "{\"kubectl.kubernetes.io/restartedAt\":\"2026-11-28T10:00:00Z\"}}}}}");
        given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
        assertUnchanged();
    }

    @Test
    @DisplayName("C75 what controllers write beside the manifests is no difference: annotations, defaults, webhooks")
    void controllers() {
        all();
        edit("deployment-tool", "deployments", "backend-blue", "{\"metadata\":{\"annotations\":{\"x\":\"y\"}}}");
        edit("cert-manager", "ingresses", "backend", "{\"spec\":{\"tls\":[{\"secretName\":\"c\"}]}}");
        edit("token-controller", "serviceaccounts", "backend", "{\"secrets\":[{\"name\":\"token\"}]}");
        edit("somebody", "configmaps", "shared", "{\"data\":{\"MORE\":\"x\"}}");
        given.cluster.change(object -> {
            ((ObjectNode) object.get("metadata")).withObject("/annotations").put("hook", "" + System.nanoTime());
            if (object.path("kind").asText().equals("Deployment")) {
                object.withObject("/spec/template/metadata").withObject("/labels").put("injected", "true");
            }
        });
        assertUnchanged();
    }

    @ParameterizedTest(name = "C75 a comparison that ends with {0} is no error: UNCHANGED, and said")
    @ValueSource(strings = {"403", "422", "500"})
    void notCompared(String code) {
        given.live(BLUE);
        given.cluster.always(
                call -> call.dryRun() && call.resource().equals("deployments"),
                switch (code) {
                    case "403" -> new Fault.Answer(403, "Forbidden", "patch is forbidden", null);
                    case "422" -> new Fault.Answer(422, "Invalid", "it is invalid by now", null);
                    default -> new Fault.Answer(
                            500, "InternalError", "Internal error occurred: failed calling webhook \"x\": EOF", null);
                });
        Released again = given.release("v1");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
        assertTrue(again.story().contains("Deployment/backend-blue could not be compared"), again::story);
        set(containers -> containers.replace("\"env\":[", "\"env\":[{\"name\":\"DEBUG\",\"value\":\"true\"},"));
        assertEquals(Outcome.UNCHANGED, given.release("v1").outcome());
    }

    @Test
    @DisplayName("C75 a shared object of which a controller owns a field is left to it: UNCHANGED, and said")
    void ownedByOthers() {
        given.and(ACCOUNT).live(BLUE);
        edit("helm", "serviceaccounts", "backend", "{\"metadata\":{\"labels\":{\"team\":\"x\"}}}");
        Released again = given.release("v1");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
        assertTrue(again.story().contains("ServiceAccount/backend could not be compared"), again::story);
        assertTrue(again.story().contains("helm"), again::story);
    }

    @ParameterizedTest(name = "C75 report 07: of {0} before it was adopted: a shared object that changes is applied")
    @ValueSource(strings = {"kubectl-client-side-apply", "kubectl"})
    void adopted(String manager) {
        String ingress = Yaml.INGRESS.replace("-${COLOR}", "");
        given.runningWithoutColors("v0");
        given.cluster.as(manager)
                .apply(NAMESPACE, ingress.replace("${APP}", "backend").replace("${VERSION}", "v0"));
        given.and(ingress);
        Released first = given.release("v1", spec -> spec.adopt(true));
        assertEquals(Outcome.PROMOTED, first.outcome(), first::story);
        assertTrue(first.story().contains("Ingress/backend (backend/5.yaml, document 1, line 4) was changed by hand"));
        assertEquals("v1.example.com", get("ingresses", "backend").at("/spec/rules/0/host").asText());
        Released second = given.release("v2");
        assertEquals(Outcome.PROMOTED, second.outcome(), second::story);
        assertFalse(second.story().contains("by hand"), second::story);
    }

    @Test
    @DisplayName("C75 a shared object that is another team's, by kubectl apply --server-side, is refused as before")
    void appliedByOthers() {
        given.cluster.as("kubectl").serverSideApply(NAMESPACE, ACCOUNT.replace("${APP}", "backend"), false);
        given.and(ACCOUNT.replace("team: shop", "team: other"));
        given.release("v1").assertRefused("ServiceAccount/backend", "kubectl");
    }

    @Test
    @DisplayName("C75 UNCHANGED costs two dry runs of each object, and no write; seven reads for the first look")
    void calls() {
        given.live(BLUE);
        Released again = given.release("v1");
        assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
        long dryRuns = again.requests().calls().stream().filter(call -> call.dryRun()).count();
        assertEquals(2 * 4, dryRuns, again::story);
        int all = again.requests().calls().size();
        assertTrue(all <= 2 * 4 + 7, () -> again.requests().calls().toString());
    }
}
