package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of a first release in a cluster that is not prepared. What is printed is applied as it is. */
class BeginningTest {
    private static final String JENKINS = "system:serviceaccount:ci:jenkins";
    private static final Pattern COMMAND = Pattern.compile("\n# kubectl get secret (\\S+) --namespace (\\S+) --output ");

    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private static void healthy(ReleaseSpec.Builder spec) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080));
    }

    private void jenkinsHasAnAccount() {
        given.cluster.goByRoles();
        given.cluster.namespace("ci");
        given.cluster.as("admin").apply("ci", "apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: jenkins\n");
        given.reconnected(JENKINS);
    }

    private Released refused(String... reasons) {
        Released refused = given.release("v1", BeginningTest::healthy).assertRefused(reasons);
        assertEquals(0, given.cluster.list(NAMESPACE, "deployments").size());
        return refused;
    }

    /** What an administrator does: copies what is printed, and applies it. */
    private String applied(Released refused) {
        String yaml = refused.message().substring(refused.message().indexOf("apiVersion: "));
        yaml = yaml.substring(0, yaml.lastIndexOf('\n') + 1);
        given.cluster.as("kubectl").apply(NAMESPACE, yaml);
        return yaml;
    }

    private void passes() {
        Released released = given.release("v1", BeginningTest::healthy);
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertFalse(released.story().contains("would let more be checked"), released::story);
    }

    @Test
    @DisplayName("C122 no right at all: a Role, bound to the account that Jenkins has, is all that is missing")
    void noRights() {
        jenkinsHasAnAccount();
        Released refused = refused("get services", "kubectl apply -f");
        assertTrue(refused.message().contains("\nsubjects:\n- kind: ServiceAccount\n  name: jenkins\n  namespace: ci\n"));
        assertFalse(refused.message().contains("kind: ServiceAccount\nmetadata"), refused::message);
        applied(refused);
        passes();
    }

    @Test
    @DisplayName("C122 what a second application needs does not take the first one's rights away")
    void secondApplication() {
        jenkinsHasAnAccount();
        given.and(Yaml.DISRUPTION_BUDGET);
        applied(refused());
        passes();
        try (Given other = given.beside("frontend")) {
            other.and("""
                    apiVersion: networking.k8s.io/v1
                    kind: Ingress
                    metadata:
                      name: frontend
                    spec:
                      defaultBackend:
                        service:
                          name: frontend
                          port:
                            number: 80
                    """);
            other.reconnected(JENKINS);
            Released refused = other.release("v1", BeginningTest::healthy).assertRefused("ingresses");
            applied(refused);
            Released released = other.release("v1", BeginningTest::healthy);
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        }
        Released again = given.release("v2", BeginningTest::healthy);
        assertEquals(Outcome.PROMOTED, again.outcome(), again::story);
    }

    @Test
    @DisplayName("C122 no right and no namespace: both are in what is printed")
    void neitherRightsNorNamespace() {
        jenkinsHasAnAccount();
        given.cluster.as("admin").delete("", "namespaces", NAMESPACE);
        applied(refused("get services"));
        passes();
    }

    @Test
    @DisplayName("C122 no namespace, for an account that has its rights everywhere: one sentence, and the namespace")
    void noNamespace() {
        given.cluster.as("admin").delete("", "namespaces", NAMESPACE);
        given.cluster.allowOnly(Rule.of("*", "*", "*"));
        Released refused = refused("The cluster has no namespace esc", "kubectl create namespace esc");
        assertFalse(refused.message().contains("kind: Role"), refused::message);
        applied(refused);
        passes();
    }

    @Test
    @DisplayName("C122 no ServiceAccount: one is printed with its rights, its token, and the command that shows it")
    void noAccount() {
        given.cluster.goByRoles();
        given.reconnected(JENKINS);
        Released refused = refused("does not know who we are", "credential of kind \"Secret text\"");
        String yaml = applied(refused);
        Matcher command = COMMAND.matcher(yaml);
        assertTrue(command.find(), yaml);
        given.reconnected(given.cluster.tokenIn(command.group(2), command.group(1)));
        passes();
    }
}
