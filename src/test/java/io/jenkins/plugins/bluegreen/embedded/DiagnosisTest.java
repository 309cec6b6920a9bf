package io.jenkins.plugins.bluegreen.embedded;

import static io.jenkins.plugins.bluegreen.embedded.Samples.NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests of failing Pods: states, conditions and events are those of a real cluster. */
@Timeout(30)
class DiagnosisTest {
    private final EmbeddedCluster cluster = Samples.cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private void deploy(String image, String... env) {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", image, 1, env));
    }

    private void deployWith(String podSpec) {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 1)
                + podSpec.indent(6));
    }

    private JsonNode container() {
        List<ObjectNode> pods = cluster.list(NS, "pods");
        return pods.isEmpty() ? Json.object() : pods.get(0).at("/status/containerStatuses/0");
    }

    private void awaitWaiting(String reason) {
        cluster.await(reason + ", not " + container(), () -> Json.text(container(), "state", "waiting", "reason").equals(reason));
    }

    private void awaitEvent(String reason, String text) {
        cluster.await("event " + reason + ": " + text + " in " + cluster.list(NS, "events"), () -> cluster.list(NS, "events").stream()
                .anyMatch(e -> Json.text(e, "reason").equals(reason) && Json.text(e, "message").contains(text)));
    }

    @Test
    void anImageThatCannotBePulled() {
        deploy("esc/backend:missing");
        awaitWaiting("ErrImagePull");
        assertTrue(Json.text(container(), "state", "waiting", "message").endsWith("docker.io/esc/backend:missing: not found"));
        awaitWaiting("ImagePullBackOff");
        assertTrue(Json.text(container(), "state", "waiting", "message").startsWith("Back-off pulling image \"esc/backend:missing\""));
        awaitEvent("Failed", "Failed to pull image");
        assertEquals("Pending", Json.text(cluster.list(NS, "pods").get(0), "status", "phase"));
    }

    @Test
    void anImageThatTheRegistryHasLater() {
        cluster.knownImages(image -> false);
        deploy("esc/backend:7");
        awaitWaiting("ImagePullBackOff");
        cluster.knownImages(image -> true);
        cluster.awaitAvailable(NS, "backend-blue");
    }

    @Test
    void aCrashLoop() {
        deploy("esc/backend:1", "{name: CRASH_AFTER, value: 5ms}", "{name: CRASH_CODE, value: '3'}");
        awaitWaiting("CrashLoopBackOff");
        assertEquals(3, Json.number(container(), 0, "lastState", "terminated", "exitCode"));
        assertEquals("Error", Json.text(container(), "lastState", "terminated", "reason"));
        assertTrue(Json.number(container(), 0, "restartCount") > 0);
        KubernetesClient client = cluster.client();
        String pod = cluster.pods(NS, "").get(0);
        assertTrue(client.pods().inNamespace(NS).withName(pod).terminated().getLog().contains("crash on purpose"));
        assertTrue(client.pods().inNamespace(NS).withName(pod).tailingLines(1).getLog().contains("crash on purpose"));
        awaitEvent("BackOff", "Back-off restarting failed container app");
    }

    @Test
    void anOomKill() {
        deploy("esc/backend:1-oom");
        cluster.await("OOMKilled", () -> Json.text(container(), "lastState", "terminated", "reason").equals("OOMKilled"));
        assertEquals(137, Json.number(container(), 0, "lastState", "terminated", "exitCode"));
    }

    @Test
    void aContainerThatCannotBeRun() {
        deploy("esc/backend:1-runerror");
        awaitWaiting("RunContainerError");
    }

    @Test
    void aMissingConfigMapUntilItComes() {
        deploy("esc/backend:1", "{name: A, valueFrom: {configMapKeyRef: {name: settings, key: a}}}");
        awaitWaiting("CreateContainerConfigError");
        assertEquals("configmap \"settings\" not found", Json.text(container(), "state", "waiting", "message"));
        cluster.as("kubectl").apply(NS, "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {a: b}}");
        cluster.awaitAvailable(NS, "backend-blue");
    }

    @Test
    void aVolumeThatCannotBeMounted() {
        deployWith("volumes: [{name: conf, secret: {secretName: nowhere}}]");
        awaitEvent("FailedMount", "MountVolume.SetUp failed for volume \"conf\" : secret \"nowhere\" not found");
        awaitWaiting("ContainerCreating");
    }

    @Test
    void anUnschedulablePod() {
        deployWith("nodeSelector: {disk: ssd}");
        awaitEvent("FailedScheduling", "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector");
        cluster.await("the Pod says so too", () -> cluster.list(NS, "pods").get(0).at("/status/conditions").toString().contains("Unschedulable"));
    }

    @Test
    void aFailingInitContainer() {
        deployWith("initContainers: [{name: migrate, image: 'esc/migrate:1', env: [{name: CRASH_CODE, value: '7'}]}]");
        cluster.await("init crash loop", () -> cluster.list(NS, "pods").stream().anyMatch(pod ->
                pod.at("/status/initContainerStatuses/0/state/waiting/reason").asText().equals("CrashLoopBackOff")));
        JsonNode status = cluster.list(NS, "pods").get(0).path("status");
        assertEquals(7, status.at("/initContainerStatuses/0/lastState/terminated/exitCode").asInt());
        assertEquals("PodInitializing", status.at("/containerStatuses/0/state/waiting/reason").asText());
    }

    @Test
    void aPodThatIsNeverReadyAndTheProgressDeadline() {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1-notready", 1)
                .replace("replicas: 1", "replicas: 1\n  progressDeadlineSeconds: 1"));
        awaitEvent("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503");
        cluster.await("deadline", () -> cluster.get(NS, "deployments", "backend-blue").toString().contains("ProgressDeadlineExceeded"));
    }

    @Test
    void aCrashFromOutsideRestartsTheContainer() {
        deploy("esc/backend:1");
        cluster.awaitAvailable(NS, "backend-blue");
        cluster.crash(NS, cluster.pods(NS, "").get(0), 9);
        cluster.await("restarted", () -> Json.number(container(), 0, "restartCount") == 1 && container().path("ready").asBoolean());
        assertEquals(9, Json.number(container(), 0, "lastState", "terminated", "exitCode"));
    }

    @Test
    void aLivenessProbeRestartsTheContainer() {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 1).replace("        env:",
                "        livenessProbe: {httpGet: {path: /actuator/health, port: 8080}, periodSeconds: 1, failureThreshold: 2}\n        env:"));
        cluster.awaitAvailable(NS, "backend-blue");
        cluster.setHealth(NS, cluster.pods(NS, "").get(0), "DOWN");
        cluster.await("restarted", () -> Json.number(container(), 0, "restartCount") > 0);
    }

    @Test
    void aNewTemplateIsRolledOutWithoutFallingBelowTheMinimum() {
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:1", 4));
        cluster.awaitAvailable(NS, "backend-blue");
        Set<Integer> available = new ConcurrentSkipListSet<>();
        cluster.onWrite((before, after, write) -> {
            if (write.resource().equals("deployments")) {
                available.add(Json.number(after, 0, "status", "availableReplicas"));
            }
        });
        cluster.as("kubectl").apply(NS, Samples.deployment("backend", "blue", "esc/backend:2", 4));
        cluster.awaitAvailable(NS, "backend-blue");
        cluster.await("old ones gone", () -> cluster.list(NS, "pods").size() == 4);
        assertTrue(cluster.list(NS, "pods").stream().allMatch(p -> p.toString().contains("esc/backend:2")));
        assertTrue(available.stream().allMatch(n -> n >= 3), available.toString());
        assertNotEquals(1, cluster.list(NS, "replicasets").size());
    }
}
