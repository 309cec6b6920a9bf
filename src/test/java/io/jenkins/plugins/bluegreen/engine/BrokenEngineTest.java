package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.fail;

import io.jenkins.plugins.bluegreen.engine.Schedule.Disturbance;
import io.jenkins.plugins.bluegreen.engine.Watchdog.Promise;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.simulation.BrokenPorts;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Random schedules find what is wrong with an engine")
class BrokenEngineTest {
    private static final int MOST_SCHEDULES = 3_000;

    @Test
    @DisplayName("that patches the selector without a precondition: somebody's selector is overwritten")
    void noPrecondition() {
        found(Promise.NEVER_OVERWRITTEN, BrokenPorts::withoutPrecondition, EnumSet.of(Disturbance.SELECTOR));
    }

    @Test
    @DisplayName("that scales the old colour down before the switch is in the endpoints")
    void oldColorGoesFirst() {
        found(Promise.ENDPOINTS_GO_FIRST, BrokenPorts::withoutEndpoints, EnumSet.noneOf(Disturbance.class));
    }

    @Test
    @DisplayName("whose rollback waits for the new colour")
    void rollbackNeedsNewColor() {
        found(Promise.ALWAYS_BACK, BrokenPorts::waitingForCandidate, EnumSet.of(Disturbance.BAD_VERSION));
    }

    @Test
    @DisplayName("that does not renew its Lease: two releases work at once")
    void leaseNotRenewed() {
        found(Promise.ONE_AT_A_TIME, BrokenPorts::withoutRenewal, EnumSet.noneOf(Disturbance.class));
    }

    private static void found(
            Promise promise, UnaryOperator<ClusterGateway> broken, Set<Disturbance> possible) {
        Schedules tried = new Schedules(broken, possible);
        while (tried.tried() < MOST_SCHEDULES) {
            if (tried.next().violations().stream().anyMatch(violation -> violation.promise() == promise)) {
                System.out.println("schedules: " + tried.tried() + " tried until a broken engine broke " + promise);
                return;
            }
        }
        fail(promise + " was kept in " + MOST_SCHEDULES + " schedules; " + tried.last());
    }
}
