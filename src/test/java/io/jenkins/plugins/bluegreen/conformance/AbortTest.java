package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C57: a build is aborted in the middle of a release under traffic. */
@Order(1)
class AbortTest extends BlueIsLive {
    private final CompletableFuture<Running> running = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    /** Aborts as soon as a release is in one of the phases. */
    private void abortIn(Set<Phase> phases) {
        given.listeners.add(new ReleaseEvents() {
            @Override
            public void started(ReleaseView state, Phase phase) {
                if (phases.contains(phase)) {
                    running.join().abort();
                }
            }

            @Override
            public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {}

            @Override
            public void finished(ReleaseView state, ReleaseResult result) {
                over.countDown();
            }
        });
    }

    private static void everyPhase(ReleaseSpec.Builder spec) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080))
                .monitor(MonitorSpec.lasting(60, 1))
                .drain(new Drain("/drain", 8080, null, 60));
    }

    private Released abortedIn(Phase first, Phase... more) {
        abortIn(EnumSet.of(first, more));
        Running release = given.start("v2", AbortTest::everyPhase, state -> {
            if (first == Phase.TEST) {
                over.await();
            }
        });
        running.complete(release);
        return release.end();
    }

    private void assertBack(Released released) {
        assertEquals(Outcome.ABORTED, released.outcome(), released::story);
        assertEquals("blue", released.result().color(), released::story);
        assertEquals("blue", given.liveColor());
        assertNull(given.annotation("phase"), released::story);
        assertEquals(2, given.replicas("backend-blue"));
        if (given.cluster.get(NAMESPACE, "deployments", "backend-green") != null) {
            assertEquals(0, given.replicas("backend-green"), released::story);
        }
        assertNull(given.cluster.get(NAMESPACE, "leases", "backend-blue-green"), released::story);
    }

    @ParameterizedTest(name = "C57 aborted in {0}: the traffic is where it was, nothing is left, no request is lost")
    @EnumSource(
            value = Phase.class,
            names = {"PLAN", "LOCK", "APPLY", "READY", "HEALTH", "TEST"})
    void inEachPhase(Phase phase) {
        try (Load load = given.traffic()) {
            Released released = abortedIn(phase);
            assertBack(released);
            assertTrue(released.phases().contains(phase), released::story);
            assertFalse(released.phases().contains(Phase.SWITCH), released::story);
            Given.nothingLost(load);
        }
    }

    @ParameterizedTest(name = "C57 aborted in {0}, and again in the rollback: the traffic comes back, no request is lost")
    @EnumSource(
            value = Phase.class,
            names = {"SWITCH", "MONITOR", "RETIRE"})
    void againDuringTheRollback(Phase phase) {
        try (Load load = given.traffic()) {
            Released released = abortedIn(phase, Phase.ROLLBACK);
            assertBack(released);
            assertTrue(released.phases().containsAll(List.of(phase, Phase.ROLLBACK)), released::story);
            assertTrue(
                    released.lines().stream().anyMatch(line -> line.contains("aborted")),
                    released::story);
            Given.nothingLost(load);
        }
    }
}
