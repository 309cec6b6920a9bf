package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import static io.jenkins.plugins.bluegreen.kubernetes.GivenCluster.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.GivenCluster;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("Before anything is touched")
class PreflightTest {
    private final GivenCluster given = new GivenCluster();

    @AfterEach
    void close() {
        given.close();
    }

    private List<Sentence> check(ReleaseSpec spec, Color color, int replicas, ServiceView... current) {
        given.cluster.requests().clear();
        List<Sentence> warnings =
                given.gateway.preflight(spec, given.rendered(spec, color), replicas, List.of(current));
        assertEquals(List.of(), given.cluster.requests().writes());
        return warnings;
    }

    private String refusal(ReleaseSpec spec, int replicas, ServiceView... current) {
        return assertThrows(ReleaseException.class, () -> check(spec, Color.GREEN, replicas, current))
                .getMessage();
    }

    @Test
    @DisplayName("a release that is fine costs eight calls, with a Service that is there too, and changes nothing")
    void fine() {
        assertEquals(List.of(), check(given.spec("1"), Color.BLUE, 2));
        assertEquals(8, calls(), given.cluster.requests()::toString);
        ServiceView service = given.live("1");
        assertEquals(List.of(), check(given.spec("2"), Color.GREEN, 2, service));
        assertEquals(8, calls(), given.cluster.requests()::toString);
    }

    @Test
    @DisplayName("a load balancer that follows the endpoints is said where only the cluster shows it, and once")
    void followingBalancers() {
        ServiceView service = given.live("1");
        String patch = "{\"metadata\": {\"annotations\": {\"cloud.google.com/%s\": \"{}\"}}}";
        given.cluster.as("gke").patch(NAMESPACE, "services", "web", patch.formatted("neg"));
        assertEquals(List.of(), check(given.spec("2"), Color.GREEN, 2, service));
        given.cluster.as("gke").patch(NAMESPACE, "services", "web", patch.formatted("neg-status"));
        String said = check(given.spec("2", spec -> spec.scaleDownDelaySeconds(45)), Color.GREEN, 2, service).toString();
        assertTrue(said.startsWith("[Service web has cloud.google.com/neg-status in the cluster"), said);
        assertTrue(said.contains("\"scaleDownDelay\", 45 s in this release, must cover"), said);
    }

    /** All but those of the watches, which a release needs anyway. */
    private int calls() {
        return given.cluster.requests().count(call -> !call.verb().equals("watch")
                && !(call.verb().equals("list") && call.path().contains("resourceVersion=0")));
    }

    @Test
    @DisplayName("C21 all missing permissions are listed in one message, with a Role that grants what is needed")
    void permissions() {
        given.cluster.allowOnly(Rule.of("get,list,watch", "*", "*"), Rule.of("*", "", "configmaps,secrets"));
        ReleaseSpec spec = given.spec("1", builder -> builder.health(HealthCheck.actuator("/actuator/health", 8080)));
        String message = refusal(spec, 2);
        for (String permission : List.of(
                "create deployments.apps",
                "patch deployments.apps",
                "patch services",
                "create services",
                "create leases.coordination.k8s.io")) {
            assertTrue(message.contains(permission), message);
        }
        String listed = message.substring(0, message.indexOf("apiVersion"));
        assertFalse(listed.contains("secrets") || listed.contains("list"), message);
        Role role = Serialization.unmarshal(message.substring(message.indexOf("apiVersion")).split("---")[0], Role.class);
        given.cluster.allowOnly(role.getRules().stream()
                .map(rule -> new Rule(rule.getVerbs(), rule.getApiGroups(), rule.getResources()))
                .toArray(Rule[]::new));
        assertEquals(List.of(), check(spec, Color.BLUE, 2));
        given.gateway.checkPermissions(spec);
    }

    @Test
    @DisplayName("C21 a release's permissions are listed even when its Service may not be read, a rollback's are fewer")
    void permissionsAlone() {
        given.cluster.allowOnly(Rule.of("list,watch", "*", "*"));
        String release = assertThrows(ReleaseException.class, () -> given.gateway.checkPermissions(given.spec("1")))
                .getMessage();
        assertTrue(release.contains("get services") && release.contains("create secrets"), release);
        ReleaseSpec rollback =
                ReleaseSpec.in(NAMESPACE, "rollback").application("web").build();
        String back = assertThrows(ReleaseException.class, () -> given.gateway.checkPermissions(rollback))
                .getMessage();
        assertTrue(back.contains("get services") && !back.contains("secrets"), back);
    }

