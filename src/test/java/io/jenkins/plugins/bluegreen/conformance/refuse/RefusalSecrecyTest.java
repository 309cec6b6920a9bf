package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of the API server's refusals, which quote what they refuse. */
class RefusalSecrecyTest {
    private static final String REFUSAL =
            "Deployment.apps \"backend-green\" is invalid: spec.template: Invalid value: {\"Spec\":{\"Containers\":[{\"Env\":["
                    + "{\"Name\":\"DB_PASSWORD\",\"Value\":\"correct-horse-battery\"}]}]}}: field is immutable";

    @Test
    @DisplayName("report 40: a refusal in PLAN or in APPLY names field and reason, and no value of the environment")
    void values() {
        for (boolean dryRun : new boolean[] {true, false}) {
            try (Given given = Given.anApplication("backend").live(BLUE)) {
                given.cluster.always(
                        call -> (call.verb().equals("apply") || call.verb().equals("create"))
                                && call.resource().equals("deployments")
                                && call.dryRun() == dryRun,
                        new Fault.Answer(422, "Invalid", REFUSAL, null));
                Released released = given.release("v2").assertSays("spec.template: Invalid value: field is immutable");
                assertFalse(released.story().contains("DB_PASSWORD"), released::story);
                assertFalse(released.story().contains("correct-horse-battery"), released::story);
            }
        }
    }
}
