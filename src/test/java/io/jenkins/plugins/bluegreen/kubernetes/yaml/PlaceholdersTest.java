package io.jenkins.plugins.bluegreen.kubernetes.yaml;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.deployment;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {
    private static final String CONFIG =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: files}
            data:
              a: "%s"
            """;

    private static String filled(String text, String value) {
        RenderedRelease release = aWebApplication(CONFIG.formatted(text)).with(spec -> spec.variable("X", value)).blue();
        return tree(release, "ConfigMap/files").at("/data/a").asText();
    }

    @Test
    @DisplayName("a value never becomes structure, whatever it holds")
    void values() {
        String hostile = "a\"b': c\n- d: {e}\n---\nkind: Secret # ${COLOR} $1 \\";
        assertEquals(hostile, filled("${X}", hostile));
    }

    @Test
    @DisplayName("$${NAME} is a literal, and what is no placeholder stays")
    void literals() {
        assertEquals("${X} $host ${X:-y} $(X) ${1} $$ v ${", filled("$${X} $host ${X:-y} $(X) ${1} $$ ${X} ${", "v"));
    }

    @Test
    @DisplayName("text without quotes that a placeholder was filled into is resolved again, text in quotes is text")
    void types() {
        String numbers = GivenManifests.DEPLOYMENT
                .replace("replicas: 2", "replicas: ${N}\n  minReadySeconds: ${TWO}0\n  note: \"${N}\"\n  empty: ${EMPTY}");
        JsonNode spec = deployment(given().file("web.yaml", numbers, GivenManifests.SERVICE)
                        .with(all -> all.variable("N", "3").variable("TWO", "2").variable("EMPTY", ""))
                        .blue())
                .path("spec");
        assertEquals("3", spec.path("replicas").toString());
        assertEquals("20", spec.path("minReadySeconds").toString());
        assertEquals("\"3\"", spec.path("note").toString());
        assertEquals("\"\"", spec.path("empty").toString());
    }

    @Test
    @DisplayName("C25 unknown ${NAME}: file, document, line, the known names, and how to keep it")
    void unknown() {
        String message = aWebApplication(CONFIG.formatted("x ${request_uri}"))
                .with(spec -> spec.variable("API_HOST", "api").image("shop/web:2"))
                .refusal();
        assertTrue(message.startsWith("more.yaml, document 1, line 5: ${request_uri} has no value."), message);
        assertTrue(message.contains("API_HOST, COLOR, IMAGE."), message);
        assertTrue(message.contains("write $${request_uri}."), message);
    }

    @Test
    @DisplayName("C25 a placeholder without quotes in [ ] or { } is explained")
    void inFlow() {
        String message = aWebApplication("a: {b: ${X}}\n").refusal();
        assertTrue(message.startsWith("more.yaml, document 1, line 1: this is not YAML"), message);
        assertTrue(message.contains("\"${NAME}\""), message);
    }

    @Test
    @DisplayName("keys are filled in too, COLOR, IMAGE and BUILD_NUMBER are known where given")
    void knownNames() {
        String text = CONFIG.formatted("${COLOR} ${IMAGE} ${BUILD_NUMBER}").replace("  a:", "  k-${COLOR}: x\n  a:");
        JsonNode data = tree(
                        aWebApplication(text)
                                .with(spec -> spec.image("shop/web:7").buildNumber("7"))
                                .green(),
                        "ConfigMap/files")
                .path("data");
        assertEquals("green shop/web:7 7", data.path("a").asText());
        assertEquals("x", data.path("k-green").asText());
    }

    @Test
    @DisplayName("C25 a number where Kubernetes wants text is explained with its line")
    void notText() {
        String message = aWebApplication(CONFIG.formatted("x").replace("\"x\"", "${X}"))
                .with(spec -> spec.variable("X", "2.0"))
                .refusal();
        assertTrue(message.startsWith("more.yaml, document 1, line 5: \"a\" of ConfigMap/files is a number,"), message);
    }

    @Test
    @DisplayName("report 21: a template or a shell variable stays where whoever reads the text may want it")
    void meant() {
        String deployment = GivenManifests.DEPLOYMENT
                .replace("    metadata:\n      labels:", "    metadata:\n      annotations: {t: \"{{ .Data.data }}\"}\n      labels:")
                .concat("          env: [{name: A, value: \"$(B) {{ .Level }}\"}]\n          args: [\"{{ .X }} $Y\"]\n");
        String ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec: {rules: "
                + "[{http: {paths: [{path: \"/api(/|$)(.*)\", backend: {service: {name: web}}}]}}]}\n";
        String rule = "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: {name: web}\n"
                + "spec: {summary: \"{{ $labels.job }}\"}\n";
        RenderedRelease release = given().file("web.yaml", deployment, GivenManifests.SERVICE)
                .file("more.yaml", CONFIG.formatted("{{ .Values.x }} $Z"), ingress, rule)
                .blue();
        assertEquals("{{ .Values.x }} $Z", tree(release, "ConfigMap/files").at("/data/a").asText());
    }

    @Test
    @DisplayName("report 21: Helm's words are taken for an unrendered chart in the environment, others in names and labels")
    void templates() {
        String helm = "          env: [{name: A, value: \"{{ .Values.db }}\"}]\n";
        String message = given().file("web.yaml", GivenManifests.DEPLOYMENT + helm, GivenManifests.SERVICE).refusal();
        assertTrue(message.startsWith("web.yaml, document 1, line 19: \"value\" of Deployment/web holds {{ .Values.db }}"), message);
        String label = GivenManifests.SERVICE.replace("name: web\n", "name: web\n  labels: {tier: $TIER}\n");
        message = given().file("web.yaml", GivenManifests.DEPLOYMENT, label).refusal();
        assertTrue(message.contains("\"tier\" of Service/web holds $TIER") && message.contains("Write ${TIER}"), message);
    }

    @Test
    @DisplayName("report 10: booleans in quotes too; not what stands in a map of texts")
    void quoted() {
        String quoted = GivenManifests.DEPLOYMENT.replace("  template:", "  paused: \"${P}\"\n  template:");
        String message = given().file("web.yaml", quoted, GivenManifests.SERVICE)
                .with(spec -> spec.variable("P", "false"))
                .refusal();
        assertTrue(message.contains("Take the quotes away (paused: ${P})"), message);
        aWebApplication(CONFIG.formatted("x").replace("  a:", "  port: \"8080\"\n  a:")).blue();
    }
}
