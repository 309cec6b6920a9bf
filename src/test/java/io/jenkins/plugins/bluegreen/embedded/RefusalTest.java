package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tests of refusals (RBAC, quotas, limits, admission, invalid names) and of the reviews that a client can ask
 * beforehand.
 */
@Timeout(30)
class RefusalTest {
    private final EmbeddedCluster cluster = Samples.cluster();
    private final KubernetesClient client = cluster.client();

    @AfterEach
    void close() {
        cluster.close();
    }

    private String refusal(Runnable call) {
        KubernetesClientException refused = assertThrows(KubernetesClientException.class, call::run);
        return refused.getCode() + " " + refused.getStatus().getMessage();
    }

    private void apply(String yaml, boolean dryRun) {
        client.resource(Serialization.unmarshal(yaml, HasMetadata.class)).inNamespace(NS).dryRun(dryRun).serverSideApply();
    }

    @Test
    void aDeniedVerbIsForbiddenInTheRealWords() {
        cluster.as("kubectl").apply(NS, Samples.service("x", "blue"));
        cluster.deny("patch", "services");
        assertEquals("403 services \"x\" is forbidden: User \"jenkins\" cannot patch resource \"services\" in API group \"\" in the "
                + "namespace \"esc\"", refusal(() -> client.services().inNamespace(NS).withName("x")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}")));
        assertEquals(403, cluster.requests().calls().get(cluster.requests().count() - 1).status());
    }

    @Test
    void accessAndRulesReviewsTellWhatIsAllowed() {
        assertTrue(allowed("patch", "services"));
        cluster.deny("patch", "services");
        assertFalse(allowed("patch", "services"));
        assertTrue(allowed("patch", "deployments"));
        var rules = client.authorization().v1().selfSubjectRulesReview().create(
                new SelfSubjectRulesReviewBuilder().withNewSpec().withNamespace(NS).endSpec().build()).getStatus().getResourceRules();
        assertFalse(rules.stream().filter(r -> r.getResources().contains("services")).anyMatch(r -> r.getVerbs().contains("patch")));
        cluster.allowAll();
        cluster.allowOnly(Rule.of("get,list", "apps", "deployments"));
        assertFalse(allowed("get", "services"));
    }

    private boolean allowed(String verb, String resource) {
        String group = resource.equals("deployments") ? "apps" : "";
        return client.authorization().v1().selfSubjectAccessReview().create(new SelfSubjectAccessReviewBuilder().withNewSpec()
                .withNewResourceAttributes().withVerb(verb).withGroup(group).withResource(resource).withNamespace(NS)
                .endResourceAttributes().endSpec().build()).getStatus().getAllowed();
    }

    @Test
    void aQuotaRefusesPodsAndTheDeploymentSaysSo() {
        cluster.as("admin").apply(NS, "{apiVersion: v1, kind: ResourceQuota, metadata: {name: compute}, spec: {hard: {pods: 2}}}");
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 3));
        cluster.await("ReplicaFailure", () -> condition("ReplicaFailure")
                .contains("exceeded quota: compute, requested: pods=1, used: pods=2, limited: pods=2"));
        cluster.await("used", () -> Json.text(cluster.get(NS, "resourcequotas", "compute"), "status", "used", "pods").equals("2"));
        cluster.as("kubectl").scale(NS, "backend-blue", 2);
        cluster.awaitAvailable(NS, "backend-blue");
        cluster.await("no more ReplicaFailure", () -> condition("ReplicaFailure").isEmpty());
    }

    private String condition(String type) {
        ObjectNode deployment = cluster.get(NS, "deployments", "backend-blue");
        return Json.items(deployment, "status", "conditions").stream().filter(c -> Json.text(c, "type").equals(type))
                .map(c -> Json.text(c, "message")).findFirst().orElse("");
    }

    @Test
    void aLimitRangeRefusesAPodInADryRunToo() {
        cluster.as("admin").apply(NS, """
                {apiVersion: v1, kind: LimitRange, metadata: {name: limits}, spec: {limits: [{type: Container, max: {memory: 1Gi}}]}}""");
        String pod = """
                apiVersion: v1
                kind: Pod
                metadata: {name: big}
                spec: {containers: [{name: app, image: 'a:1', resources: {limits: {memory: 2Gi}}}]}
                """;
        assertEquals("403 pods \"big\" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi",
                refusal(() -> apply(pod, true)));
    }

    @Test
    void anAdmissionWebhookRefusesInADryRunToo() {
        cluster.refuse("policy.example.com", object -> Json.text(object, "kind").equals("Deployment"), "no :latest here");
        String message = "403 admission webhook \"policy.example.com\" denied the request: no :latest here";
        assertEquals(message, refusal(() -> apply(Samples.deployment("backend", "blue", "a:latest", 1), true)));
        assertNull(cluster.get(NS, "deployments", "backend-blue"));
        apply(Samples.service("backend", "blue"), false);
        assertNotNull(cluster.get(NS, "services", "backend"));
    }

    @Test
    void invalidNamesAndPortsAre422() {
        assertTrue(refusal(() -> apply(Samples.service("Backend", "blue"), false)).startsWith(
                "422 Service \"Backend\" is invalid: metadata.name: Invalid value: \"Backend\": a DNS-1035 label must consist of"));
        assertTrue(refusal(() -> apply(Samples.service("backend", "blue").replace("port: 80", "port: 80000"), false))
                .contains("spec.ports[0].port: Invalid value: 80000: must be between 1 and 65535, inclusive"));
        String big = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata: {a: '" + "x".repeat(1 << 20) + "'}\n";
        assertTrue(refusal(() -> apply(big, false)).contains("Too long: may not be more than 1048576 bytes"));
    }

    @Test
    void aGenericClientMapsKindsAndAnUnknownOneIs404() {
        assertEquals("1", client.getKubernetesVersion().getMajor());
        assertEquals("34", client.getKubernetesVersion().getMinor());
        assertTrue(client.getApiGroups().getGroups().stream().anyMatch(g -> g.getName().equals("apps")));
        assertTrue(client.getApiResources("apps/v1").getResources().stream().anyMatch(r -> r.getKind().equals("Deployment") && r.getNamespaced()));
        assertNull(client.getApiResources("example.com/v1"));
        assertEquals("404 Not Found", refusal(() ->
                client.raw("/apis/example.com/v1/namespaces/esc/widgets", "POST", Map.of("kind", "Widget"))));
    }

    @Test
    void anAutoscalerScalesWithinItsBoundsAndLeavesZeroAlone() {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 1));
        cluster.as("kubectl").apply(NS, """
                {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: backend}, spec: {minReplicas: 2,
                maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend-blue}}}""");
        cluster.await("the minimum", () -> replicas() == 2);
        cluster.hpaDesired(NS, "backend", 9);
        cluster.await("the maximum", () -> replicas() == 5);
        cluster.as("kubectl").scale(NS, "backend-blue", 0);
        cluster.await("deactivated", () -> cluster.get(NS, "horizontalpodautoscalers", "backend").toString().contains("ScalingDisabled"));
        assertEquals(0, replicas());
    }

    private int replicas() {
        return Json.number(cluster.get(NS, "deployments", "backend-blue"), -1, "spec", "replicas");
    }
}
