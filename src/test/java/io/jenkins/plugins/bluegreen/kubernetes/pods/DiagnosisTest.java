package io.jenkins.plugins.bluegreen.kubernetes.pods;

import static io.jenkins.plugins.bluegreen.kubernetes.GivenCluster.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.kubernetes.GivenCluster;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A diagnosis")
class DiagnosisTest {
    private final GivenCluster given = new GivenCluster();
    private String specHash;

    @AfterEach
    void close() {
        given.close();
    }

    private void deploy(String tag) {
        deploy(tag, text -> text);
    }

    private void deploy(String tag, UnaryOperator<String> deployment) {
        ReleaseSpec spec = ReleaseSpec.in(NAMESPACE, "release")
                .manifest("web.yaml", GivenManifests.SERVICE + "---\n" + deployment.apply(GivenManifests.DEPLOYMENT))
                .image("web", "shop/web:" + tag)
                .build();
        specHash = given.applied(spec, Color.BLUE).specHash();
    }

    /** Waits for a diagnosis that says all of this. */
    private void assertSays(String... words) {
        AtomicReference<Optional<Sentence>> last = new AtomicReference<>(Optional.empty());
        given.cluster.await(String.join(", ", words) + " in the diagnosis", () -> {
            last.set(given.gateway.diagnose("web-blue", specHash));
            String said = last.get().map(Sentence::toString).orElse("");
            for (String word : words) {
                if (!said.contains(word)) {
                    return false;
                }
            }
            return true;
        });
    }

    private void assertTrouble(PodTrouble.Kind kind) {
        given.cluster.await(kind + " of a Pod", () -> given.gateway.workload("web-blue").podsOf(specHash).stream()
                .map(PodView::trouble)
                .anyMatch(trouble -> trouble != null && trouble.kind() == kind));
    }

    @Test
    @DisplayName("C30 names the image that can't be pulled")
    void image() {
        deploy("missing");
        assertTrouble(PodTrouble.Kind.IMAGE_PULL);
        assertSays("web-blue-", "shop/web:missing", "container web");
    }

    @Test
    @DisplayName("C31 of a crash loop holds the exit code and the last lines")
    void crashLoop() {
        deploy("1-crash");
        assertTrouble(PodTrouble.Kind.CRASH_LOOP);
        assertSays("web-blue-", "exit code 1", "last lines");
    }

    @Test
    @DisplayName("C31 of a crash loop says so when the log may not be read")
    void noLog() {
        deploy("1-crash");
        given.cluster.deny("get", "pods/log");
        assertTrouble(PodTrouble.Kind.CRASH_LOOP);
        assertSays("exit code 1", "log could not be read", "pods/log");
    }

    @Test
    @DisplayName("report 29: names the readiness gate that nobody sets")
    void readinessGate() {
        deploy("1", text -> text.replace(
                "      containers:\n",
                "      readinessGates: [{conditionType: target-health.example.com/shop}]\n      containers:\n"));
        assertSays("web-blue-", "target-health.example.com/shop");
    }

    @Test
    @DisplayName("report 20: names minReadySeconds when all Pods are ready")
    void minReadySeconds() {
        deploy("1", text -> text.replace("  replicas: 2\n", "  replicas: 2\n  minReadySeconds: 60\n"));
        assertSays("web-blue", "minReadySeconds: 60", "timeout");
    }

    @Test
    @DisplayName("names a Deployment that kubectl paused")
    void paused() {
        deploy("1");
        given.cluster.as("kubectl-rollout").patch(NAMESPACE, "deployments", "web-blue", "{\"spec\":{\"paused\":true}}");
        assertSays("paused", "kubectl rollout resume deployment web-blue");
    }

    @Test
    @DisplayName("C88 of a crash loop has the present log when the kubelet has removed the previous container already")
    void previousRemoved() {
        deploy("1-crash");
        assertTrouble(PodTrouble.Kind.CRASH_LOOP);
        given.cluster.when(call -> call.is("get", "pods/log"), 1, removed());
        assertSays("exit code 1", "last lines");
        given.cluster.always(call -> call.is("get", "pods/log"), removed());
        assertSays("exit code 1", "log could not be read: unable to retrieve");
    }

