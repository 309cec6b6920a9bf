package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.warnings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WarningsTest {
    @Test
    @DisplayName("nothing is said of an application that has all it needs")
    void none() {
        assertEquals(List.of(), warnings(aWebApplication().blue()));
    }

    private static Stream<Arguments> unsafe() {
        return Stream.of(
                Arguments.of("readinessProbe:", "startupProbe:", "14: no container of Deployment/web has a readinessProbe"),
                Arguments.of("Seconds: 30", "Seconds: 5", "12: Deployment/web has neither a preStop hook"),
                Arguments.of("shop/web:1", "shop/web", "16: Deployment/web runs image \"shop/web\""),
                Arguments.of("shop/web:1", "r:5000/web:latest", "16: Deployment/web runs image \"r:5000/web:latest\""),
                Arguments.of("8080}", "8080, hostPort: 80}", "12: Deployment/web uses hostPort"),
                Arguments.of("containers:", "hostNetwork: true\n      containers:", "12: Deployment/web uses hostNetwork"));
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("unsafe")
    @DisplayName("what makes a release less safe is said with its place")
    void deployment(String from, String to, String warning) {
        List<String> found = warnings(
                given().file("web.yaml", DEPLOYMENT.replace(from, to), SERVICE).blue());
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).startsWith("web.yaml, document 1, line " + warning), found.get(0));
    }

    @Test
    @DisplayName("Pods that may not share a node, a Local policy and load balancers that follow endpoints are warned of")
    void atTheSwitch() {
        String apart = DEPLOYMENT.replace(
                "      containers:\n",
                "      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: "
                        + "kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}\n      containers:\n");
        String service = SERVICE.replace(
                        "name: web\n", "name: web\n  annotations: {cloud.google.com/neg: \"{}\"}\n")
                .replace("spec:\n", "spec:\n  type: NodePort\n  externalTrafficPolicy: Local\n");
        List<String> found = warnings(given().file("web.yaml", apart, service).blue());
        assertEquals(3, found.size(), found.toString());
        assertTrue(found.get(0).contains("do not share a kubernetes.io/hostname"), found.get(0));
        assertTrue(found.get(1).contains("Service/web has externalTrafficPolicy: Local"), found.get(1));
        assertTrue(found.get(1).contains("\"scaleDownDelay\", 30 s in this release, must cover"), found.get(1));
        assertTrue(found.get(2).contains("Service/web has cloud.google.com/neg"), found.get(2));
        assertTrue(found.get(2).contains("\"scaleDownDelay\", 30 s in this release, must cover"), found.get(2));
        assertEquals(
                List.of(),
                warnings(given().file("web.yaml", apart.replace("{app: web}}}", "{app: db}}}"), SERVICE).blue()));
    }

    @Test
    @DisplayName("objects that have no colours are listed")
    void others() {
        String object = "apiVersion: %s\nkind: %s\nmetadata: {name: x}\nspec: %s\n";
        List<String> found = warnings(aWebApplication(
                        object.formatted("apps/v1", "StatefulSet", "{}"),
                        object.formatted("v1", "ConfigMap", "{}"),
                        object.formatted("v1", "Service", "{selector: {app: x}}"),
                        object.formatted("keda.sh/v1alpha1", "ScaledObject", "{scaleTargetRef: {name: web}}"),
                        object.formatted("v1", "PersistentVolumeClaim", "{accessModes: [ReadWriteOnce]}"))
                .blue());
        assertEquals(4, found.size(), found.toString());
        assertTrue(found.get(0).contains("StatefulSet/x is applied as it is"), found.get(0));
        assertTrue(found.get(1).startsWith("more.yaml, document 2, line 6: ConfigMap/x is applied as it is"), found.get(1));
        assertTrue(found.get(2).contains("Service/x does not select"), found.get(2));
        assertTrue(found.get(3).contains("ScaledObject/x points to Deployment web"), found.get(3));
    }

    @Test
    @DisplayName("report 35: a StatefulSet with the labels that the Services select loses them, and is named with them")
    void narrowed() {
        String set =
                """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: web-cache}
                spec:
                  selector: {matchLabels: {app: web, tier: cache}}
                  template: {metadata: {labels: {app: web, tier: cache}}}
                """;
        String peers = SERVICE.replace("name: web", "name: web-peers");
        List<String> found = warnings(aWebApplication(set, peers, set.replace("app: web", "app: x")
                        .replace("name: web-cache", "name: other"))
                .blue());
        assertEquals(2, found.size(), found.toString());
        assertTrue(found.get(0).contains("StatefulSet/web-cache is applied as it is"), found.get(0));
        assertTrue(found.get(0).contains("labels that web, web-peers selects"), found.get(0));
        assertTrue(found.get(1).contains("other is applied as it is: only the Deployment"), found.get(1));
    }

    @Test
    @DisplayName("a volume that both colours would mount, and marks of Helm, Argo CD and Flux")
    void volumesAndOwners() {
        String claim =
                """
                apiVersion: v1
                kind: PersistentVolumeClaim
                metadata: {name: files}
                spec: {accessModes: [ReadWriteOnce]}
                """;
        String deployment = DEPLOYMENT
                .replaceFirst("name: web\n", "name: web\n  labels: {app.kubernetes.io/managed-by: Helm}\n")
                .replace("containers:", "volumes: [{name: f, persistentVolumeClaim: {claimName: files}}]\n      containers:");
        String service = SERVICE.replace(
                "name: web", "name: web\n  annotations: {argocd.argoproj.io/tracking-id: x}");
        List<String> found = warnings(given().file("a", deployment, service, claim).blue());
        assertEquals(3, found.size(), found.toString());
        assertTrue(found.get(0).contains("PersistentVolumeClaim/files can be mounted on one node only"), found.get(0));
        assertTrue(found.get(1).contains("Deployment/web carries the mark of Helm"), found.get(1));
        assertTrue(found.get(2).contains("Service/web carries the mark of Argo CD"), found.get(2));
    }

    @Test
    @DisplayName("no mark of Helm in a rendered chart, unless Helm has installed it")
    void chart() {
        String label = "name: web\n  labels: {app.kubernetes.io/managed-by: Helm}\n";
        String rendered = DEPLOYMENT.replaceFirst("name: web\n", label);
        assertEquals(List.of(), warnings(given().file("web/templates/web.yaml", rendered, SERVICE).blue()));
        String installed = rendered.replace(label, label + "  annotations: {meta.helm.sh/release-name: web}\n");
        List<String> found = warnings(given().file("web/templates/web.yaml", installed, SERVICE).blue());
        assertTrue(found.get(0).contains("Deployment/web carries the mark of Helm"), found.toString());
    }

    private static Stream<Arguments> probes() {
        String http = "livenessProbe: {httpGet: {path: %s, port: http}}";
        String exec = "livenessProbe: {exec: {command: [sh, -c, \"curl -f localhost:8080%s\"]}}";
        String all = "19: the liveness probe of container \"web\" of Deployment/web asks for all of /actuator/health";
        return Stream.of(
                Arguments.of(http.formatted("/actuator/health"), all),
                Arguments.of(http.formatted("/shop/actuator/health/"), all),
                Arguments.of(http.formatted("/actuator/health?x=1"), all),
                Arguments.of(exec.formatted("/actuator/health"), all),
                Arguments.of(http.formatted("/actuator/health/liveness"), null),
                Arguments.of(exec.formatted("/actuator/health/liveness"), null),
                Arguments.of(http.formatted("/healthz"), null),
                Arguments.of("livenessProbe: {initialDelaySeconds: 60}", "19: the liveness probe of container \"web\""),
                Arguments.of("livenessProbe: {initialDelaySeconds: 59}", null),
                Arguments.of("startupProbe: {}\n          livenessProbe: {initialDelaySeconds: 90}", null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("probes")
    @DisplayName("a liveness probe that asks for the database, and one that begins late, are said with their place")
    void probe(String probe, String warning) {
        List<String> found = warnings(given().file("web.yaml", DEPLOYMENT + "          " + probe + "\n", SERVICE)
                .blue());
        assertEquals(warning == null ? 0 : 1, found.size(), found.toString());
        assertTrue(warning == null || found.get(0).startsWith("web.yaml, document 1, line " + warning), found.toString());
    }

    @Test
    @DisplayName("a readiness probe that waits a minute makes every release wait, unless there is a startup probe")
    void lateReadiness() {
        String late = DEPLOYMENT.replace("readinessProbe: {", "readinessProbe: {initialDelaySeconds: 120, ");
        List<String> found = warnings(given().file("web.yaml", late, SERVICE).blue());
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).contains("asks for the first time after 120 s: every release"), found.get(0));
        assertEquals(
                List.of(),
                warnings(given().file("web.yaml", late + "          startupProbe: {httpGet: {port: http}}\n", SERVICE)
                        .blue()));
    }

    @Test
    @DisplayName("keys of passwords in a ConfigMap are named, never their values")
    void passwords() {
        String map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n";
        String used = DEPLOYMENT + "          envFrom: [{configMapRef: {name: web}}]\n";
        String keys = "  DB_PASSWORD: horse\n  spring.datasource.password: horse\n  apiKey: horse\n  JWT_SECRET: horse\n"
                + "  TOKEN_URL: https://horse\n  PASSWORD_FILE: /horse\n  token: \"\"\n  monkey: a\n  COMPASS: north\n"
                + "  AUTH_TOKEN: \"$${FROM_ENV}\"\n";
        List<String> found = warnings(given().file("web.yaml", used, SERVICE, map + keys).blue());
        assertEquals(1, found.size(), found.toString());
        assertTrue(
                found.get(0).contains("line 33: ConfigMap/web holds DB_PASSWORD, spring.datasource.password, apiKey, "
                        + "JWT_SECRET: whoever"),
                found.get(0));
        assertFalse(found.get(0).contains("horse"), found.get(0));
        String secret = map.replace("ConfigMap", "Secret").replace("\ndata:", "\nstringData:");
        assertEquals(
                List.of(),
                warnings(given().file("web.yaml", used.replace("configMapRef", "secretRef"), SERVICE, secret + keys)
                        .blue()));
    }
}
