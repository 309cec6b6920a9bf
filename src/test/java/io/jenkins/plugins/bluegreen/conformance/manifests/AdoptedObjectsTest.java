package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of what an adopted application had beside its Deployment. */
class AdoptedObjectsTest {
    private static final String DELETE_BUDGET = "delete poddisruptionbudget backend";
    private static final String DELETE_AUTOSCALER = "delete horizontalpodautoscaler backend";

    private static Released adopted(Given given, String version) {
        Released released = given.release(version, spec -> spec.adopt(true));
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private static void assertTells(Released released, String text, boolean told) {
        assertEquals(told, released.story().contains(text), () -> text + "\n" + released.story());
    }

    @Test
    @DisplayName("report 06: the PDB of an adopted application, beside the new one, is named until it is deleted")
    void budget() {
        try (Given given = Given.anApplication("backend")
                .and(Yaml.DISRUPTION_BUDGET, Yaml.AUTOSCALER)
                .runningWithoutColors("v0")) {
            Released first = adopted(given, "v1");
            assertTells(first, DELETE_BUDGET, true);
            assertTells(first, DELETE_AUTOSCALER, true);
            assertNotNull(given.cluster.get(NAMESPACE, "poddisruptionbudgets", "backend"), "it is somebody else's");
            assertTells(adopted(given, "v2"), DELETE_BUDGET, true);
            given.cluster.as("kubectl").delete(NAMESPACE, "poddisruptionbudgets", "backend");
            assertTells(adopted(given, "v3"), "PodDisruptionBudget backend selects", false);
        }
    }

    @Test
    @DisplayName("report 57: a hand-made HPA of an adopted Deployment is named as what scales nothing any more")
    void autoscaler() {
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0")) {
            given.cluster.as("kubectl").apply(NAMESPACE, Yaml.AUTOSCALER.replace("${APP}", "backend"));
            Released released = adopted(given, "v1");
            assertTells(released, DELETE_AUTOSCALER, true);
            assertTrue(released.story().contains("scales nothing that has traffic"), released::story);
            assertFalse(adopted(given, "v2").story().contains(DELETE_AUTOSCALER));
        }
    }

    @Test
    @DisplayName("report 06: a budget of other Pods, and one without the release having its own, is nothing to tell")
    void others() {
        try (Given given = Given.anApplication("backend").and(Yaml.DISRUPTION_BUDGET)) {
            given.cluster.as("kubectl").apply(
                    NAMESPACE, Yaml.DISRUPTION_BUDGET.replace("${APP}", "orders"));
            assertTells(adopted(given, "v1"), "PodDisruptionBudget orders", false);
            assertTells(adopted(given, "v2"), "PodDisruptionBudget backend", false);
        }
    }
}