    private static Fault removed() {
        return new Fault.Page(200, "unable to retrieve container logs for containerd://1");
    }

    @Test
    @DisplayName("C35 names the memory limit that was not enough")
    void outOfMemory() {
        deploy("1-oom", text -> text.replace("- name: web\n", "- name: web\n          resources: {limits: {memory: 64Mi}}\n"));
        assertTrouble(PodTrouble.Kind.OOM_KILLED);
        assertSays("memory", "64Mi");
    }

    @Test
    @DisplayName("C35 names the init container that fails")
    void initContainer() {
        deploy("1", text -> text.replace(
                "      containers:\n",
                "      initContainers: [{name: migrate, image: \"shop/web:1\", env: [{name: CRASH_CODE, value: \"3\"}]}]\n"
                        + "      containers:\n"));
        assertTrouble(PodTrouble.Kind.INIT_CONTAINER);
        assertSays("Init container migrate", "exit code 3");
    }

    @Test
    @DisplayName("C35 says why no node takes the Pod")
    void unschedulable() {
        given.cluster.nodeCapacity("1", "1Gi");
        deploy("1", text -> text.replace("- name: web\n", "- name: web\n          resources: {requests: {cpu: \"8\"}}\n"));
        assertTrouble(PodTrouble.Kind.UNSCHEDULABLE);
        assertSays("No node takes", "Insufficient cpu");
    }

    @Test
    @DisplayName("C35 names the ConfigMap that an environment needs")
    void configMapOfEnvironment() {
        deploy("1", text -> text + "          envFrom: [{configMapRef: {name: nowhere}}]\n");
        assertTrouble(PodTrouble.Kind.CONFIGURATION_MISSING);
        assertSays("can't be started", "configmap \"nowhere\" not found");
    }

    @Test
    @DisplayName("C35 names the Secret that a volume needs")
    void secretOfVolume() {
        deploy("1", text -> text.replace(
                "      containers:\n", "      volumes: [{name: v, secret: {secretName: nowhere}}]\n      containers:\n")
                + "          volumeMounts: [{name: v, mountPath: /v}]\n");
        assertSays("needs the secret nowhere");
    }

    @Test
    @DisplayName("C35 names the quota that leaves no room")
    void quota() {
        given.cluster.as("kubectl").apply(
                NAMESPACE, "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: small}\nspec: {hard: {pods: \"0\"}}\n");
        deploy("1");
        assertSays("quota", "web-blue", "small");
    }

    @Test
    @DisplayName("C35 names the LimitRange's limit that refuses the Pods")
    void limitRange() {
        given.cluster.as("kubectl").apply(
                NAMESPACE,
                "apiVersion: v1\nkind: LimitRange\nmetadata: {name: tight}\n"
                        + "spec: {limits: [{type: Container, max: {memory: 64Mi}}]}\n");
        deploy("1", text -> text + "          resources: {limits: {memory: 128Mi}}\n");
        assertSays("makes no Pods", "web-blue", "64Mi");
    }

    @Test
    @DisplayName("C32 tells what the readiness probe says")
    void unready() {
        deploy("1-notready", text -> text.replace("path: /,", "path: /ready,"));
        assertSays("not ready", "503");
    }

    @Test
    @DisplayName("finds nothing wrong with what is well, or not there")
    void nothing() {
        deploy("1");
        given.cluster.awaitAvailable(NAMESPACE, "web-blue");
        given.cluster.await("ready Pods", () -> given.gateway.workload("web-blue").readyPods() == 2);
        assertEquals(Optional.empty(), given.gateway.diagnose("web-blue", specHash));
        assertEquals(Optional.empty(), given.gateway.diagnose("nothing", null));
        assertTrue(given.gateway.workload("web-blue").pods().stream().allMatch(pod -> pod.readySince() != null));
    }
}
