package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.deployment;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.names;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ColoringTest {
    private static final String PODS_WITH_REFERENCES =
            """
                  initContainers:
                    - name: init
                      image: init:1
                      envFrom: [{configMapRef: {name: config}}, {secretRef: {name: foreign}}]
                  imagePullSecrets: [{name: secret}, {name: foreign}]
                  volumes:
                    - {name: a, configMap: {name: config, defaultMode: 0644}}
                    - {name: b, secret: {secretName: secret}}
                    - name: c
                      projected:
                        sources: [{configMap: {name: config}}, {secret: {name: secret}}, {configMap: {name: foreign}}]
                    - {name: d, csi: {driver: x, nodePublishSecretRef: {name: secret}}}
                  containers:
                    - name: sidecar
                      image: sidecar:1
                      env:
                        - {name: A, valueFrom: {configMapKeyRef: {name: config, key: a}}}
                        - {name: B, valueFrom: {secretKeyRef: {name: secret, key: b}}}
                        - {name: C, value: config}
            """;
    private static final String WITH_REFERENCES =
            DEPLOYMENT.replace("      containers:\n", PODS_WITH_REFERENCES);
    private static final String CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata: {a: b}\n";
    private static final String SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: secret}\n";

    @Test
    @DisplayName("the Deployment gets the colour in name, labels and selector, and the hash on itself and its Pods")
    void deployments() {
        RenderedRelease release = aWebApplication().blue();
        JsonNode tree = deployment(release);
        assertEquals("web-blue", tree.at("/metadata/name").asText());
        assertEquals("blue", tree.at("/metadata/labels/color").asText());
        assertEquals("{\"app\":\"web\",\"color\":\"blue\"}", tree.at("/spec/selector/matchLabels").toString());
        assertEquals("blue", tree.at("/spec/template/metadata/labels/color").asText());
        assertEquals("front", tree.at("/spec/template/metadata/labels/tier").asText());
        for (String metadata : List.of("/metadata", "/spec/template/metadata")) {
            JsonNode annotations = tree.at(metadata + "/annotations");
            assertEquals(release.specHash(), annotations.path(MetadataKeys.SPEC_HASH).asText());
        }
        assertTrue(release.specHash().matches("[0-9a-f]{16}"));
    }

    @Test
    @DisplayName("the colour label can be another, and selector expressions stay")
    void colorLabel() {
        String text = DEPLOYMENT.replace(
                "matchLabels: {app: web}", "matchExpressions: [{key: app, operator: In, values: [web, w]}]");
        JsonNode selector = deployment(given().file("a", text, SERVICE)
                        .with(spec -> spec.colorLabel("example.com/side"))
                        .green())
                .at("/spec/selector");
        assertEquals("{\"example.com/side\":\"green\"}", selector.path("matchLabels").toString());
        assertEquals("[\"web\",\"w\"]", selector.at("/matchExpressions/0/values").toString());
    }

    @Test
    @DisplayName("C09 references to the release's ConfigMaps and Secrets follow the colour, others stay")
    void references() {
        RenderedRelease release = given().file("a", WITH_REFERENCES, CONFIG, SERVICE, SECRET).green();
        JsonNode pods = deployment(release).at("/spec/template/spec");
        String found = Stream.of(
                        "/initContainers/0/envFrom/0/configMapRef/name",
                        "/volumes/0/configMap/name",
                        "/volumes/2/projected/sources/0/configMap/name",
                        "/containers/0/env/0/valueFrom/configMapKeyRef/name",
                        "/imagePullSecrets/0/name",
                        "/volumes/1/secret/secretName",
                        "/volumes/2/projected/sources/1/secret/name",
                        "/volumes/3/csi/nodePublishSecretRef/name",
                        "/containers/0/env/1/valueFrom/secretKeyRef/name",
                        "/initContainers/0/envFrom/1/secretRef/name",
                        "/imagePullSecrets/1/name",
                        "/volumes/2/projected/sources/2/configMap/name",
                        "/containers/0/env/2/value")
                .map(path -> pods.at(path).asText())
                .collect(Collectors.joining(" "));
        assertEquals(
                "config-green ".repeat(4) + "secret-green ".repeat(5) + "foreign ".repeat(3) + "config", found);
        assertEquals(420, pods.at("/volumes/0/configMap/defaultMode").asInt());
        // the value of a variable is no reference: who reads it looks for the ConfigMap under its own name
        assertEquals(
                List.of(
                        "Service/web-preview",
                        "ConfigMap/config-green",
                        "ConfigMap/config",
                        "Secret/secret-green",
                        "Deployment/web-green"),
                names(release));
        JsonNode labels = tree(release, "Secret/secret-green").at("/metadata/labels");
        assertEquals("green", labels.path("color").asText());
        assertEquals("web", labels.path(MetadataKeys.APPLICATION).asText());
    }

    @Test
    @DisplayName("configuration that other objects name is there under its own name too; that which Pods don't name only so")
    void sharedConfiguration() {
        String ingress =
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata: {name: web}
                spec: {tls: [{secretName: secret}, {secretName: tls}]}
                """;
        RenderedRelease release = given().file(
                        "a", WITH_REFERENCES, SERVICE, ingress, SECRET, SECRET.replace("secret}", "tls}"))
                .blue();
        assertEquals(
                List.of("Secret/secret-blue", "Secret/secret", "Secret/tls"),
                release.before().stream().map(object -> object.ref().toString()).toList());
        assertEquals("[Ingress/web]", release.routes().toString());
    }

    @Test
    @DisplayName("a changed immutable ConfigMap gets a new name, an unchanged one keeps it")
    void immutable() {
        String text = CONFIG + "immutable: true\n";
        String first = given().file("a", WITH_REFERENCES, text, SERVICE).blue().before().get(0).name();
        String again = given().file("a", WITH_REFERENCES, text, SERVICE).blue().before().get(0).name();
        RenderedRelease changed =
                given().file("a", WITH_REFERENCES, text.replace("a: b", "a: c"), SERVICE).blue();
        assertTrue(first.matches("config-blue-[0-9a-f]{8}"), first);
        assertEquals(first, again);
        assertNotEquals(first, changed.before().get(0).name());
        assertEquals(
                changed.before().get(0).name(),
                deployment(changed).at("/spec/template/spec/volumes/0/configMap/name").asText());
    }

    @Test
    @DisplayName("C11 HPA and PDB of the Deployment are made per colour, others are applied as they are")
    void autoscalers() {
        String hpa =
                """
                apiVersion: autoscaling/v2
                kind: HorizontalPodAutoscaler
                metadata: {name: %1$s}
                spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}, maxReplicas: 3}
                """;
        String pdb =
                """
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: %1$s}
                spec: {minAvailable: 1, selector: {matchLabels: {app: %1$s}}}
                """;
        RenderedRelease release = aWebApplication(
                        hpa.formatted("web"), pdb.formatted("web"), hpa.formatted("db"), pdb.formatted("db"))
                .green();
        assertEquals(
                List.of(
                        "Service/web-preview",
                        "HorizontalPodAutoscaler/db",
                        "PodDisruptionBudget/db",
                        "Deployment/web-green",
                        "HorizontalPodAutoscaler/web-green",
                        "PodDisruptionBudget/web-green"),
                names(release));
        assertEquals(
                "web-green",
                tree(release, "HorizontalPodAutoscaler/web-green").at("/spec/scaleTargetRef/name").asText());
        assertEquals(
                "{\"app\":\"web\",\"color\":\"green\"}",
                tree(release, "PodDisruptionBudget/web-green").at("/spec/selector/matchLabels").toString());
    }

    @Test
    @DisplayName("the hash is the same for both colours and any order, and differs when anything but replicas does")
    void specHash() {
        String hash = given().file("a", WITH_REFERENCES, CONFIG, SERVICE).blue().specHash();
        assertEquals(hash, given().file("a", WITH_REFERENCES, CONFIG, SERVICE).green().specHash());
        assertEquals(hash, given().file("a", SERVICE).file("b", CONFIG, WITH_REFERENCES).blue().specHash());
        assertEquals(
                hash,
                given().file("a", WITH_REFERENCES.replace("replicas: 2", "replicas: 5"), CONFIG, SERVICE)
                        .blue()
                        .specHash());
        assertNotEquals(
                hash,
                given().file("a", WITH_REFERENCES, CONFIG.replace("a: b", "a: c"), SERVICE).blue().specHash());
        assertNotEquals(
                hash,
                given().file("a", WITH_REFERENCES, CONFIG, SERVICE)
                        .with(spec -> spec.image("web", "shop/web:2"))
                        .blue()
                        .specHash());
    }

    @Test
    @DisplayName("the image goes to the container that runs its repository, of several to no other; others by name")
    void images() {
        GivenManifests text = given().file("a", WITH_REFERENCES, SERVICE);
        assertEquals("sidecar:1 registry:5000/x", images(text.with(spec -> spec.image("web", "registry:5000/x"))));
        assertEquals("sidecar:1 shop/web:2", images(given().file("a", WITH_REFERENCES, SERVICE)
                .with(spec -> spec.image("shop/web:2"))));
        String none = given().file("a.yaml", WITH_REFERENCES, SERVICE)
                .with(spec -> spec.image("other:2"))
                .refusal();
        assertTrue(none.contains("sidecar, web"), none);
        String message = given().file("a.yaml", WITH_REFERENCES, SERVICE)
                .with(spec -> spec.image("wbe", "x"))
                .refusal();
        assertTrue(
                message.startsWith("a.yaml, document 1, line 26: Deployment/web has no container \"wbe\"")
                        && message.endsWith("Its containers: init, sidecar, web."),
                message);
    }

    private static String images(GivenManifests manifests) {
        JsonNode containers = deployment(manifests.blue()).at("/spec/template/spec/containers");
        return containers.get(0).path("image").asText() + " " + containers.get(1).path("image").asText();
    }
}
