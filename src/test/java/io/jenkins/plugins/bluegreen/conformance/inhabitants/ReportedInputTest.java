package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Small manifests after public reports, each with the value that a user expects. The texts are files of its name. */
class ReportedInputTest {
    private Given given = Given.anApplication("shop");

    @AfterEach
    void close() {
        given.close();
    }

    private static String text(String report, String folder) {
        try (InputStream in = ReportedInputTest.class.getResourceAsStream(report + "/" + folder + ".yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Released release(String report, String folder, String version, Consumer<ReleaseSpec.Builder> more) {
        return given.manifests(text(report, folder)).release(version, more);
    }

    private Released promoted(String report, String folder, String version) {
        return promoted(release(report, folder, version, spec -> {}));
    }

    private static Released promoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private void human(String report, String folder) {
        given.cluster.as("kubectl").apply(NAMESPACE, text(report, folder).replace("${VERSION}", "1"));
    }

    private String answer(String service) {
        return Http.get(given.cluster.serviceUrl(NAMESPACE, service) + "/").split("\\s")[0];
    }

    private String object(String resource, String name, String pointer) {
        return given.cluster.get(NAMESPACE, resource, name).at(pointer).toString();
    }

    @Test
    @DisplayName("report 01: two applications with the same ConfigMap file have each their own")
    void sharedConfigMap() {
        promoted("01-shared-configmap-two-apps", "orders", "1");
        String config = object("configmaps", "company-defaults-blue", "");
        release("01-shared-configmap-two-apps", "billing", "2", spec -> spec.keepPrevious(KeepPrevious.DELETE))
                .assertRefused("ConfigMap/company-defaults-blue", "orders");
        assertEquals(config, object("configmaps", "company-defaults-blue", ""));
    }

    @Test
    @DisplayName("report 02: a Service that left the manifests goes on answering, and is named")
    void serviceLeftOut() {
        promoted("02-service-left-out", "r1", "1");
        Released released = promoted("02-service-left-out", "r2", "2");
        assertTrue(released.story().contains("shop-internal"), released::story);
        assertEquals("2", answer("shop"));
        assertEquals("1", answer("shop-internal"));
    }

    @Test
    @DisplayName("report 03: an Ingress that names the colour stays where it is when the candidate is never ready")
    void ingressNamesColor() {
        promoted("03-ingress-names-color", "r1", "1");
        String ingress = object("ingresses", "shop", "/spec");
        Released failed = release("03-ingress-names-color", "r2", "2", spec -> spec.timeoutSeconds(4));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        assertEquals(ingress, object("ingresses", "shop", "/spec"));
        assertEquals("1", answer("shop-blue"));
    }

    @Test
    @DisplayName("report 18: an evicted Pod of blue keeps no rollback to blue from ending")
    void evictedPodsStay() {
        promoted("18-evicted-pods-stay", "app", "1");
        given.cluster.evict(NAMESPACE, given.pods(BLUE).get(0));
        given.cluster.awaitAvailable(NAMESPACE, "shop-blue");
        promoted("18-evicted-pods-stay", "app", "2");
        promoted(given.rollBack());
        assertEquals("1", answer("shop"));
    }

    @Test
    @DisplayName("report 25: the same migration Job with the next version runs again; one that fails fails the release")
    void migrationJob() {
        promoted("25-migration-job", "r1", "1");
        promoted("25-migration-job", "r1", "2");
        assertEquals(2, given.cluster.list(NAMESPACE, "jobs").size());
        Released failed = release("25-migration-job", "r2", "3", spec -> {});
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        failed.assertSays("Job shop-migrate-3-", "exit code 3", "crash on purpose", "The traffic is on shop-green");
        assertEquals("2", answer("shop"));
        assertEquals("0", object("deployments", "shop-blue", "/spec/replicas"));
    }

    @Test
    @DisplayName("report 07: adopted from kubectl apply, then an Ingress changes: applied")
    void adoptThenChangeSharedObject() {
        given.cluster
                .as("kubectl-client-side-apply")
                .apply(NAMESPACE, text("07-adopt-then-change-shared-object", "r1").replace("${VERSION}", "1"));
        given.cluster.awaitAvailable(NAMESPACE, "shop");
        promoted(release("07-adopt-then-change-shared-object", "r1", "2", spec -> spec.adopt(true)));
        promoted("07-adopt-then-change-shared-object", "r2", "3");
        assertEquals("\"store.example.com\"", object("ingresses", "shop", "/spec/rules/0/host"));
        assertEquals("3", answer("shop"));
    }

    @Test
    @DisplayName("report 19, C75: the pipeline runs again to mend what kubectl set image did: named, and mended")
    void hotfixThenSameRelease() {
        promoted("19-hotfix-then-same-release", "app", "1");
        given.cluster.as("kubectl-set").patch(NAMESPACE, "deployments", "shop-blue", """
                {"spec":{"template":{"spec":{"containers":[{"name":"web","image":"local/demo:hotfix",
                "imagePullPolicy":"IfNotPresent","env":[{"name":"VERSION","value":"hotfix"}],
                "ports":[{"name":"http","containerPort":8080}],
                "readinessProbe":{"httpGet":{"path":"/ready","port":"http"},"periodSeconds":1}}]}}}}""");
        given.cluster.awaitAvailable(NAMESPACE, "shop-blue");
        given.cluster.await("the hotfix", () -> answer("shop").equals("hotfix"));
        Released again = promoted("19-hotfix-then-same-release", "app", "1");
        assertTrue(again.story().contains("[web].image (kubectl-set): local/demo:hotfix → local/demo:1"), again::story);
        assertEquals("1", answer("shop"));
    }

    @Test
    @DisplayName("report 38: the Service has a new name over the same Pods: refused, no version is mixed")
    void serviceRenamed() {
        promoted("38-service-renamed", "r1", "1");
        release("38-service-renamed", "r2", "2", spec -> {}).assertRefused("shop", "Deployment/shop-blue");
        assertEquals("1", answer("shop"));
    }

    @Test
    @DisplayName("report 42: two applications with the same pull secret file have each their own")
    void sharedPullSecret() {
        promoted("42-shared-pull-secret", "orders", "1");
        String secret = object("secrets", "registry-login-blue", "");
        release("42-shared-pull-secret", "billing", "1", spec -> spec.keepPrevious(KeepPrevious.DELETE))
                .assertRefused("Secret/registry-login-blue", "orders");
        assertEquals(secret, object("secrets", "registry-login-blue", ""));
    }

    @Test
    @DisplayName("report 43: another team's Service without a colour gets no unhealthy candidate: refused, named")
    void anotherServiceSelectsBoth() {
        human("43-another-service-selects-both", "pre");
        release("43-another-service-selects-both", "r1", "1", spec -> {}).assertRefused("shop-legacy");
        given.cluster.as("kubectl").delete(NAMESPACE, "services", "shop-legacy");
        promoted("43-another-service-selects-both", "r1", "1");
        human("43-another-service-selects-both", "pre");
        release("43-another-service-selects-both", "r2", "2", spec -> spec.health(
                HealthCheck.actuator("/actuator/health", 8080))).assertRefused("shop-legacy");
        assertEquals("1", answer("shop-legacy"));
    }

    @Test
    @DisplayName("report 53: NodePort, ClusterIP, LoadBalancer, no type: promoted each time, and rolled back")
    void serviceTypeChanges() {
        for (String version : List.of("1", "2", "3", "4")) {
            promoted("53-service-type-changes", "r" + version, version);
            assertEquals(version, answer("shop"));
        }
        assertEquals("\"ClusterIP\"", object("services", "shop", "/spec/type"));
        promoted(given.rollBack());
        assertEquals("\"LoadBalancer\"", object("services", "shop", "/spec/type"));
    }

    @Test
    @DisplayName("report 53, failed release: the live Service keeps its node port")
    void serviceTypeChangesInFailedRelease() {
        promoted("53-service-type-changes-failed-release", "r1", "1");
        String ports = object("services", "shop", "/spec");
        Released failed =
                release("53-service-type-changes-failed-release", "r2", "2", spec -> spec.timeoutSeconds(4));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        assertEquals(ports, object("services", "shop", "/spec"));
    }

    @Test
    @DisplayName("report 58: a hand-made pair behind a Service of another name is released on, never mixed")
    void handMadePair() {
        String report = "58-handmade-pair-service-of-other-name";
        human(report, "pre");
        given.cluster.awaitAvailable(NAMESPACE, "shop-blue");
        given.cluster.awaitAvailable(NAMESPACE, "shop-green");
        try (Load load = given.traffic("shop-service")) {
            promoted(release(report, "r1", "2", spec -> spec.colorLabel("version")));
            given.await(load, "2");
            assertEquals("\"green\"", object("services", "shop-service", "/spec/selector/version"));
            assertEquals("0", object("deployments", "shop-blue", "/spec/replicas"));
            promoted(release(report, "r1", "3", spec -> spec.colorLabel("version").adopt(true)));
            given.await(load, "3");
            assertEquals(Set.of("1", "2", "3"), Given.nothingLost(load).versions().keySet());
        }
        assertEquals(
                List.of("shop-blue", "shop-green"),
                given.cluster.list(NAMESPACE, "deployments").stream()
                        .map(deployment -> deployment.at("/metadata/name").asText())
                        .toList());
    }

    @Test
    @DisplayName("report 60: a candidate's Pod that is evicted and replaced while it comes up: the release goes on")
    void evictedWhileComingUp() {
        promoted("60-evicted-while-coming-up", "app", "1");
        Running running = given.start("2", spec -> spec.stabilizeSeconds(2)).saying("they must stay so");
        given.cluster.evict(NAMESPACE, given.pods(GREEN).get(0));
        promoted(running.end());
    }
}
