package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.LiveColor;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of Pods that can't run. Each reason is reported with the Pod or the Deployment and the cluster's message.
 */
class PodFailureTest extends BlueIsLive {
    /** Asserts a failure well before a long deadline. */
    private void assertFailsEarly(String deployment, String... reasons) {
        Released released = assertFails(deployment, spec -> spec.timeoutSeconds(600).stabilizeSeconds(2), reasons);
        assertTrue(released.result().millis() < 60_000, released::story);
    }

    private Released assertFails(String deployment, Consumer<ReleaseSpec.Builder> more, String... reasons) {
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, deployment);
        try (LiveColor live = LiveColor.of(given)) {
            Released released = given.release("v2", more);
            live.assertSurvived(released, reasons);
            return released;
        }
    }

    /** Adds lines to the container. */
    private static String container(String yaml) {
        return Yaml.DEPLOYMENT + yaml.indent(8);
    }

    /** Adds lines to the Pod. */
    private static String pod(String yaml) {
        return Yaml.DEPLOYMENT + yaml.indent(6);
    }

    @Test
    @DisplayName("C35 unschedulable: fails at the deadline and says what no node has")
    void unschedulable() {
        assertFails(
                container("""
                        resources:
                          requests:
                            cpu: "500"
                        """),
                spec -> spec.timeoutSeconds(3),
                "Not ready and healthy within 3 s", "Pod backend-green-", "Insufficient cpu");
    }

    @Test
    @DisplayName("C30 an image's name that no runtime reads: fails early, and shows the name")
    void noImage() {
        assertFailsEarly(
                Yaml.DEPLOYMENT.replace("esc/app:2.0.1", "esc/App:2.0.1"),
                "Pod backend-green-",
                "esc/App:2.0.1",
                "invalid reference format");
    }

    @Test
    @DisplayName("C35 OOMKilled: says so, with the limit and the last log lines")
    void outOfMemory() {
        assertFailsEarly(
                container("""
                        resources:
                          limits:
                            memory: 64Mi
                        """).replace("esc/app:2.0.1", "esc/app:2.0.2-oom"),
                "Container app of Pod backend-green-", "memory", "64Mi", "crash on purpose");
    }

    @Test
    @DisplayName("C35 the container begins anew while its log is asked for: the log is still that of the run that ended")
    void begunAnew() {
        Predicate<Call> log = call -> call.qualifiedResource().equals("pods/log");
        given.cluster.when(log, 1, new Fault.Answer(400, "BadRequest", "previous terminated container not found", null));
        given.cluster.when(log, 2, new Fault.Page(200, ""));
        given.cluster.when(log, 3, Fault.before(() -> given.cluster.await("the next run", this::runsAgain)));
        assertFailsEarly(Yaml.DEPLOYMENT.replace("esc/app:2.0.1", "esc/app:2.0.3-crash"), "crash on purpose");
    }

    private boolean runsAgain() {
        return given.cluster.list(NAMESPACE, "pods").stream()
                .anyMatch(pod -> pod.at("/status/containerStatuses/0/restartCount").asInt() > 0);
    }

    @Test
    @DisplayName("C35 an init container fails: names it, with exit code and log")
    void initContainer() {
        assertFailsEarly(
                pod("""
                        initContainers:
                        - name: migrate
                          image: esc/app:2.0.1
                          env:
                          - name: CRASH_CODE
                            value: "7"
                        """),
                "Init container migrate of Pod backend-green-", "exit code 7", "crash on purpose");
    }

    @Test
    @DisplayName("C35 a container that cannot be started: gives the runtime's reason")
    void cannotStart() {
        assertFailsEarly(
                Yaml.DEPLOYMENT.replace("esc/app:2.0.1", "esc/app:2.0.2-runerror"),
                "Container app of Pod backend-green-", "no such file or directory");
    }

    @Test
    @DisplayName("C35 a missing ConfigMap: names it")
    void configMapMissing() {
        assertFailsEarly(
                Yaml.DEPLOYMENT.replace("name: ${APP}-config", "name: nowhere"),
                "Pod backend-green-", "configmap \"nowhere\" not found");
    }

    @Test
    @DisplayName("C35 a node that learns of a ConfigMap too late and tries again: no failure")
    void nodeLate() {
        given.manifests(
                Yaml.CONFIG_MAP,
                Yaml.SECRET,
                Yaml.SERVICE,
                Yaml.DEPLOYMENT.replace("esc/app:2.0.1", "esc/app:2.0.2-late"));
        Released released = given.release("v2");
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    @Test
    @DisplayName("C35 a missing key of a Secret: names both")
    void keyMissing() {
        assertFailsEarly(
                Yaml.DEPLOYMENT.replace("env:\n", """
                        env:
                                - name: TOKEN
                                  valueFrom:
                                    secretKeyRef:
                                      name: ${APP}-secret
                                      key: TOKEN
                        """),
                "Pod backend-green-", "TOKEN", "backend-secret-green");
    }

    @Test
    @DisplayName("C35 a volume cannot be mounted: fails at the deadline and names what is missing")
    void cannotMount() {
        assertFails(
                pod("""
                        volumes:
                        - name: certificates
                          secret:
                            secretName: tls-of-nobody
                        """),
                spec -> spec.timeoutSeconds(2),
                "Not ready and healthy within 2 s", "Pod backend-green-", "tls-of-nobody");
    }

    @Test
    @DisplayName("C35 a quota that filled up after the plan: fails at the deadline and gives the cluster's reason")
    void quotaFull() {
        given.cluster.when(
                call -> call.is("apply", "deployments") && !call.dryRun(),
                1,
                Fault.before(() -> given.cluster.as("admin").apply(NAMESPACE, """
                        apiVersion: v1
                        kind: ResourceQuota
                        metadata:
                          name: small
                        spec:
                          hard:
                            pods: "3"
                        """)));
        assertFails(
                Yaml.DEPLOYMENT, spec -> spec.timeoutSeconds(3), "backend-green", "exceeded quota: small");
    }
}
