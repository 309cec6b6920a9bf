package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of the further Deployments of the manifests that are companions. */
class CompanionObjectsTest {
    private static final String WORKER = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: worker
              annotations: {blue-green.jenkins.io/companion: color}
            spec:
              selector: {matchLabels: {app: worker}}
              template:
                metadata: {labels: {app: worker}}
                spec:
                  containers:
                    - name: worker
                      image: shop/web:1
                      envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: elsewhere}}]
            """;
    private static final String SETTINGS =
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {A: b}}";

    private static Companion only(RenderedRelease release) {
        assertEquals(1, release.companions().size());
        return release.companions().get(0);
    }

    @Test
    @DisplayName("its name, selector and configuration get the colour; it runs the application's image")
    void colored() {
        GivenManifests given = given().file("web.yaml", DEPLOYMENT, SERVICE, WORKER, SETTINGS)
                .with(spec -> spec.image("shop/web:2"));
        RenderedRelease blue = given.blue();
        assertEquals(new Companion("worker-blue", "worker", Color.BLUE, 1, true, false), only(blue));
        JsonNode worker = tree(blue, "Deployment/worker-blue");
        assertEquals("blue", worker.at("/spec/selector/matchLabels/color").asText());
        JsonNode container = worker.at("/spec/template/spec/containers/0");
        assertEquals("shop/web:2", container.path("image").asText());
        assertEquals("settings-blue", container.at("/envFrom/0/configMapRef/name").asText());
        assertEquals("elsewhere", container.at("/envFrom/1/secretRef/name").asText());
        assertEquals(blue.specHash(), given.green().specHash());
        assertEquals(List.of("settings-blue"), blue.colored().stream().map(one -> one.name()).toList());
    }

    @Test
    @DisplayName("one with ${COLOR} in its name, and one that is fixed to the colour of its file, come in both colours")
    void written() {
        String open = WORKER.replace("name: worker\n  annotations", "name: ${COLOR}-worker\n  annotations");
        Companion green = only(given().file("web.yaml", DEPLOYMENT, SERVICE, open).green());
        assertEquals("green-worker", green.name());
        String web = DEPLOYMENT.replace("name: web\nspec", "name: api-green\nspec")
                .replace("{app: web", "{app: web, ver: green");
        String fixed = WORKER.replace("name: worker\n  annotations", "name: worker-green\n  annotations")
                .replace("{app: worker}", "{app: worker, ver: green}");
        RenderedRelease blue = given().file("web.yaml", web, SERVICE, fixed).blue();
        assertEquals("worker-blue", only(blue).name());
        assertEquals(
                "blue", tree(blue, "Deployment/worker-blue").at("/spec/selector/matchLabels/ver").asText());
    }

    @Test
    @DisplayName("one of one colour beside an application of both is refused, with the line")
    void oneColor() {
        String fixed = WORKER.replace("{app: worker}", "{app: worker, color: green}");
        String refusal = given().file("web.yaml", DEPLOYMENT, SERVICE, fixed).refusal();
        assertTrue(refusal.contains("web.yaml, document 3, line 31"), refusal);
        assertTrue(refusal.contains("${COLOR}"), refusal);
    }
}