    @Test
    @DisplayName("C21 permissions that only help are asked for by a warning")
    void optional() {
        given.cluster.deny("create", "pods");
        given.cluster.deny("list", "resourcequotas");
        given.cluster.deny("list", "events");
        List<Sentence> warnings = check(given.spec("1"), Color.BLUE, 2);
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).toString().contains("list events, create pods, list resourcequotas"), warnings::toString);
    }

    @Test
    @DisplayName("C22 a quota with room for one colour only stops the release, by number of Pods and by memory")
    void quota() {
        ServiceView service = given.live("1");
        quota("pods: \"3\", requests.memory: 1Gi");
        String message = refusal(given.spec("2"), 2, service);
        assertTrue(message.contains("ResourceQuota small") && message.contains("of pods 2 of 3"), message);
        quota("pods: \"4\"");
        assertEquals(List.of(), check(given.spec("2"), Color.GREEN, 2, service));
        assertTrue(refusal(given.spec("2"), 3, service).contains("ResourceQuota small"));
    }

    private void quota(String hard) {
        given.cluster.as("kubectl").apply(
                NAMESPACE, "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: small}\nspec: {hard: {" + hard + "}}\n");
        given.cluster.await("the quota to be counted", () -> given.cluster
                .get(NAMESPACE, "resourcequotas", "small")
                .at("/status/used/pods")
                .asText()
                .equals("2"));
    }

    @Test
    @DisplayName("report 14: quotas for numbers of objects stop the release, whichever way they are written")
    void objectCounts() {
        String services = quotaOnly("services: \"1\"");
        assertTrue(services.contains("of services 0 of 1 are used, and this release creates 2 more"), services);
        String deployments = quotaOnly("count/deployments.apps: \"0\", count/secrets: \"1\"");
        assertTrue(deployments.contains("deployments.apps") && !deployments.contains("secrets"), deployments);
        quotaUsed("services: \"2\", configmaps: \"1\", count/secrets: \"1\"");
        assertEquals(List.of(), check(given.spec("1"), Color.BLUE, 2));
    }

    private String quotaOnly(String hard) {
        quotaUsed(hard);
        return refusal(given.spec("1", spec -> spec.preview(true)), 2);
    }

    private void quotaUsed(String hard) {
        given.cluster.as("kubectl").apply(
                NAMESPACE, "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: small}\nspec: {hard: {" + hard + "}}\n");
        given.cluster.await("the quota to be counted", () -> {
            var quota = given.cluster.get(NAMESPACE, "resourcequotas", "small");
            return quota.at("/status/hard").equals(quota.at("/spec/hard"));
        });
    }

    @Test
    @DisplayName("no address left for a Service stops the release at once")
    void rangeIsFull() {
        given.cluster.always(
                call -> call.dryRun() && call.resource().equals("services"),
                new Fault.Answer(500, "InternalError", "Internal error occurred: failed to allocate a serviceIP: "
                        + "range is full", null));
        String message = refusal(given.spec("1"), 2);
        assertTrue(message.contains("no Service address or node port left"), message);
    }

    @Test
    @DisplayName("a namespace that does not exist is said once")
    void noNamespace() {
        ReleaseSpec spec = ReleaseSpec.in("nowhere", "release-1")
                .manifest("web.yaml", GivenManifests.SERVICE + "---\n" + GivenManifests.DEPLOYMENT)
                .build();
        var gateway = given.connection.gateway("nowhere");
        String message = assertThrows(
                        ReleaseException.class,
                        () -> gateway.preflight(spec, gateway.render(spec, Color.BLUE), 2, List.of()))
                .getMessage();
        assertEquals(
                "The cluster has no namespace nowhere. Nothing was changed. Correct the name, or create it by "
                        + "\"kubectl create namespace nowhere\", or by \"kubectl apply -f\" of this:\n"
                        + "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: nowhere\n",
                message);
    }

    @Test
    @DisplayName("C22 a LimitRange that refuses the Pod stops the release")
    void limitRange() {
        given.cluster.as("kubectl").apply(
                NAMESPACE,
                "apiVersion: v1\nkind: LimitRange\nmetadata: {name: tight}\n"
                        + "spec: {limits: [{type: Container, max: {memory: 64Mi}}]}\n");
        ReleaseSpec spec = ReleaseSpec.in(NAMESPACE, "release")
                .manifest("service.yaml", GivenManifests.SERVICE)
                .manifest(
                        "web.yaml",
                        GivenManifests.DEPLOYMENT + "          resources: {limits: {memory: 128Mi}}\n")
                .build();
        String message = refusal(spec, 2);
        assertTrue(message.contains("Pod/web-green") && message.contains("web.yaml"), message);
        assertTrue(message.contains("memory") && message.contains("64Mi"), message);
    }

    @Test
    @DisplayName("C22 admission webhooks that say no stop the release, all of them in one message")
    void admission() {
        given.cluster.refuse("config.example.com", object -> object.path("kind").asText().equals("ConfigMap"), "no config");
        given.cluster.refuse("deploy.example.com", object -> object.path("kind").asText().equals("Deployment"), "no friday");
        String message = refusal(given.spec("1"), 2);
        assertTrue(message.contains("ConfigMap/web-green") && message.contains("no config"), message);
        assertTrue(message.contains("Deployment/web-green") && message.contains("no friday"), message);
    }

    @Test
    @DisplayName("kinds that the cluster does not know, or that are not of a namespace, stop the release")
    void kinds() {
        ReleaseSpec unknown = given.spec(
                "1", builder -> builder.manifest("odd.yaml", "apiVersion: example.com/v1\nkind: Odd\nmetadata: {name: odd}\n"));
        String message = refusal(unknown, 2);
        assertTrue(message.contains("Odd/odd") && message.contains("odd.yaml"), message);
    }

    @Test
    @DisplayName("C20 an API that is away stops the release as such")
    void away() {
        given.cluster.always(call -> call.dryRun(), Fault.unavailable());
        ClusterException problem =
                assertThrows(ClusterException.class, () -> check(given.spec("1"), Color.BLUE, 2));
        assertTrue(problem.isTransient(), problem::getMessage);
    }

    @Test
    @DisplayName("a diff tells what differs from the live colour, and no secret")
    void diff() {
        given.live("1");
        ReleaseSpec spec = given.spec("2");
        List<String> lines = given.gateway.diff(spec, given.rendered(spec, Color.GREEN), 2, "web-blue");
        String all = String.join("\n", lines);
        assertTrue(all.contains("~ Deployment/web-green spec.template.spec.containers[web].image: shop/web:1 → shop/web:2"), all);
        assertTrue(all.contains("~ ConfigMap/web-green data.GREETING: hello 1 → hello 2"), all);
        assertTrue(all.contains("~ Secret/web-green") && !all.contains("secret-"), all);
        assertEquals(3, lines.size(), all);
        ReleaseSpec same = given.spec("1");
        assertEquals(List.of(), given.gateway.diff(same, given.rendered(same, Color.GREEN), 2, "web-blue"));
    }

    @Test
    @DisplayName("C17 an application without colours is found by its Pods")
    void adoption() {
        given.cluster.as("kubectl").apply(NAMESPACE, GivenManifests.DEPLOYMENT);
        given.cluster.as("kubectl").apply(NAMESPACE, GivenManifests.SERVICE);
        given.cluster.awaitAvailable(NAMESPACE, "web");
        ServiceView service = given.gateway.service("web").orElseThrow();
        given.cluster.await("a rolled out Deployment", () -> given.gateway.workload("web").deployment().isRolledOut());
        Adoption adoption = given.gateway.adoption(service);
        assertEquals("web", adoption.deployment());
        assertEquals(
                given.cluster.pods(NAMESPACE, adoption.label() + "=" + adoption.value()),
                given.cluster.pods(NAMESPACE, "app=web"));
        given.cluster.as("kubectl").apply(
                NAMESPACE, GivenManifests.DEPLOYMENT.replace("name: web\nspec", "name: other\nspec"));
        given.cluster.await("a second Deployment's Pods", () -> given.gateway.workload("other").pods().size() == 2);
        ReleaseException refusal = assertThrows(ReleaseException.class, () -> given.gateway.adoption(service));
        assertTrue(refusal.getMessage().contains("several Deployments"), refusal.getMessage());
    }
}
