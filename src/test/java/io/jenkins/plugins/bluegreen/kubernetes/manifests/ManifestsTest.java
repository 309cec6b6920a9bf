package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.applied;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.deployment;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.names;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsTest {
    @Test
    @DisplayName("a Deployment and its Service: the application, its preview Service, its colour")
    void simplest() {
        RenderedRelease release = aWebApplication().green();
        assertEquals("web", release.application());
        assertEquals("web-green", release.deployment());
        assertEquals(List.of("web"), release.services());
        assertEquals(List.of("Service/web-preview", "Deployment/web-green"), names(release));
        assertEquals("[Service/web-preview, Deployment/web-green, Service/web]", release.objects().toString());
        assertEquals(2, release.replicas());
        assertEquals("shop/web:1", release.image());
        assertEquals("shop", deployment(release).at("/metadata/namespace").asText());
        assertEquals(7, release.deployment(7).tree().at("/spec/replicas").asInt());
    }

    @Test
    @DisplayName("report 13: without a Service, the preview one takes the Pods' labels and gives each container port a name of its own")
    void previewOfContainerPorts() {
        String sidecar = "        - name: proxy\n          image: shop/proxy:1\n          ports: [{name: http,"
                + " containerPort: 9000}, {containerPort: 443}, {containerPort: 443, protocol: UDP},"
                + " {containerPort: 8080}]\n";
        String deployment = DEPLOYMENT.replace(
                "matchLabels: {app: web}", "matchExpressions: [{key: app, operator: In, values: [web]}]");
        RenderedRelease release = given().file("a", deployment + sidecar)
                .with(spec -> spec.application("web"))
                .green();
        assertEquals(
                "{\"app\":\"web\",\"tier\":\"front\",\"color\":\"green\"}",
                release.preview().orElseThrow().tree().at("/spec/selector").toString());
        assertEquals(
                List.of("http 8080", "port-9000-tcp 9000", "port-443 443", "port-443-udp 443"),
                release.preview().orElseThrow().tree().at("/spec/ports").findParents("name").stream()
                        .map(port -> port.get("name").asText() + " " + port.get("port").asInt())
                        .toList());
    }

    @Test
    @DisplayName("C14 a Deployment with ${COLOR}, one per colour, or none: same result")
    void threeWays() {
        String placeholder = DEPLOYMENT
                .replace("name: web\nspec", "name: web-${COLOR}\n  labels: {color: \"${COLOR}\"}\nspec")
                .replace("{app: web, ", "{app: web, color: \"${COLOR}\", ");
        String blue = placeholder.replace("${COLOR}", "blue");
        String green = placeholder.replace("${COLOR}", "green");
        String byName = DEPLOYMENT.replaceFirst("name: web\n", "name: web-blue\n");
        RenderedRelease none = given().file("a", DEPLOYMENT, SERVICE).green();
        for (GivenManifests way : List.of(
                given().file("a", placeholder, SERVICE),
                given().file("a", blue, green, SERVICE),
                given().file("a", green, SERVICE, blue),
                given().file("a", byName, SERVICE, byName.replace("web-blue", "web-green")))) {
            RenderedRelease release = way.green();
            assertEquals(none.objects(), release.objects());
            assertEquals(withoutHash(none), withoutHash(release));
            assertEquals(podLabels(none), podLabels(release));
            assertEquals(way.blue().specHash(), release.specHash());
        }
    }

    private static String withoutHash(RenderedRelease release) {
        return podLabels(release)
                + deployment(release).at("/spec/template/spec").toString()
                + tree(release, "Service/web-preview");
    }

    private static Map<String, String> podLabels(RenderedRelease release) {
        Map<String, String> labels = new TreeMap<>();
        deployment(release)
                .at("/spec/template/metadata/labels")
                .properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }

    @Test
    @DisplayName("C14 what is the other colour's own is left out")
    void otherColor() {
        String own =
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: web-%1$s}
                spec: {scaleTargetRef: {kind: Deployment, name: web-%1$s}, maxReplicas: 3}
                ---
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: web-%1$s}
                spec: {minAvailable: 1, selector: {matchLabels: {app: web, color: %1$s}}}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: web-%1$s}
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web-%1$s}
                spec: {selector: {app: web, color: %1$s}, ports: [{port: 80}]}
                """;
        String pair = DEPLOYMENT
                .replaceFirst("name: web\n", "name: web-blue\n")
                .replace("image: shop", "envFrom: [{configMapRef: {name: web-blue}}]\n          image: shop");
        RenderedRelease release = given().file(
                        "a",
                        pair,
                        SERVICE,
                        pair.replace("web-blue", "web-green"),
                        own.formatted("blue"),
                        own.formatted("green"))
                .green();
        assertEquals(
                List.of(
                        "Service/web-preview",
                        "ConfigMap/web-green",
                        "Service/web-green",
                        "Deployment/web-green",
                        "HorizontalPodAutoscaler/web-green",
                        "PodDisruptionBudget/web-green"),
                names(release));
        assertEquals(List.of("web"), release.services());
    }

    @Test
    @DisplayName("a colour that is not this application's leaves nothing out, nor does a label on configuration in use")
    void otherApplicationsColor() {
        String service = SERVICE.replace("name: web", "name: old").replace("app: web", "app: old, color: green");
        String config = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, labels: {color: green}}\n";
        String deployment = DEPLOYMENT.replace("image: shop", "envFrom: [{configMapRef: {name: c}}]\n          image: shop");
        RenderedRelease release = given().file("a", deployment, SERVICE, service, config).blue();
        assertEquals(
                List.of("ConfigMap/c-blue", "Service/old"),
                release.before().stream().map(object -> object.ref().toString()).toList());
    }

    @Test
    @DisplayName("YAML and JSON in one file, Lists in Lists, CRLF, byte order marks, comments, anchors and merge keys")
    void formats() {
        String text =
                """
                # a comment
                ---
                apiVersion: v1
                kind: List
                items:
                  - apiVersion: v1
                    kind: List
                    items:
                      - apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: in-yaml}
                        data:
                          base: &text |
                            one
                            two
                          again: *text
                ---
                # nothing here
                ---
                {
                \t"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "in-json"},
                \t"data": {"a": "\\ud83d\\ude00"}
                }
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "json-2"}}
                --- # flow
                {apiVersion: v1, kind: ConfigMap, metadata: {name: flow}}
                ---
                x-base: &base {a: "1", b: "2"}
                x-more: &more {b: "3", c: "4"}
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: merged}
                data:
                  <<: [*base, *more]
                  a: "0"
                ...
                """;
        RenderedRelease release = given().file("a.yaml", "\uFEFF" + DEPLOYMENT, SERVICE)
                .file("b.yaml", "\uFEFF" + text.replace("\n", "\r\n"))
                .blue();
        assertEquals(
                List.of("in-yaml", "in-json", "json-2", "flow", "merged"),
                release.before().stream().map(RenderedObject::name).toList());
        assertEquals("one\ntwo\n", tree(release, "ConfigMap/in-yaml").at("/data/again").asText());
        assertEquals("😀", tree(release, "ConfigMap/in-json").at("/data/a").asText());
        assertEquals(
                "{\"a\":\"0\",\"b\":\"2\",\"c\":\"4\"}", tree(release, "ConfigMap/merged").path("data").toString());
        assertEquals(
                List.of(
                        new Place("b.yaml", 1, 11),
                        new Place("b.yaml", 3, 21),
                        new Place("b.yaml", 4, 24),
                        new Place("b.yaml", 5, 26),
                        new Place("b.yaml", 6, 32)),
                release.before().stream().map(RenderedObject::source).toList());
    }

    @Test
    @DisplayName("no field of the user's is lost, known or not")
    void unknownFields() {
        String odd = "  newField: {a: [1, {b: null}], mode: 0644}\n";
        RenderedRelease release = given().file("a", DEPLOYMENT + odd, SERVICE).blue();
        assertEquals(
                "{\"a\":[1,{\"b\":null}],\"mode\":420}", deployment(release).at("/spec/newField").toString());
    }

    @Test
    @DisplayName("C12 all Services that select the Pods are active, the preview Service and those of one colour are not")
    void services() {
        RenderedRelease release = aWebApplication(
                        SERVICE.replace("name: web", "name: web-preview").replace("port: 80,", "port: 81,"),
                        SERVICE.replace("name: web", "name: web-internal").replace("app: web", "app: web, color: blue"),
                        SERVICE.replace("name: web", "name: web-blue").replace("app: web", "app: web, color: blue"),
                        SERVICE.replace("name: web", "name: cache").replace("app: web", "app: cache"))
                .blue();
        assertEquals(List.of("web", "web-internal"), release.services());
        assertEquals(
                List.of("Service/web-preview", "Service/web-blue", "Service/cache", "Deployment/web-blue"),
                names(release));
        assertEquals(81, release.preview().orElseThrow().tree().at("/spec/ports/0/port").asInt());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [{name: http, port: 80, targetPort: http}]                           | http://web-preview.shop.svc:80
        [{name: metrics, port: 9090}, {name: http, port: 8080}]              | http://web-preview.shop.svc:8080
        [{name: metrics, port: 9090}, {name: grpc, port: 8080}]              | http://web-preview.shop.svc:9090
        [{port: 443}]                                                        | https://web-preview.shop.svc:443
        [{name: https, port: 8443}, {name: metrics, port: 9090}]             | https://web-preview.shop.svc:8443
        """)
    @DisplayName("the preview's address is at the port http, or else the first one")
    void previewUrl(String ports, String url) {
        String service = SERVICE.replaceFirst("ports: .*", "ports: " + ports);
        assertEquals(url, given().file("a", DEPLOYMENT, service).blue().previewUrl());
    }

    @Test
    @DisplayName("the preview's address is the user's own preview Service's, and none without ports")
    void previewUrlOfOthers() {
        String own = SERVICE.replace("name: web", "name: web-preview");
        assertEquals(
                "http://web-preview.shop.svc:81",
                aWebApplication(own.replace("port: 80,", "port: 81,")).blue().previewUrl());
        assertNull(aWebApplication(own.replaceFirst("ports: .*", "clusterIP: None")).blue().previewUrl());
    }

    @Test
    @DisplayName("the application is named by the spec, or else by its Service")
    void applicationName() {
        assertEquals("web", aWebApplication().blue().application());
        RenderedRelease named = aWebApplication().with(spec -> spec.application("shop")).blue();
        assertEquals("shop-blue web", named.deployment() + " " + String.join(",", named.services()));
        RenderedRelease elsewhere =
                given().file("a", DEPLOYMENT).with(spec -> spec.application("shop").service("public")).blue();
        assertEquals("shop-blue public", elsewhere.deployment() + " " + String.join(",", elsewhere.services()));
        assertFalse(elsewhere.defines("public"));
        assertEquals(8080, elsewhere.preview().orElseThrow().tree().at("/spec/ports/0/targetPort").asInt());
        assertTrue(given().file("a", DEPLOYMENT).refusal().startsWith("The manifests hold no Service."));
        RenderedRelease both = aWebApplication().with(spec -> spec.service("public")).blue();
        assertEquals(List.of("web", "public"), both.services());
    }

    @Test
    @DisplayName("C24 a Service that can't carry the application's traffic: refused with the reason")
    void services24() {
        refusedService("selector: {app: web}", "selector: {app: wbe}", "it selects app=wbe, which the Pods");
        refusedService("selector: {app: web}", "selector: {color: blue}", "its selector holds only the label \"color\"");
        refusedService("  selector: {app: web}\n", "", "it has no selector");
        refusedService("  selector: {app: web}", "  type: ExternalName\n  externalName: a.b", "of type ExternalName");
    }

    private static void refusedService(String from, String to, String reason) {
        for (UnaryOperator<ReleaseSpec.Builder> named : List.<UnaryOperator<ReleaseSpec.Builder>>of(
                spec -> spec, spec -> spec.application("web"), spec -> spec.application("x").service("web"))) {
            String message = given().file("a.yaml", DEPLOYMENT, SERVICE.replace(from, to)).with(named).refusal();
            assertTrue(message.matches("a.yaml, document 2, line (24|25): Service/web can't carry .*"), message);
            assertTrue(message.contains(reason), message);
        }
    }

    @Test
    @DisplayName("names that would be too long once coloured are refused in time")
    void longNames() {
        String name = "w".repeat(60);
        String message = given().file("a.yaml", DEPLOYMENT, SERVICE.replace("name: web", "name: " + name)).refusal();
        assertTrue(message.contains("\"" + name + "-preview\" would have 68 characters; at most 63"), message);
    }

    @Test
    @DisplayName("cluster-scoped kinds only where allowed, first of all, and without a namespace")
    void allowedKinds() {
        RenderedRelease release = aWebApplication("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")
                .with(spec -> spec.allowedKinds(List.of("Namespace")))
                .blue();
        assertEquals("Namespace", applied(release).get(1).kind());
        assertTrue(tree(release, "Namespace/shop").at("/metadata/namespace").isMissingNode());
    }
}
