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
    private static final String DIFFERENCE =
            """
            Pod "shop-shell" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.tolerations`
            @@ -13,7 +13,7 @@
                "Env": [
                 {
                  "Name": "DB_PASSWORD",
            -     "Value": "correct-horse-battery",
            +     "Value": "wrong-horse-battery",
                  "ValueFrom": null
            """;

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

    @Test
    @DisplayName("report 40: a Pod of the manifests that can't change is refused without the values of both versions")
    void difference() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            given.cluster.always(
                    call -> call.verb().equals("apply") && call.resource().equals("deployments"),
                    new Fault.Answer(422, "Invalid", DIFFERENCE, null));
            Released released = given.release("v2").assertSays("spec: Forbidden: pod updates may not change");
            assertFalse(released.story().contains("horse-battery"), released::story);
        }
    }
}
