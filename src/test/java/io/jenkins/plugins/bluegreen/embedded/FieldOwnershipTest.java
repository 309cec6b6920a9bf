package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of writes: preconditions, patches, dry run and field ownership. */
@Timeout(30)
class FieldOwnershipTest {
    private final EmbeddedCluster cluster = Samples.cluster();
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    @BeforeEach
    void aService() {
        apply(Samples.service("backend", "blue"));
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Service apply(String yaml) {
        return (Service) apply(yaml, false);
    }

    private HasMetadata apply(String yaml, boolean dryRun) {
        HasMetadata object = Serialization.unmarshal(yaml, HasMetadata.class);
        return cluster.client().resource(object).inNamespace(NS).dryRun(dryRun).fieldManager("blue-green").serverSideApply();
    }

    private Service patch(String json) {
        return cluster.client().services().inNamespace(NS).withName("backend").patch(MERGE, json);
    }

    private ObjectNode service() {
        return cluster.get(NS, "services", "backend");
    }

    @Test
    void applyingASelectorThatSomeoneElseChangedConflictsAndNamesThem() {
        cluster.as("kubectl-patch").patchSelector(NS, "backend", Map.of("app", "backend", "color", "green"));
        KubernetesClientException refused =
                assertThrows(KubernetesClientException.class, () -> apply(Samples.service("backend", "blue")));
        assertEquals(409, refused.getCode());
        assertEquals("Apply failed with 1 conflict: conflict with \"kubectl-patch\" using v1: .spec.selector",
                refused.getStatus().getMessage());
        assertEquals(".spec.selector", refused.getStatus().getDetails().getCauses().get(0).getField());
        assertEquals("FieldManagerConflict", refused.getStatus().getDetails().getCauses().get(0).getReason());
        assertEquals("green", Json.text(service(), "spec", "selector", "color"));
    }

    @Test
    void forceTakesTheSelectorAsAWhole() {
        cluster.as("kubectl-patch").patchSelector(NS, "backend", Map.of("app", "backend", "color", "green", "x", "y"));
        cluster.as("argocd").serverSideApply(NS, Samples.service("backend", "blue"), true);
        assertEquals("{\"app\":\"backend\",\"color\":\"blue\"}", Json.at(service(), "spec", "selector").toString());
        assertTrue(owner("argocd").contains("\"f:selector\":{}"), owner("argocd"));
        assertFalse(owner("kubectl-patch").contains("f:selector"));
    }

    @Test
    void theManagerOfTheSelectorIsFound() {
        cluster.as("kubectl-patch").patchSelector(NS, "backend", Map.of("app", "backend", "color", "green"));
        assertEquals("{\"f:spec\":{\"f:selector\":{}}}", owner("kubectl-patch"));
        assertFalse(owner("blue-green").contains("f:selector"), owner("blue-green"));
    }

    private String owner(String manager) {
        return Json.items(service(), "metadata", "managedFields").stream().filter(e -> Json.text(e, "manager").equals(manager))
                .map(e -> e.get("fieldsV1").toString()).findFirst().orElse("");
    }

    @Test
    void whatIsNoLongerAppliedIsRemovedUnlessSomeoneElseOwnsIt() {
        apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: backend, annotations: {mine: "1", ours: "1"}}
                spec:
                  selector: {app: backend}
                  ports: [{port: 80, name: a}, {port: 81, name: b}]
                """);
        cluster.as("other").serverSideApply(NS, """
                apiVersion: v1
                kind: Service
                metadata: {name: backend, annotations: {ours: "1"}}
                """, false);
        apply("""
                apiVersion: v1
                kind: Service
                metadata: {name: backend}
                spec:
                  selector: {app: backend}
                  ports: [{port: 81, name: b}]
                """);
        assertEquals(Map.of("ours", "1"), Json.strings(service(), "metadata", "annotations"));
        assertEquals(1, Json.at(service(), "spec", "ports").size());
        assertEquals(81, service().at("/spec/ports/0/port").asInt());
    }

    @Test
    void applyingTheSameAgainChangesNothing() {
        String version = Json.text(service(), "metadata", "resourceVersion");
        apply(Samples.service("backend", "blue"));
        assertEquals(version, Json.text(service(), "metadata", "resourceVersion"));
    }

    @Test
    void environmentOfAContainerIsMergedByName() {
        cluster.as("one").serverSideApply(NS, Samples.deployment("web", "blue", "esc/web:1", 0, "{name: A, value: '1'}"), false);
        cluster.as("two").serverSideApply(NS, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web-blue}
                spec: {template: {spec: {containers: [{name: app, env: [{name: B, value: '2'}]}]}}}
                """, false);
        String environment = cluster.get(NS, "deployments", "web-blue").at("/spec/template/spec/containers/0/env").toString();
        assertTrue(environment.contains("\"A\"") && environment.contains("\"B\""), environment);
        StatusError refused = assertThrows(StatusError.class, () -> cluster.as("two").serverSideApply(NS, """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web-blue}
                spec: {template: {spec: {containers: [{name: app, image: other}]}}}
                """, false));
        assertEquals("Apply failed with 1 conflict: conflict with \"one\": .spec.template.spec.containers[name=\"app\"].image",
                refused.getMessage());
    }

    @Test
    void aStaleResourceVersionInAMergePatchIs409() {
        String version = Json.text(service(), "metadata", "resourceVersion");
        cluster.as("other").patch(NS, "services", "backend", "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}");
        KubernetesClientException refused = assertThrows(KubernetesClientException.class, () -> patch(
                "{\"metadata\":{\"resourceVersion\":\"" + version + "\"},\"spec\":{\"selector\":{\"color\":\"green\"}}}"));
        assertEquals(409, refused.getCode());
        assertEquals("Operation cannot be fulfilled on services \"backend\": the object has been modified; please apply your "
                + "changes to the latest version and try again", refused.getStatus().getMessage());
        assertEquals("blue", Json.text(service(), "spec", "selector", "color"));
        patch("{\"metadata\":{\"resourceVersion\":\"" + Json.text(service(), "metadata", "resourceVersion")
                + "\"},\"spec\":{\"selector\":{\"color\":\"green\"}}}");
        assertEquals("green", Json.text(service(), "spec", "selector", "color"));
    }

    @Test
    void aJsonPatchWhoseTestFailsIsABare422() {
        KubernetesClientException refused = assertThrows(KubernetesClientException.class,
                () -> cluster.client().services().inNamespace(NS).withName("backend").patch(PatchContext.of(PatchType.JSON),
                        "[{\"op\":\"test\",\"path\":\"/spec/selector/color\",\"value\":\"green\"}]"));
        assertEquals(422, refused.getCode());
        assertEquals("the server rejected our request due to an error in our request", refused.getStatus().getMessage());
    }

    @Test
    void dryRunAnswersAndStoresNothing() {
        String version = Json.text(service(), "metadata", "resourceVersion");
        Service answered = (Service) apply(Samples.service("backend", "green"), true);
        assertEquals("green", answered.getSpec().getSelector().get("color"));
        assertEquals(version, Json.text(service(), "metadata", "resourceVersion"));
        cluster.client().resource(Serialization.unmarshal(Samples.service("other", "blue"), Service.class)).inNamespace(NS).dryRun(true).create();
        assertNull(cluster.get(NS, "services", "other"));
        assertEquals(2, cluster.requests().count(Call::dryRun));
    }

    @Test
    void anInvalidDeploymentIsRefusedWithItsCausesInADryRunToo() {
        KubernetesClientException refused = assertThrows(KubernetesClientException.class, () -> apply(
                Samples.deployment("backend", "blue", "a:1", 1).replace("metadata: {labels: {app: backend, color: blue}}", "metadata: {labels: {app: other}}"), true));
        assertEquals(422, refused.getCode());
        assertTrue(refused.getStatus().getMessage().contains("`selector` does not match template `labels`"), refused.getMessage());
    }

    @Test
    void aDeploymentsSelectorIsImmutable() {
        cluster.as("a").apply(NS, Samples.deployment("backend", "blue", "a:1", 0));
        StatusError refused = assertThrows(StatusError.class, () -> cluster.as("a").patch(NS, "deployments", "backend-blue", """
                {"spec":{"selector":{"matchLabels":{"x":"y"}},"template":{"metadata":{"labels":{"x":"y"}}}}}"""));
        assertEquals(422, refused.code());
        assertTrue(refused.getMessage().endsWith("field is immutable"), refused.getMessage());
    }

    @Test
    void aDeleteWithTheWrongUidIs409() {
        StatusError refused = assertThrows(StatusError.class, () -> cluster.as("kubectl").delete(NS, "services", "backend", "another"));
        assertEquals(409, refused.code());
    }
}
