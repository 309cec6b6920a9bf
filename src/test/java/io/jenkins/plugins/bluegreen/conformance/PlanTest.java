package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of the plan, and of the active Service's fields beside its selector. */
class PlanTest {
    private static void assertSays(Released released, String text) {
        assertTrue(released.lines().stream().anyMatch(line -> line.contains(text)), () -> text + "\n" + released.story());
    }

    @Test
    @DisplayName("a dry run shows what would change, no secret's value, and changes nothing")
    void dryRun() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            // it compares what it may get, and the README's Role allows that for Services alone
            given.cluster.allowAll();
            Released released = given.release("v2", spec -> spec.dryRun(true));
            assertEquals(Outcome.UNCHANGED, released.outcome(), released::story);
            assertEquals(List.of(), released.requests().writes());
            assertSays(released, "~ ConfigMap/backend-config-green");
            assertSays(released, "v2");
            assertSays(released, "~ Secret/backend-secret-green");
            assertFalse(released.story().contains("swordfish"), released::story);
        }
    }

    @Test
    @DisplayName("a dry run of manifests that come one per colour compares each object with its own counterpart")
    void dryRunOfManifestsPerColor() {
        String blue = Yaml.DEPLOYMENT.replace("  name: ${APP}\n", "  name: ${APP}-blue\n");
        String green = Yaml.DEPLOYMENT.replace("  name: ${APP}\n", "  name: ${APP}-green\n");
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, blue, green)
                .live(BLUE)) {
            // it compares what it may get, and the README's Role allows that for Services alone
            given.cluster.allowAll();
            Released released = given.release("v2", spec -> spec.dryRun(true));
            assertEquals(Outcome.UNCHANGED, released.outcome(), released::story);
            assertSays(released, "~ ConfigMap/backend-config-green");
        }
    }

    @Test
    @DisplayName("labels and annotations of the active Service follow the manifests; its selector only the switch")
    void serviceMetadataFollows() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            String labelled = Yaml.SERVICE.replace(
                    "  name: ${APP}\n", "  name: ${APP}\n  labels:\n    team: payments\n  annotations:\n    note: of ${VERSION}\n");
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, labelled, Yaml.DEPLOYMENT);
            Released released = given.release("v2");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            var metadata = given.cluster.get(NAMESPACE, "services", "backend").path("metadata");
            assertEquals("payments", metadata.path("labels").path("team").asText());
            assertEquals("of v2", metadata.path("annotations").path("note").asText());
            assertEquals("green", given.liveColor());
            assertEquals("green", given.annotation("color"));
        }
    }
}
