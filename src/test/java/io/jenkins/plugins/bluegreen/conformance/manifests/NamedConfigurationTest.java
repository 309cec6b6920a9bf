package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of configuration that more than the Pods' references name. */
class NamedConfigurationTest {
    @Test
    @DisplayName("report 04: a Secret that an Ingress names in an annotation is there under its own name too")
    void annotation() {
        String ingress =
                """
                apiVersion: networking.k8s.io/v1
                kind: Ingress
                metadata:
                  name: ${APP}
                  annotations:
                    nginx.ingress.kubernetes.io/auth-secret: ${APP}-secret
                spec:
                  defaultBackend: {service: {name: "${APP}", port: {number: 80}}}
                """;
        try (Given given = Given.anApplication("backend").and(ingress)) {
            Released released = given.release("v1");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            for (String secret : new String[] {"backend-secret", "backend-secret-blue"}) {
                assertNotNull(given.cluster.get(NAMESPACE, "secrets", secret), secret);
            }
            // what nothing else names is coloured alone
            assertEquals(1, given.cluster.list(NAMESPACE, "configmaps").size());
            assertEquals(
                    Outcome.UNCHANGED, given.release("v1").outcome(), () -> "the same again is nothing new");
        }
    }
}
