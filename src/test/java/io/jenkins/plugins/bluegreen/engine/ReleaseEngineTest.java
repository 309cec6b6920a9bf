package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.simulation.Sneaky;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReleaseEngineTest {
    private final RecordingCluster cluster = new RecordingCluster();

    private EngineRun second(String hash) {
        cluster.live(Color.BLUE, "v0");
        cluster.specHash = hash;
        return new EngineRun(cluster, EngineRun.release(spec -> spec.monitor(MonitorSpec.lasting(10, 5))));
    }

    @Test
    void passesThePhasesInOrder() {
        EngineRun run = second("v1");
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.PROMOTED, result.outcome(), run.lines::toString);
        assertEquals("green", cluster.liveColor());
        assertEquals(
                List.of(
                        Phase.PLAN,
                        Phase.LOCK,
                        Phase.APPLY,
                        Phase.READY,
                        Phase.SWITCH,
                        Phase.MONITOR,
                        Phase.RETIRE),
                run.state.times().stream().map(PhaseTime::phase).toList());
        assertEquals(0, cluster.replicas.get("backend-blue"));
        assertEquals(2, cluster.former.get("backend-blue"));
        assertNull(cluster.services.get("backend").record().phase());
        assertTrue(cluster.leases.isEmpty());
    }

    @Test
    void isRestartedFromEverySavedState() {
        EngineRun whole = second("v1");
        whole.toEnd();
        int saves = whole.saved.size();
        assertTrue(saves >= 7, () -> saves + " saves");
        for (int n = 0; n <= saves; n++) {
            RecordingCluster fresh = new RecordingCluster();
            fresh.live(Color.BLUE, "v0");
            fresh.specHash = "v1";
            EngineRun run =
                    new EngineRun(fresh, EngineRun.release(spec -> spec.monitor(MonitorSpec.lasting(10, 5))));
            int wanted = n;
            run.advance(state -> run.saved.size() >= wanted || state.result() != null);
            if (!run.saved.isEmpty()) {
                run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
            }
            assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), () -> "after save " + wanted + ": " + run.lines);
        }
    }

    @Test
    void aFlappingPodDoesNotMoveTheDeadline() {
        EngineRun run = second("v1");
        run.toPhase(Phase.READY);
        long deadline = run.now + 601_000;
        int[] looks = {0};
        ReleaseResult result = run.advance(state -> {
            cluster.ready.put("backend-green", looks[0]++ % 2 + 1);
            return run.now > deadline;
        });
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome());
        assertTrue(result.message().toString().contains("within 600 s"), result.message()::toString);
        assertEquals("blue", cluster.liveColor());
        assertEquals(0, cluster.replicas.get("backend-green"));
    }

    @Test
    @DisplayName("C71 a rollback waits for what the old colour runs, not for what an autoscaler took from it")
    void aShrunkOldColourTakesTheTrafficAtOnce() {
        EngineRun run = second("v1");
        run.toPhase(Phase.MONITOR);
        cluster.replicas.put("backend-blue", 1);
        cluster.ready.put("backend-blue", 1);
        cluster.ready.put("backend-green", 1);
        ReleaseResult result = run.advance(state -> state.phase() == Phase.ROLLBACK && "blue".equals(cluster.liveColor()));
        assertNull(result, run.lines::toString);
        assertEquals(2, cluster.replicas.get("backend-blue"), "the capacity follows");
        assertEquals(1, cluster.ready.get("backend-blue"));
    }

    @Test
    void anAnswerLostAfterTheSwitchIsNoSecondSwitch() {
        EngineRun run = second("v1");
        run.toPhase(Phase.SWITCH);
        cluster.after = patch -> {
            cluster.after = any -> {};
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        };
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        long patches = cluster.calls.stream()
                .filter(call -> call.equals("patch service backend to green"))
                .count();
        assertEquals(2, patches, "the one whose answer was lost, and the one that closes the release");
    }

    @Test
    void severalServicesMoveTogetherOrNotAtAll() {
        cluster.active = List.of("backend", "backend-grpc", "backend-admin");
        EngineRun run = second("v1");
        run.toPhase(Phase.SWITCH);
        cluster.before = call -> {
            if (call.equals("patch service backend-admin to green")) {
                throw RecordingCluster.refusal(ClusterException.Kind.INVALID);
            }
        };
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.ROLLED_BACK, result.outcome(), run.lines::toString);
        for (String service : cluster.active) {
            assertEquals(
                    "blue", cluster.services.get(service).traffic().selector().get("color"), service);
        }
        assertEquals(0, cluster.replicas.get("backend-green"));
    }

    @Test
    void aScaleDownOfSelectedPodsIsRefused() {
        EngineRun run = second("v1");
        run.toPhase(Phase.READY);
        cluster.patchByHuman("backend", RecordingCluster.traffic(Color.GREEN));
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.ABORTED, result.outcome());
        assertEquals(2, cluster.replicas.get("backend-green"), run.lines::toString);
    }

    @Test
    void anOldColourThatGetsTheTrafficWhileItIsScaledDownComesBack() {
        EngineRun run = second("v1");
        run.toPhase(Phase.RETIRE);
        cluster.before = call -> {
            if (call.equals("scale backend-blue to 0")) {
                cluster.patchByHuman("backend", RecordingCluster.traffic(Color.BLUE));
            }
        };
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.ROLLED_BACK, result.outcome(), run.lines::toString);
        assertTrue(result.message().toString().contains("\"human\""), result.message()::toString);
        assertEquals(2, cluster.replicas.get("backend-blue"));
        assertEquals("blue", cluster.liveColor());
    }

    @Test
    void whatIsForbiddenWhileTheApiServerBeginsIsAskedAgain() {
        EngineRun run = second("v1");
        run.toPhase(Phase.MONITOR);
        cluster.before = forbidding(3);
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }

    @Test
    void whatStaysForbiddenEndsTheReleaseAndARollbackGoesOnAsking() {
        EngineRun run = second("v1");
        run.toPhase(Phase.MONITOR);
        cluster.before = forbidding(12);
        assertEquals(Outcome.ROLLED_BACK, run.toEnd().outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
    }

    @Test
    void aFlawIsAskedAgainLikeAnOutageAndTheReleaseHasAnEnd() {
        EngineRun passing = second("v1");
        passing.toPhase(Phase.MONITOR);
        cluster.before = refusing(3, new IllegalStateException("a flaw"));
        assertEquals(Outcome.PROMOTED, passing.toEnd().outcome(), passing.lines::toString);

        EngineRun lasting = second("v2");
        lasting.toPhase(Phase.APPLY);
        cluster.before = refusing(10_000, new IOException("checked, and thrown undeclared"));
        ReleaseResult result = lasting.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome(), lasting.lines::toString);
        assertTrue(result.message().toString().contains("java.io.IOException"), result.message()::toString);
    }

    @Test
    void howLongTheApiServerWasAwayDoesNotCountForWhatItForbidsThen() {
        EngineRun run = second("v1");
        run.toPhase(Phase.READY);
        Consumer<String> forbidding = forbidding(3);
        AtomicInteger away = new AtomicInteger(8);
        cluster.before = call -> {
            if (away.getAndDecrement() > 0) {
                throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
            }
            forbidding.accept(call);
        };
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }

    private static Consumer<String> forbidding(int calls) {
        return refusing(calls, RecordingCluster.refusal(ClusterException.Kind.FORBIDDEN));
    }

    private static Consumer<String> refusing(int calls, Exception refusal) {
        AtomicInteger left = new AtomicInteger(calls);
        return call -> {
            if (left.getAndDecrement() > 0) {
                Sneaky.raise(refusal);
            }
        };
    }

    @Test
    void aServiceWithPodsOfAnotherDeploymentIsNotTakenForOurs() {
        EngineRun run = second("v1");
        cluster.strangers.add("web-blue-5d8f-x2x");
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome(), run.lines::toString);
        assertTrue(result.message().toString().contains("Deployment backend-blue did not make"));
        assertFalse(cluster.replicas.containsKey("backend-green"));
    }

    @Test
    void aQuotaThatHasNoRoomYetIsWaitedForUntilTheTimeout() {
        EngineRun run = second("v1");
        run.toPhase(Phase.READY);
        noRoom();
        run.advance(state -> run.now > 1_000_000 + 30_000);
        cluster.refusal = null;
        cluster.ready.clear();
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);

        EngineRun full = second("v2");
        full.toPhase(Phase.READY);
        noRoom();
        long since = full.now;
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, full.toEnd().outcome(), full.lines::toString);
        assertTrue(full.now - since > 590_000, () -> "after " + (full.now - since) + " ms");
    }

    private void noRoom() {
        cluster.refusal = "exceeded quota";
        cluster.ready.put("backend-green", 1);
    }

    @Test
    void theSelectorIsReadAgainWhenTheServiceChangedBeforeTheFirstWrite() {
        EngineRun run = second("v1");
        run.toPhase(Phase.APPLY);
        cluster.live(Color.GREEN, "v0");
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertFalse(cluster.calls.contains("apply backend-green"));
    }

    @Test
    void theBlockRunsOnceAndItsFailureBringsTheCandidateDown() {
        cluster.live(Color.BLUE, "v0");
        EngineRun run = new EngineRun(cluster, EngineRun.release(spec -> spec.body(true)));
        run.toPhase(Phase.TEST);
        assertTrue(run.engine.advance(run.state, run.now) instanceof Move.RunBody);
        for (int day = 0; day < 3 * 24 * 60; day++) {
            run.now += 60_000 / 4;
            assertTrue(run.engine.advance(run.state, run.now) instanceof Move.Wait);
        }
        run.engine.bodyEnded(run.state, Sentence.verbatim("smoke test failed"));
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome());
        assertTrue(result.message().toString().contains("smoke test failed"));
        assertEquals(0, cluster.replicas.get("backend-green"));
    }

    @Test
    void aStateOfANewerVersionIsRefusedWithASentence() throws ReflectiveOperationException {
        ReleaseState state = EngineRun.release(spec -> {});
        Field version = ReleaseState.class.getDeclaredField("version");
        version.setAccessible(true);
        version.setInt(state, 2);
        byte[] newer = SavedState.bytes(state);
        String message = assertThrows(AssertionError.class, () -> SavedState.state(newer))
                .getCause()
                .getMessage();
        assertTrue(message.contains("newer version of the plugin"), message);
    }

    @Test
    void pathsThatCanNotBeAskedAreRefused() {
        for (String path : List.of("health", "/%zz", "/a b")) {
            assertThrows(ReleaseException.class, () -> HealthCheck.http(path, 80), path);
            assertThrows(ReleaseException.class, () -> new Drain(path, 80, null, 5), path);
        }
        assertEquals("/health?full=true", HealthCheck.http("/health?full=true", 80).path());
    }

    @Test
    void theStateIsSmallAndHoldsPlainTypesOnly() {
        EngineRun run = second("v1");
        run.toEnd();
        assertTrue(run.saved.get(0).length < 12_000, () -> run.saved.get(0).length + " bytes");
        List<String> wrong = new ArrayList<>();
        List<Class<?>> types = new ArrayList<>(List.of(
                ReleaseState.class, ReleaseSpec.class, ServiceMove.class, ServiceRecord.class, ReleaseResult.class));
        // what each phase remembers
        for (Field field : ReleaseState.class.getDeclaredFields()) {
            if (field.getType().isMemberClass()) {
                types.add(field.getType());
            }
        }
        types.add(HealthPhase.Tally.class);
        for (Class<?> type : types) {
            assertFalse(type.isRecord(), type::getName);
            for (Field field : type.getDeclaredFields()) {
                String name = field.getType().getName();
                boolean plain = field.getType().isPrimitive()
                        || name.startsWith("java.lang.")
                        || name.startsWith("java.util.ArrayList")
                        || name.startsWith("java.util.TreeMap")
                        || name.startsWith(ReleaseState.class.getPackageName());
                if (!plain && !Modifier.isStatic(field.getModifiers())) {
                    wrong.add(field.toString());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    @DisplayName("a refused move is not made again by a change in the cluster, only after its pause")
    void pauseAfterARefusal() {
        EngineRun run = new EngineRun(cluster, EngineRun.release(spec -> {}));
        run.toPhase(Phase.APPLY);
        cluster.before = call -> {
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        };
        Move.Wait pause = (Move.Wait) run.engine.advance(run.state, run.now);
        assertTrue(pause.untilMillis() > run.now);
        cluster.before = call -> {};
        int calls = cluster.calls.size();
        assertEquals(pause, run.engine.advance(run.state, pause.untilMillis() - 1));
        assertEquals(calls, cluster.calls.size());
        run.now = pause.untilMillis();
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }
}
