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

    @Test
    @DisplayName("that switches to fewer ready Pods than it asked for")
    void readinessUnseen() {
        found(Promise.NO_LESS_CAPACITY, BrokenPorts::withoutReadiness, EnumSet.of(Disturbance.PODS));
    }

    @Test
    @DisplayName("that switches to fewer Pods than the live colour has, which an autoscaler has grown")
    void growthUnseen() {
        found(Promise.NO_LESS_CAPACITY, BrokenPorts::withSmallLiveColor, EnumSet.of(Disturbance.AUTOSCALER));
    }

    @Test
    @DisplayName("that changes Ingresses and NetworkPolicies before the switch")
    void routesTooEarly() {
        found(Promise.ROUTES_WITH_TRAFFIC, BrokenPorts::withEarlyRoutes, EnumSet.noneOf(Disturbance.class));
    }

    @Test
    @DisplayName("whose rollback leaves Ingresses and NetworkPolicies as they are")
    void routesStay() {
        found(Promise.ROUTES_WITH_TRAFFIC, BrokenPorts::withoutRestoration, EnumSet.of(Disturbance.BAD_VERSION));
    }

    @Test
    @DisplayName("that does not look at the Services of others")
    void othersUnseen() {
        found(Promise.NOBODY_CUT_OFF, BrokenPorts::withoutOthers, EnumSet.of(Disturbance.OTHERS_SERVICE));
    }

    @Test
    @DisplayName("that waits for Pods that a node has ended")
    void evictedPodsCount() {
        found(Promise.DISTURBANCE_PASSES, BrokenPorts::withEvictedPods, EnumSet.of(Disturbance.EVICTION));
    }

    @Test
    @DisplayName("that takes Pods without room, image or configuration for broken")
    void shortageIsFinal() {
        found(
                Promise.DISTURBANCE_PASSES,
                BrokenPorts::withFinalTroubles,
                EnumSet.of(Disturbance.NO_ROOM, Disturbance.REGISTRY, Disturbance.LATE_CONFIGURATION));
    }

    @Test
    @DisplayName("that takes a full quota for a refusal")
    void quotaIsFinal() {
        found(Promise.DISTURBANCE_PASSES, BrokenPorts::withFinalQuota, EnumSet.of(Disturbance.QUOTA));
    }

    @Test
    @DisplayName("that does not see that drained Pods start elsewhere")
    void drainedPodsAreMissing() {
        found(Promise.DISTURBANCE_PASSES, BrokenPorts::withoutStartingPods, EnumSet.of(Disturbance.DRAIN));
    }

    @Test
    @DisplayName("that gives up when a GitOps controller was faster")
    void conflictIsFinal() {
        found(Promise.DISTURBANCE_PASSES, BrokenPorts::withFinalConflicts, EnumSet.of(Disturbance.GITOPS));
    }

    @Test
    @DisplayName("that leaves what the manifests no longer hold")
    void leftoversStay() {
        found(Promise.PRUNED, BrokenPorts::withoutPruning, EnumSet.noneOf(Disturbance.class));
    }

    @Test
    @DisplayName("that prunes what a rollback, or the version with the traffic, needs")
    void prunedTooMuch() {
        found(Promise.PRUNED, BrokenPorts::withGreedyPruning, EnumSet.noneOf(Disturbance.class));
    }

    @Test
    @DisplayName("that does not look whether the candidate is still what was tested")
    void templateUnseen() {
        found(
                Promise.TESTED_IS_SWITCHED,
                BrokenPorts::withoutTemplates,
                EnumSet.of(Disturbance.BLOCK, Disturbance.CANDIDATE_CHANGED));
    }

    @Test
    @DisplayName("that ends the failed Pods before it reads why they failed")
    void reasonUnread() {
        found(Promise.REASON_BETWEEN, BrokenPorts::withoutDiagnosis, EnumSet.of(Disturbance.BAD_VERSION));
    }

    @Test
    @DisplayName("that reads why Pods failed before it brings the traffic back")
    void reasonFirst() {
        found(Promise.REASON_BETWEEN, BrokenPorts::withDiagnosisFirst, EnumSet.of(Disturbance.BAD_VERSION));
    }

    @Test
    @DisplayName("whose rollback needs a disk to write to")
    void rollbackNeedsADisk() {
        found(
                Promise.BOOKKEEPING_STOPS_NOTHING,
                BrokenPorts::withBookkeeping,
                EnumSet.of(Disturbance.FULL_DISK, Disturbance.BAD_VERSION, Disturbance.ABORT));
    }

    @Test
    @DisplayName("that goes by what it wrote down: the live colour runs an image of somebody's, and it says UNCHANGED")
    void differencesUnseen() {
        found(Promise.UNCHANGED_IS_SO, BrokenPorts::withoutComparison, EnumSet.of(Disturbance.DEPLOYMENT));
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
