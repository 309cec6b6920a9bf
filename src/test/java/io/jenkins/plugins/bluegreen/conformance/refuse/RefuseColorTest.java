package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios in which it is not clear which label is the colour: each refusal shows the line to write. */
class RefuseColorTest {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: NAME
            spec:
              replicas: 1
              selector: {matchLabels: {app: api, LABELS}}
              template:
                metadata: {labels: {app: api, LABELS}}
                spec:
                  containers:
                  - name: app
                    image: esc/app:2.0.1
                    readinessProbe: {httpGet: {path: /ready, port: 8080}, periodSeconds: 1}
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: api-svc}
            spec:
              selector: {app: api, LABELS}
              ports: [{port: 80, targetPort: 8080}]
            """;

    private final Given given = Given.anApplication("api-svc").manifests();

    @AfterEach
    void close() {
        given.close();
    }

    private static String deployment(String name, String labels) {
        return DEPLOYMENT.replace("NAME", name).replace("LABELS", labels);
    }

    private static String service(String labels) {
        return SERVICE.replace("LABELS", labels).replace(", }", "}");
    }

    private void running(String name, String labels, String service) {
        given.cluster.as("kubectl").apply(NAMESPACE, deployment(name, labels));
        given.cluster.as("kubectl").apply(NAMESPACE, service(service));
        given.cluster.awaitAvailable(NAMESPACE, name);
    }

    private String selector() {
        return given.cluster.get(NAMESPACE, "services", "api-svc").at("/spec/selector").toString();
    }

    private static void assertPromoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    @Test
    @DisplayName("C121 two labels that could be the colour: refused with both lines, and either line works")
    void twoLabels() {
        running("api-green", "ver: green, slot: green", "ver: green, slot: green");
        given.manifests(
                deployment("api-green", "ver: green, slot: green"), service("ver: green, slot: green"));
        given.release("v1").assertRefused("Deployment/api-green", "colorLabel: 'slot'", "colorLabel: 'ver'");
        assertEquals("{\"app\":\"api\",\"ver\":\"green\",\"slot\":\"green\"}", selector());
    }

    @Test
    @DisplayName("C121 of two such labels the one that the Service selects is the colour")
    void selectedLabel() {
        running("api-green", "ver: green, theme: green", "ver: green");
        given.manifests(deployment("api-green", "ver: green, theme: green"), service("ver: green"));
        assertPromoted(given.release("v1"));
        assertEquals("{\"app\":\"api\",\"ver\":\"blue\"}", selector());
    }

    @Test
    @DisplayName("C121 the team's label beside an old color label in the Service: refused, with what to write")
    void oldColor() {
        running("api-svc-blue", "color: blue, ver: green", "color: blue, ver: green");
        given.manifests(deployment("api-green", "ver: green"), service("ver: green"));
        String before = selector();
        given.release("v1", spec -> spec.adopt(true))
                .assertRefused("Service api-svc", "colorLabel: 'color'", "colorLabel: 'ver'");
        assertEquals(before, selector());
    }

    @Test
    @DisplayName("C121 a Service with a colour is never adopted by adding a second one")
    void noSecondLabel() {
        running("api-green", "ver: green", "ver: green");
        given.manifests(deployment("api", "tier: back"), service(""));
        String before = selector();
        given.release("v1").assertRefused("Service api-svc", "ver=green", "colorLabel: 'ver'");
        given.release("v1", spec -> spec.adopt(true).colorLabel("color"))
                .assertRefused("Service api-svc", "colorLabel: 'ver'");
        given.release("v1", spec -> spec.colorLabel("ver")).assertRefused("api-svc", "app: 'api'");
        assertEquals(before, selector());
        assertPromoted(given.release("v1", spec -> spec.colorLabel("ver").application("api")));
        assertEquals("{\"app\":\"api\",\"ver\":\"blue\"}", selector());
    }

    @Test
    @DisplayName("C121 a Service whose selector has a colour that no Pod has: refused, with the command that mends it")
    void noSuchPods() {
        running("api-blue", "ver: blue", "ver: green");
        given.manifests(deployment("api-${COLOR}", "ver: \"${COLOR}\""), service("ver: green"));
        String mend = "kubectl -n esc patch service api-svc --type merge -p '{\"spec\":{\"selector\":{\"ver\":\"blue\"}}}'";
        given.release("v1").assertRefused("api-svc", "ver=green", mend);
        given.cluster.as("kubectl").delete(NAMESPACE, "deployments", "api-blue");
        given.release("v1").assertRefused("api-svc", "ver=green", "kubectl -n esc delete service api-svc");
        given.cluster.as("kubectl").apply(NAMESPACE, deployment("api-blue", "ver: blue"));
        given.cluster.as("kubectl").patch(
                NAMESPACE, "services", "api-svc", "{\"spec\":{\"selector\":{\"ver\":\"blue\"}}}");
        given.cluster.awaitAvailable(NAMESPACE, "api-blue");
        assertPromoted(given.release("v1"));
        assertEquals("{\"app\":\"api\",\"ver\":\"green\"}", selector());
    }

    @Test
    @DisplayName("C121 the live Pods are of a Deployment of another base name: refused with the line to write")
    void otherName() {
        running("spring-api-green", "ver: green", "ver: green");
        given.manifests(deployment("api-${COLOR}", "ver: \"${COLOR}\""), service("ver: green"));
        given.release("v1").assertRefused("api-green", "app: 'spring-api'");
        assertPromoted(given.release("v1", spec -> spec.application("spring-api")));
    }
}
