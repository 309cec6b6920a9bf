package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.util.List;

/**
 * One release of the demo and its expected outcome.
 *
 * @param build the number of the simulated build
 */
record Scenario(
        String name, Application application, Operation operation, int build, Flaw flaw, Outcome expected) {

    /** All scenarios, in order. */
    static List<Scenario> of(Application application, Flaw lateFlaw) {
        return List.of(
                release("first release", application, 1, Flaw.NONE, Outcome.PROMOTED),
                release("second release", application, 2, Flaw.NONE, Outcome.PROMOTED),
                release("image missing", application, 3, Flaw.MISSING_IMAGE, Outcome.FAILED_BEFORE_SWITCH),
                release("health DOWN", application, 4, Flaw.UNHEALTHY, Outcome.FAILED_BEFORE_SWITCH),
                release(lateFlaw == Flaw.CRASHES ? "crash after the switch" : "health DOWN after the switch",
                        application, 5, lateFlaw, Outcome.ROLLED_BACK),
                release("release after failures", application, 6, Flaw.NONE, Outcome.PROMOTED),
                new Scenario("manual rollback", application, Operation.ROLL_BACK, 7, Flaw.NONE, Outcome.PROMOTED));
    }

    private static Scenario release(String name, Application application, int build, Flaw flaw, Outcome expected) {
        return new Scenario(name, application, Operation.RELEASE, build, flaw, expected);
    }

    /** The released version. */
    String version() {
        return "2.0." + build;
    }
}
