package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.DEPLOYMENT;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.SERVICE;
import static io.jenkins.plugins.bluegreen.kubernetes.manifests.GivenManifests.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A Secret that the Pods and others name is applied under its own name too,")
class ConfigurationNamesTest {
    private static final String SCRAPER =
            """
            apiVersion: example.com/v1
            kind: Scraper
            metadata: {name: web}
            spec: {selector: {matchLabels: {app: %1$s}}, endpoints: [{basicAuth: {username: {name: %1$s, key: user}}}]}
            """;

    private static List<String> secrets(String name, String inContainer, String... more) {
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: \"%s\"}\nstringData: {a: b}\n".formatted(name);
        String reads = "          envFrom: [{secretRef: {name: \"%s\"}}]\n".formatted(name);
        return GivenManifests.names(given().file("web.yaml", DEPLOYMENT + reads + inContainer, SERVICE, secret)
                        .file("more.yaml", more)
                        .blue())
                .stream()
                .filter(object -> object.startsWith("Secret/"))
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("report 33: when a custom resource names it")
    void customResource() {
        assertEquals(List.of("Secret/login", "Secret/login-blue"), secrets("login", "", SCRAPER.formatted("login")));
    }

    @Test
    @DisplayName("but not for a text that means the application of the same name")
    void application() {
        assertEquals(List.of("Secret/web-blue"), secrets("web", "", SCRAPER.formatted("web")));
        assertEquals(
                List.of("Secret/web-blue"),
                secrets("web", "          env: [{name: NAME, value: web}]\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\n"
                        + "rules: [{apiGroups: [''], resources: [secrets], resourceNames: [login], verbs: [get]}]\n",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\ndata: {SECRET: login}\n",
                "apiVersion: v1\nkind: Service\nmetadata: {name: other, annotations: {auth: shop/login}}\n"
                        + "spec: {type: ExternalName, externalName: example.com}\n",
                "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec: {jobTemplate: {spec: {template: {spec: "
                        + "{containers: [{name: c, image: c, args: [\"--secrets=other,login\", --secret=login]}]}}}}}\n"
            })
    @DisplayName("when a Role, configuration, an annotation or an argument names it")
    void named(String other) {
        assertEquals(List.of("Secret/login", "Secret/login-blue"), secrets("login", "", other));
    }

    @Test
    @DisplayName("when the Pods get its name in their environment")
    void environment() {
        assertEquals(
                List.of("Secret/login", "Secret/login-blue"),
                secrets("login", "          env: [{name: NAME, value: login}]\n"));
    }

    @Test
    @DisplayName("and has one name where the manifests hold the colour in it")
    void colorInName() {
        assertEquals(
                List.of("Secret/login-blue"),
                secrets("login-${COLOR}", "          env: [{name: NAME, value: \"login-${COLOR}\"}]\n"));
    }
}
