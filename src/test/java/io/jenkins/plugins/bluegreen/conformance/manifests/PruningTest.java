package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of objects that leave the manifests. */
class PruningTest {
    private static final String HASHED = "  name: ${APP}-config-${VERSION}\n";
    private static final String CLAIM =
            """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: ${APP}-data
            spec:
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
            """;
    private static final String FLAGS = Yaml.CONFIG_MAP.replace("-config", "-flags");
    private static final String READS_FLAGS = Yaml.DEPLOYMENT.replace(
            "        - configMapRef:\n",
            "        - configMapRef:\n            name: ${APP}-flags\n        - configMapRef:\n");

    /** The four objects and more; the Pods read the flags. */
    private static Given withFlags(Given given, String... more) {
        return given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, READS_FLAGS).and(FLAGS).and(more);
    }

    /** The names of all objects of a kind. */
    private static Set<String> names(Given given, String resource) {
        Set<String> names = new TreeSet<>();
        given.cluster.list(NAMESPACE, resource).forEach(object -> names.add(object.at("/metadata/name").asText()));
        names.remove("kube-root-ca.crt");
        return names;
    }

    private static Released promoted(Given given, String version, Consumer<ReleaseSpec.Builder> more) {
        Released released = given.release(version, more);
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private static Released promoted(Given given, String version) {
        return promoted(given, version, spec -> {});
    }

    private static List<Call> deletions(Released released) {
        return released.requests().calls().stream()
                .filter(call -> call.verb().equals("delete") && !call.resource().equals("leases"))
                .toList();
    }

    @Test
    @DisplayName("C84, report 61: an HPA, a PDB and a ConfigMap that left the manifests are pruned; a PVC never")
    void left() {
        try (Given given = withFlags(
                                Given.anApplication("backend"), Yaml.AUTOSCALER, Yaml.DISRUPTION_BUDGET, CLAIM)
                        .live(BLUE);
                Load load = given.traffic()) {
            given.cluster.as("kubectl").apply(NAMESPACE, """
                    {apiVersion: v1, kind: ConfigMap, metadata: {name: backend-notes-blue, labels: {app: backend}}}""");
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
            Released second = promoted(given, "v2");
            assertEquals(Set.of(), names(given, "horizontalpodautoscalers"));
            assertEquals(Set.of(), names(given, "poddisruptionbudgets"));
            assertTrue(names(given, "configmaps").contains("backend-flags-blue"), "a rollback needs it");
            assertTrue(second.story().contains("HorizontalPodAutoscaler/backend-blue deleted"), second::story);
            promoted(given, "v3");
            assertEquals(
                    Set.of("backend-config-blue", "backend-config-green", "backend-notes-blue"),
                    names(given, "configmaps"));
            assertEquals(Set.of("backend-data"), names(given, "persistentvolumeclaims"));
            assertEquals(List.of(), deletions(promoted(given, "v4")));
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C84, report 23: ConfigMaps and Secrets with a hash in their names don't pile up; a rollback has its own")
    void hashed() {
        try (Given given = Given.anApplication("backend")) {
            given.manifests(
                    Yaml.CONFIG_MAP.replace("  name: ${APP}-config\n", HASHED),
                    Yaml.SECRET.replace("-secret", "-secret-${VERSION}"),
                    Yaml.SERVICE,
                    Yaml.DEPLOYMENT.replace("-config", "-config-${VERSION}").replace("-secret", "-secret-${VERSION}"));
            for (int version = 1; version <= 6; version++) {
                promoted(given, "v" + version);
            }
            assertEquals(Set.of("backend-config-v5-blue", "backend-config-v6-green"), names(given, "configmaps"));
            assertEquals(Set.of("backend-secret-v5-blue", "backend-secret-v6-green"), names(given, "secrets"));
            Released back = given.rollBack();
            assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
            assertEquals("v5", given.version());
            promoted(given, "v7");
            assertEquals(Set.of("backend-config-v5-blue", "backend-config-v7-green"), names(given, "configmaps"));
            promoted(given, "v8", spec -> spec.keepPrevious(KeepPrevious.DELETE));
            assertEquals(Set.of("backend-config-v8-blue"), names(given, "configmaps"));
        }
    }

    @Test
    @DisplayName("C84 what a failed release, or one that rolled back, has left is pruned by the next one of its colour")
    void failed() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            withFlags(given, Yaml.AUTOSCALER);
            Released failed = given.release("v2", spec -> spec.image("esc/app:missing"));
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
            assertTrue(names(given, "configmaps").contains("backend-flags-green"));
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
            promoted(given, "v3");
            assertEquals(Set.of("backend-config-blue", "backend-config-green"), names(given, "configmaps"));
            assertEquals(Set.of(), names(given, "horizontalpodautoscalers"));
        }
    }

    @Test
    @DisplayName("C84 an application of releases that remembered nothing is pruned at the next one, and once only")
    void unknown() {
        try (Given given = Given.anApplication("backend").and(Yaml.DISRUPTION_BUDGET).live(BLUE)) {
            given.cluster.as("kubectl").patch(
                    NAMESPACE,
                    "services",
                    "backend",
                    "{\"metadata\":{\"annotations\":{\"blue-green.jenkins.io/objects\":null}}}");
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
            promoted(given, "v2");
            assertEquals(Set.of(), names(given, "poddisruptionbudgets"));
            // blue's objects are there and were not remembered: whose they are is asked once more
            int once = promoted(given, "v3").requests().calls().size();
            int calls = promoted(given, "v4").requests().calls().size();
            assertEquals(calls, promoted(given, "v5").requests().calls().size());
            assertTrue(calls < once && once <= 28, () -> once + " calls, then " + calls);
        }
    }

    @Test
    @DisplayName("C84 without permission to delete, what is left is named, the release is promoted, and the next one tries")
    void notAllowed() {
        try (Given given = Given.anApplication("backend").and(Yaml.DISRUPTION_BUDGET).live(BLUE)) {
            given.cluster.deny("delete", "poddisruptionbudgets");
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
            Released released = promoted(given, "v2");
            assertTrue(released.story().contains("blue-green.jenkins.io/app=backend"), released::story);
            assertEquals(Set.of("backend-blue"), names(given, "poddisruptionbudgets"));
            assertTrue(given.annotation("objects").contains("PodDisruptionBudget"));
        }
    }
}
