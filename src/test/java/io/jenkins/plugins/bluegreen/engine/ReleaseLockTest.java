package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.Urgency;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReleaseLockTest {
    private final RecordingCluster cluster = new RecordingCluster();

    private EngineRun run() {
        cluster.live(Color.BLUE, "v0");
        return new EngineRun(cluster, EngineRun.release(spec -> spec.lockTimeoutSeconds(120)));
    }

    @Test
    @DisplayName("C51 A Lease is taken over after it expired, not before")
    void isTakenOverAfterExpiry() {
        cluster.lease(EngineRun.LEASE, "dead", 60);
        EngineRun run = run();
        run.toPhase(Phase.LOCK);
        long start = run.now;
        run.toPhase(Phase.APPLY);
        assertTrue(run.now - start >= 60_000, () -> "after " + (run.now - start) + " ms");
        assertTrue(run.now - start < 70_000, () -> "after " + (run.now - start) + " ms");
    }

    @Test
    void aLeaseThatIsRenewedIsNotTaken() {
        cluster.lease(EngineRun.LEASE, "busy", 60);
        EngineRun run = run();
        ReleaseResult result = run.advance(state -> {
            cluster.lease(EngineRun.LEASE, "busy", 60);
            return false;
        });
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome());
        assertTrue(result.message().toString().contains("held by busy"), result.message()::toString);
        assertEquals("busy", cluster.leases.get(EngineRun.LEASE).holder());
        assertFalse(cluster.replicas.containsKey("backend-green"));
    }

    @Test
    @DisplayName("C51 A holder that lost its Lease makes no further write")
    void aLostLeaseEndsTheRelease() {
        EngineRun run = run();
        run.toPhase(Phase.READY);
        cluster.lease(EngineRun.LEASE, "thief", 60);
        run.now += 30_000;
        int calls = cluster.calls.size();
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome());
        assertTrue(result.message().toString().contains("thief"), result.message()::toString);
        assertEquals("blue", cluster.liveColor());
        assertTrue(
                cluster.calls.subList(calls, cluster.calls.size()).stream()
                        .noneMatch(call -> call.startsWith("patch") || call.startsWith("scale")),
                cluster.calls::toString);
        assertEquals("thief", cluster.leases.get(EngineRun.LEASE).holder());
    }

    @Test
    void withoutRenewalTheFenceClosesBeforeTheLeaseExpires() {
        EngineRun run = run();
        run.toPhase(Phase.READY);
        cluster.before = call -> {
            if (call.equals("update lease")) {
                throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
            }
        };
        run.now += 41_000;
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertEquals(2, cluster.replicas.get("backend-green"), "not scaled down without the Lease");
    }

    @Test
    @DisplayName("A renewal that is due can't wait; what can is left to the next move")
    void aMoveIsUrgentUntilTheLeaseIsRenewed() {
        EngineRun run = run();
        run.toPhase(Phase.APPLY);
        assertEquals(Urgency.LATER, run.engine.urgency(run.state, run.now));
        run.now += 21_000;
        assertEquals(Urgency.NOW, run.engine.urgency(run.state, run.now));
        int calls = cluster.calls.size();
        run.engine.advance(run.state, run.now);
        assertEquals(List.of("update lease"), cluster.calls.subList(calls, cluster.calls.size()));
        assertEquals(Urgency.LATER, run.engine.urgency(run.state, run.now));
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }

    @Test
    void aResumedReleaseFindsItsOwnLease() {
        EngineRun run = run();
        run.toPhase(Phase.LOCK);
        cluster.lease(EngineRun.LEASE, "build-1", 60);
        long start = run.now;
        run.toPhase(Phase.APPLY);
        assertTrue(run.now - start < 1_000);
    }

    @Test
    @DisplayName("C55 Dead once it gave its Lease back, and resumed much later: it ended as it did")
    void theEndIsKeptBeforeTheLeaseGoes() {
        EngineRun run = run();
        List<byte[]> whenTheLeaseGoes = new ArrayList<>();
        cluster.before = call -> {
            if (call.equals("delete lease")) {
                whenTheLeaseGoes.add(run.saved.get(run.saved.size() - 1));
            }
        };
        run.toEnd();
        assertTrue(cluster.leases.isEmpty());
        run.state = SavedState.state(whenTheLeaseGoes.get(0));
        run.now += 120_000;
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }

    @Test
    @DisplayName("C55 Dead right before it would have given its Lease back: the next process does")
    void theLeaseIsGivenBackByTheNextProcess() {
        EngineRun run = run();
        cluster.before = call -> {
            if (call.equals("delete lease")) {
                throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
            }
        };
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome());
        assertFalse(cluster.leases.isEmpty());
        cluster.before = call -> {};
        run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome());
        assertTrue(cluster.leases.isEmpty());
    }

    @Test
    @DisplayName("C51 A Lease that somebody deletes, in any phase, is created again, and the release goes on")
    void aDeletedLeaseIsCreatedAgain() {
        for (Phase phase : List.of(Phase.APPLY, Phase.READY, Phase.SWITCH, Phase.MONITOR, Phase.RETIRE)) {
            cluster.leases.clear();
            cluster.live(Color.BLUE, "v0");
            EngineRun run = new EngineRun(
                    cluster, EngineRun.release(spec -> spec.monitor(MonitorSpec.lasting(10, 5))));
            run.toPhase(phase);
            cluster.leases.clear();
            run.now += 30_000;
            assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
            assertTrue(run.lines.stream().anyMatch(line -> line.contains("created again")), run.lines::toString);
            assertEquals("green", cluster.liveColor());
            assertTrue(cluster.leases.isEmpty(), run.lines::toString);
        }
    }

    @Test
    @DisplayName("C51 A deleted Lease that another release created meanwhile is lost")
    void aDeletedLeaseThatAnotherCreated() {
        EngineRun run = run();
        run.toPhase(Phase.READY);
        cluster.leases.clear();
        cluster.before = call -> {
            if (call.equals("create lease")) {
                cluster.lease(EngineRun.LEASE, "thief", 60);
            }
        };
        run.now += 30_000;
        assertLost(run, "thief");
    }

    @Test
    @DisplayName("C51 A deleted Lease is lost once another release has worked, and once it would have expired")
    void aDeletedLeaseThatAnotherUsed() {
        EngineRun used = run();
        used.toPhase(Phase.READY);
        cluster.leases.clear();
        cluster.services.computeIfPresent("backend", (name, view) -> new ServiceView(
                name, "other", view.type(), view.traffic(), view.record().writtenBy("other", "", null), "other"));
        used.now += 30_000;
        assertLost(used, "held by -");
        EngineRun expired = run();
        expired.toPhase(Phase.READY);
        cluster.leases.clear();
        expired.now += 61_000;
        assertLost(expired, "held by -");
    }

    private void assertLost(EngineRun run, String reason) {
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome(), run.lines::toString);
        assertTrue(result.message().toString().contains(reason), result.message()::toString);
        assertEquals("blue", cluster.liveColor());
    }
}
