package io.jenkins.plugins.bluegreen.conformance.refuse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.ReadmeRole;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import java.io.IOException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tests of the README's Role. */
class ReadmeTest {
    private static Rule[] rules() throws IOException {
        return ReadmeRole.read().getRules().stream()
                .map(rule -> new Rule(rule.getVerbs(), rule.getApiGroups(), rule.getResources()))
                .toArray(Rule[]::new);
    }

    private static void assertDone(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertTrue(
                released.lines().stream().noneMatch(line -> line.contains("would let more be checked")),
                released::story);
    }

    @Test
    @DisplayName("C21 the README's Role is enough for releases, adoption, deletion of the old colour and rollbacks")
    void roleIsEnough() throws IOException {
        HealthCheck health = HealthCheck.actuator("/actuator/health", 8080);
        try (Given given = Given.anApplication("backend").and(Yaml.AUTOSCALER, Yaml.DISRUPTION_BUDGET)) {
            given.cluster.allowOnly(rules());
            assertDone(given.release("v1", spec -> spec.health(health)));
            assertDone(given.release("v2", spec -> spec.health(health)));
            assertDone(given.rollBack());
            assertDone(given.release("v3", spec -> spec.keepPrevious(KeepPrevious.DELETE)));
            given.and(Yaml.JOB);
            assertDone(given.release("v4"));
            Released plan = given.release("v5", spec -> spec.dryRun(true));
            assertEquals(Outcome.UNCHANGED, plan.outcome(), plan::story);
            assertTrue(plan.story().contains("? Secret/backend-secret-"), plan::story);
        }
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0")) {
            given.cluster.allowOnly(rules());
            assertDone(given.release("v1", spec -> spec.adopt(true)));
        }
    }
}
