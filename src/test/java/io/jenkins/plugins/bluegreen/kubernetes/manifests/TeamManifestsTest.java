package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.aWebApplication;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.deployment;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.names;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the folders of teams hold: files of one colour, placeholders of their own, other Deployments, other files. */
class TeamManifestsTest {
    private static final String FIXED = DEPLOYMENT
            .replace("name: web\nspec", "name: api-green\nspec")
            .replace("{app: web", "{app: web, ver: green");
    private static final String CONFIGURED = FIXED.replace(
            "image: shop/web:1", "image: shop/web:1\n          envFrom: [{configMapRef: {name: api-env-green}}]");
    private static final String SELECTED = SERVICE.replace("{app: web}", "{app: web, ver: green}");
    private static final String OBJECTS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: api-env-green}
            data: {A: b}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: api-green}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api-green}
              maxReplicas: 4
            ---
            apiVersion: policy/v1
            kind: PodDisruptionBudget
            metadata: {name: api}
            spec: {minAvailable: 1, selector: {matchLabels: {app: web, ver: green}}}
            """;

    @Test
    @DisplayName("a file fixed to green is both colours, with its configuration, autoscaler and budget")
    void fixed() {
        GivenManifests given = given().file("web.yaml", CONFIGURED, SELECTED, OBJECTS).with(spec -> spec.preview(false));
        RenderedRelease blue = given.blue();
        assertEquals("api", blue.application());
        assertEquals("ver", blue.colorLabel());
        assertEquals(
                List.of(
                        "ConfigMap/api-env-blue",
                        "Deployment/api-blue",
                        "HorizontalPodAutoscaler/api-blue",
                        "PodDisruptionBudget/api-blue"),
                names(blue));
        assertEquals("{\"app\":\"web\",\"ver\":\"blue\"}", deployment(blue).at("/spec/selector/matchLabels").toString());
        assertEquals("api-env-blue", deployment(blue)
                .at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name").asText());
        assertEquals("api-blue", tree(blue, "HorizontalPodAutoscaler/api-blue").at("/spec/scaleTargetRef/name").asText());
        assertEquals("{\"app\":\"web\",\"ver\":\"blue\"}",
                tree(blue, "PodDisruptionBudget/api-blue").at("/spec/selector/matchLabels").toString());
        assertTrue(blue.remarks().toString().contains("web.yaml, document 1, line 4: Deployment/api-green"));
        assertEquals("ConfigMap/api-env-green", names(given.green()).get(0));
        assertEquals(blue.specHash(), given.green().specHash());
    }

    @Test
    @DisplayName("name, labels and selector that don't agree on the colour are refused")
    void disagree() {
        assertTrue(given().file("web.yaml", FIXED.replace("api-green", "api-blue"), SELECTED)
                .refusal().contains("is one colour already, with the label ver: green"));
    }

    @Test
    @DisplayName("a name that ends in a colour as its Service's does is just a name")
    void tea() {
        String deployment = DEPLOYMENT.replace("name: web\nspec", "name: tea-green\nspec");
        RenderedRelease tea = given().file("tea.yaml", deployment, SERVICE.replace("name: web", "name: tea-green")).blue();
        assertEquals("tea-green", tea.application());
        assertEquals("tea", given().file("tea.yaml", deployment, SERVICE.replace("name: web", "name: shop")).blue()
                .application());
    }

    @ParameterizedTest
    @ValueSource(strings = {"__NAME__", "{{NAME}}", "{{ NAME }}", "@NAME@", "%NAME%", "$NAME", "<NAME>", "NAME%"})
    @DisplayName("placeholders of any form are filled in, and the usual one stays then")
    void placeholders(String form) {
        String text = DEPLOYMENT
                .replace("name: web\nspec", "name: api-" + form.replace("NAME", "COLOR") + "\nspec")
                .replace("image: shop/web:1", "image: " + form.replace("NAME", "IMAGE")
                        + "\n          args: ['${HOME}', '" + form.replace("NAME", "API_HOST") + ":80', __init__]");
        RenderedRelease blue = given().file("web.yaml", text, SERVICE)
                .with(spec -> spec.placeholders(form).image("shop/web:2").variable("API_HOST", "{x: \"y\"}"))
                .blue();
        assertEquals("api-blue", deployment(blue).at("/metadata/name").asText());
        assertEquals("shop/web:2", deployment(blue).at("/spec/template/spec/containers/0/image").asText());
        assertEquals("[\"${HOME}\",\"{x: \\\"y\\\"}:80\",\"__init__\"]",
                deployment(blue).at("/spec/template/spec/containers/0/args").toString());
    }

    @Test
    @DisplayName("a placeholder of another form that has no value, and one that nobody fills in, are said")
    void leftover() {
        String text = DEPLOYMENT.replace("shop/web:1", "__IMAGE__");
        String left = given().file("web.yaml", text, SERVICE).with(spec -> spec.image("shop/web:2")).refusal();
        assertTrue(left.contains("line 16: Deployment/web holds \"__IMAGE__\", and nobody has filled it in. Let the"
                + " release do it, with placeholders: '__NAME__'."), left);
        String unknown = given().file("web.yaml", text.replace("IMAGE", "TAG"), SERVICE)
                .with(spec -> spec.placeholders("__NAME__")).refusal();
        assertTrue(unknown.contains("line 16: __TAG__ has no value. Known names: COLOR."), unknown);
        assertTrue(given().file("web.yaml", DEPLOYMENT, SERVICE).with(spec -> spec.placeholders("NAME")).refusal()
                .contains("'__NAME__'"));
    }

    @Test
    @DisplayName("workload says which Deployment carries the traffic; the other is applied as it is, with its image")
    void workload() {
        String worker = DEPLOYMENT.replace("web", "worker").replace("name: worker\n              image", "name: job\nimage");
        GivenManifests given = aWebApplication(worker);
        assertTrue(given.refusal().contains("Deployment/worker is a second Deployment beside Deployment/web"));
        assertTrue(given.refusal().contains("workload: 'web'"));
        RenderedRelease blue = given.with(spec -> spec.workload("web").preview(false).image("worker", "shop/worker:9"))
                .blue();
        assertEquals(List.of("Deployment/worker", "Deployment/web-blue"), names(blue));
        assertEquals("shop/worker:9",
                tree(blue, "Deployment/worker").at("/spec/template/spec/containers/0/image").asText());
        assertTrue(blue.warnings().toString().contains("Deployment/worker is applied as it is"));
        assertTrue(given.with(spec -> spec.workload("api")).refusal().contains("Theirs: web, worker"));
    }

    @Test
    @DisplayName("report 46: of a pair and a database, the database is the one too many; workload names the pair")
    void pairAndDatabase() {
        String green = FIXED;
        String blue = FIXED.replace("green", "blue");
        String database = DEPLOYMENT.replace("web", "api-db");
        GivenManifests given = given().file("all.yaml", blue, green, database, SELECTED);
        assertTrue(given.refusal().contains("Deployment/api-db is a second Deployment beside Deployment/api-blue"));
        assertTrue(given.refusal().contains("workload: 'api'"));
        assertEquals("api", given.with(spec -> spec.workload("api")).blue().application());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            k8s/values.yaml | auth: {rootPassword: x} | a values file
            k8s/compose.yml | services: {web: {image: x}} | a Compose file
            k8s/kustomization.yaml | resources: [web.yaml] | a file of Kustomize
            k8s/kind.yaml | {apiVersion: kind.x-k8s.io/v1alpha4, kind: Cluster} | a kind cluster
            k8s/Chart.yaml | {apiVersion: v2, name: web, version: 1.0.0} | a Helm chart
            k8s/config.yml | {apiVersion: v1, kind: Config, clusters: [], users: []} | a kubeconfig
            k8s/application.yml | {spring: {profiles: x}} | a Spring application
            k8s/Jenkinsfile | pipeline { agent any } | a Jenkinsfile
            k8s/Dockerfile | FROM nginx:1 | a Dockerfile
            """)
    @DisplayName("a file that is no Kubernetes object is named as what it looks like, with how to leave it out")
    void otherFiles(String file, String text, String what) {
        String refusal = given().file("web.yaml", DEPLOYMENT, SERVICE).file(file, text).refusal();
        assertTrue(refusal.startsWith(file + ", document 1, line 1: this looks like " ), refusal);
        assertTrue(refusal.contains(what), refusal);
        assertTrue(refusal.contains("', !" + file + "'"), refusal);
    }
}
