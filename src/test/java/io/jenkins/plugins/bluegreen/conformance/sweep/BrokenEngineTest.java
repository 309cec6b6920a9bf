package io.jenkins.plugins.bluegreen.conformance.sweep;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Promises.Promise;
import io.jenkins.plugins.bluegreen.engine.simulation.BrokenPorts;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C54, C55: the sweeps find what they are for, in an engine that has it. */
class BrokenEngineTest {
    private static Sweep withoutPrecondition;
    private static Sweep withoutEndpoints;
    private static Sweep withoutRenewal;
    private static Sweep withEarlyRoutes;
    private static Sweep withSmallLiveColor;
    private static Sweep withoutGivingBack;

    /** All at once: most of the time they wait. */
    @BeforeAll
    static void begin() {
        withoutPrecondition = FaultSweepTest.hanging(
                        SweptRelease.SICK, CallSite::isSwitch, given -> given.ports = BrokenPorts::withoutPrecondition)
                .begin();
        withoutEndpoints = CrashSweepTest.sweep(List.of(SweptRelease.SECOND), CallSite::isSwitch, given -> {
            given.pace = CrashSweepTest.PACE;
            given.ports = BrokenPorts::withoutEndpoints;
            given.cluster.endpointsLag(Duration.ofSeconds(10));
        }).begin();
        withoutRenewal = CrashSweepTest.sweep(List.of(SweptRelease.SECOND), CallSite::isSwitch, given -> {
            given.pace = new Pace(5_000, 2_000, 10_000, 10_000, 60_000, 5_000, 0);
            given.ports = BrokenPorts::withoutRenewal;
        }).begin();
        withEarlyRoutes = CrashSweepTest.sweep(List.of(SweptRelease.SICK), CallSite::isSwitch, given -> {
            given.pace = CrashSweepTest.PACE;
            given.ports = BrokenPorts::withEarlyRoutes;
        }).begin();
        withSmallLiveColor = CrashSweepTest.sweep(List.of(SweptRelease.SECOND), CallSite::isSwitch, given -> {
            given.pace = CrashSweepTest.PACE;
            given.ports = BrokenPorts::withSmallLiveColor;
        }).begin();
        withoutGivingBack = CrashSweepTest.sweep(List.of(SweptRelease.SICK), CallSite::isSwitch, given -> {
            given.pace = CrashSweepTest.PACE;
            given.ports = BrokenPorts::withoutGivingBack;
        }).begin();
    }

    private static void assertFound(List<String> broken, Promise promise) {
        assertTrue(
                broken.stream().anyMatch(story -> story.contains("promise=" + promise)),
                () -> promise + " not found in: " + broken);
    }

    @Test
    @DisplayName("C54 a selector that is patched without the precondition: found, when an old patch arrives at last")
    void forgetsThePrecondition() throws InterruptedException {
        assertFound(withoutPrecondition.end("An engine without the precondition, C54"), Promise.NEVER_EMPTY);
    }

    @Test
    @DisplayName("C55 the old colour scaled down before the switch is seen in the endpoints: found")
    void doesNotLookAtEndpoints() throws InterruptedException {
        assertFound(withoutEndpoints.end("An engine that does not look at endpoints, C55"), Promise.ENDPOINTS_STAY);
    }

    @Test
    @DisplayName("C55 an Ingress that changes before the switch: found")
    void changesIngressesEarly() throws InterruptedException {
        assertFound(
                withEarlyRoutes.end("An engine that changes Ingresses early, C55"), Promise.ROUTES_WITH_TRAFFIC);
    }

    @Test
    @DisplayName("C55 C70 a switch to fewer Pods than the live colour has: found")
    void switchesToFewer() throws InterruptedException {
        assertFound(
                withSmallLiveColor.end("An engine that does not look at the live colour's size, C55"),
                Promise.NO_SMALLER);
    }

    @Test
    @DisplayName("C55 C71 autoscalers that are not given back: found")
    void keepsAutoscalers() throws InterruptedException {
        List<String> broken = withoutGivingBack.end("An engine that does not give autoscalers back, C55");
        assertTrue(
                broken.stream().anyMatch(story -> story.contains("the mark on the autoscaler of backend-blue")),
                broken::toString);
    }

    @Test
    @DisplayName("C55 a Lease that is not renewed: found")
    void doesNotRenewTheLease() throws InterruptedException {
        assertFound(withoutRenewal.end("An engine that does not renew its Lease, C55"), Promise.UNDER_LOCK);
    }
}
