package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scenarios of objects, Services and Pods of others that a release would overwrite, feed or be fed by. */
class RefuseOthersTest {
    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private static String metadata(String apiVersion, String kind, String name, String more) {
        return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata:\n  name: " + name + "\n" + more;
    }

    private void human(String yaml) {
        given.cluster.as("kubectl").apply(NAMESPACE, yaml);
    }

    /** What clients write of an object: controllers write its status meanwhile. */
    private String object(String resource, String name) {
        var object = given.cluster.get(NAMESPACE, resource, name);
        return object.at("/metadata/labels") + " " + object.at("/metadata/managedFields") + " " + object.path("spec")
                + object.path("data");
    }

    /** The application that every scenario has, under another name; its Pods' labels may be the same. */
    private static String[] application(String name, String label) {
        return Stream.of(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT)
                .map(text -> text.replace("app: ${APP}", "app: " + label).replace("${APP}", name))
                .toArray(String[]::new);
    }

    @ParameterizedTest(name = "C82 {0} is somebody else''s: refused in PLAN, untouched", quoteTextArguments = false)
    @MethodSource("foreign")
    void foreignObject(String what, String resource, String name, String yaml) {
        given.and(Yaml.AUTOSCALER, Yaml.DISRUPTION_BUDGET).live(BLUE);
        human(yaml);
        String before = object(resource, name);
        given.release("v2", spec -> spec.preview(true))
                .assertRefused("/" + name, "blue-green.jenkins.io/app=backend", "not overwritten");
        assertEquals(before, object(resource, name));
        assertEquals("v1", given.version());
    }

    static Stream<Arguments> foreign() {
        String selector = "  selector:\n    app: other\n";
        String pods = "  selector:\n    matchLabels:\n      app: other\n";
        String template = pods + "  template:\n    metadata:\n      labels:\n        app: other\n    spec:\n"
                + "      containers:\n      - name: app\n        image: esc/app:1\n";
        return Stream.of(
                Arguments.of("<app>-preview", "services", "backend-preview",
                        metadata("v1", "Service", "backend-preview", "spec:\n" + selector + "  ports:\n  - port: 80\n")),
                Arguments.of("<app>-green", "deployments", "backend-green",
                        metadata("apps/v1", "Deployment", "backend-green", "spec:\n  replicas: 1\n" + template)),
                Arguments.of("<name>-green of a ConfigMap", "configmaps", "backend-config-green",
                        metadata("v1", "ConfigMap", "backend-config-green", "data:\n  A: theirs\n")),
                Arguments.of("<name>-green of a Secret", "secrets", "backend-secret-green",
                        metadata("v1", "Secret", "backend-secret-green", "stringData:\n  A: theirs\n")),
                Arguments.of("<name>-green of a HorizontalPodAutoscaler", "horizontalpodautoscalers", "backend-green",
                        Yaml.AUTOSCALER.replace("name: ${APP}", "name: backend-green")),
                Arguments.of("<name>-green of a PodDisruptionBudget", "poddisruptionbudgets", "backend-green",
                        metadata("policy/v1", "PodDisruptionBudget", "backend-green",
                                "spec:\n  minAvailable: 1\n" + pods)));
    }

    @Test
    @DisplayName("C82 two applications with one ConfigMap and one Secret: the second is refused, the first keeps its own")
    void sharedConfiguration() {
        given.manifests(shared("backend")).live(BLUE);
        String config = object("configmaps", "company-config-blue");
        String secret = object("secrets", "company-secret-blue");
        given.manifests(shared("billing"));
        given.release("v9", spec -> spec.keepPrevious(KeepPrevious.DELETE))
                .assertRefused("ConfigMap/company-config-blue", "Secret/company-secret-blue", "application backend");
        assertEquals(config, object("configmaps", "company-config-blue"));
        assertEquals(secret, object("secrets", "company-secret-blue"));
    }

    private static String[] shared(String application) {
        return Stream.of(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT)
                .map(text -> text.replace("${APP}-config", "company-config")
                        .replace("${APP}-secret", "company-secret")
                        .replace("${APP}", application))
                .toArray(String[]::new);
    }

    @ParameterizedTest(name = "a Service of another name over the same labels is refused, {0}", quoteTextArguments = false)
    @MethodSource("permissions")
    void serviceRenamed(String how, boolean mayList) {
        given.live(BLUE);
        if (!mayList) {
            given.cluster.deny("list", "services");
        }
        given.manifests(application("storefront", "backend"));
        given.release("v2").assertRefused("Service backend", "Deployment/backend-blue");
        assertEquals(Set.of("v1"), versions());
    }

    static Stream<Arguments> permissions() {
        return Stream.of(Arguments.of("by its selector", true), Arguments.of("by its endpoints", false));
    }

    private Set<String> versions() {
        return Stream.generate(given::version).limit(20).collect(Collectors.toSet());
    }

    @Test
    @DisplayName("a Service that selects the Pods of both colours gets no Pod that was not checked: refused and named")
    void selectsBoth() {
        given.live(BLUE);
        human(metadata("v1", "Service", "legacy", "spec:\n  selector:\n    app: backend\n  ports:\n  - port: 80\n"));
        given.release("v2").assertRefused("Service legacy", "app=backend", "before they are checked");
        given.cluster.as("kubectl").delete(NAMESPACE, "services", "legacy");
        assertEquals(Outcome.PROMOTED, given.release("v2").outcome());
    }

    @Test
    @DisplayName("the idle half of a hand-made pair behind a Service of another name is never switched to: refused, named")
    void handMadePair() {
        for (String color : new String[] {"blue", "green"}) {
            human(Yaml.CONFIG_MAP.replace("${APP}", "backend").replace("${VERSION}", "v0").replace("${HEALTH}", "UP"));
            human(Yaml.SECRET.replace("${APP}", "backend").replace("${VERSION}", "v0"));
            human(pair(color).replace("${APP}", "backend").replace("${REPLICAS}", "1"));
            given.cluster.awaitAvailable(NAMESPACE, "shop-" + color);
        }
        String service = Yaml.SERVICE.replace("app: ${APP}", "app: shop\n    color: blue");
        human(service.replace("${APP}", "backend"));
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, service, pair("blue"), pair("green"));
        given.release("v1", spec -> spec.application("backend").service("backend").adopt(true))
                .assertRefused("Deployment/shop-green", "\"app\"");
        assertEquals("v0", given.version());
    }

    private static String pair(String color) {
        return Yaml.DEPLOYMENT
                .replace("  name: ${APP}\nspec:", "  name: shop-" + color + "\nspec:")
                .replace("      app: ${APP}\n  template", "      app: shop\n      color: " + color + "\n  template")
                .replace("        app: ${APP}\n    spec", "        app: shop\n        color: " + color + "\n    spec");
    }
}
