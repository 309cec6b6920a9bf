package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What random schedules have found")
class FoundRacesTest {
    private final RecordingCluster cluster = new RecordingCluster();

    private EngineRun second(Consumer<ReleaseSpec.Builder> more) {
        cluster.live(Color.BLUE, "v0");
        return new EngineRun(cluster, EngineRun.release(more));
    }

    private EngineRun second() {
        return second(spec -> spec.monitor(MonitorSpec.lasting(10, 5)));
    }

    /** Once, right before a call takes effect. */
    private void before(String call, Runnable act) {
        cluster.before = made -> {
            if (made.equals(call)) {
                cluster.before = any -> {};
                act.run();
            }
        };
    }

    private long count(String call) {
        return cluster.calls.stream().filter(call::equals).count();
    }

    @Test
    @DisplayName("C52 a rollback to a colour that somebody has made live by hand retires nothing")
    void rollbackToWhatIsLive() {
        second().toEnd();
        cluster.patchByHuman("backend", RecordingCluster.traffic(Color.BLUE));
        cluster.replicas.put("backend-blue", 2);
        for (KeepPrevious keep : KeepPrevious.values()) {
            EngineRun run = new EngineRun(
                    cluster, ReleaseState.rollBack(EngineRun.spec("build-2", spec -> spec.keepPrevious(keep))));
            ReleaseResult result = run.toEnd();
            assertEquals(Outcome.UNCHANGED, result.outcome(), run.lines::toString);
            assertTrue(result.message().toString().contains("on backend-blue already"), result.message()::toString);
            assertEquals(2, cluster.replicas.get("backend-blue"), run.lines::toString);
        }
    }

    @Test
    @DisplayName("C52 an interrupted switch that somebody undid by hand is not taken over")
    void takeOverOfWhatWasUndone() {
        second().toPhase(Phase.MONITOR);
        cluster.patchByHuman("backend", RecordingCluster.traffic(Color.BLUE));
        cluster.leases.clear();
        EngineRun same = new EngineRun(
                cluster, ReleaseState.release(EngineRun.spec("build-2", spec -> {})));
        cluster.specHash = "v0";
        assertEquals(Outcome.UNCHANGED, same.toEnd().outcome(), same.lines::toString);
        assertEquals(2, cluster.replicas.get("backend-blue"), same.lines::toString);
    }

    @Test
    @DisplayName("C52 an interrupted rollback that somebody undid by hand is not taken over")
    void takeOverOfARollbackThatWasUndone() {
        second().toEnd();
        new EngineRun(cluster, ReleaseState.rollBack(EngineRun.spec("build-2", spec ->
                        spec.monitor(MonitorSpec.lasting(10, 5)))))
                .toPhase(Phase.MONITOR);
        cluster.patchByHuman("backend", RecordingCluster.traffic(Color.GREEN));
        cluster.leases.clear();
        EngineRun again = new EngineRun(cluster, ReleaseState.rollBack(EngineRun.spec("build-3", spec -> {})));
        ReleaseResult result = again.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome(), again.lines::toString);
        assertTrue(result.message().toString().contains("changed"), result.message()::toString);
        assertEquals(2, cluster.replicas.get("backend-green"), again.lines::toString);
    }

    @Test
    @DisplayName("C52 a plan that was made anew marks the Service before anything else is written")
    void replannedReleaseMarks() {
        EngineRun run = second();
        run.toPhase(Phase.APPLY);
        cluster.live(Color.GREEN, "v0");
        before("apply backend-blue", () -> assertEquals(Phase.APPLY, cluster.services.get("backend").record().phase()));
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
    }

    @Test
    @DisplayName("C54 a mark that never arrived is made before anything else is written")
    void lostMark() {
        EngineRun run = second();
        run.toPhase(Phase.APPLY);
        before("patch service backend to blue", () -> {
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        });
        run.advance(state -> cluster.calls.contains("apply service backend"));
        assertEquals(Phase.APPLY, cluster.services.get("backend").record().phase(), run.lines::toString);
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }

    @Test
    @DisplayName("C54 a mark whose answer was lost is known again")
    void markWithoutAnswer() {
        EngineRun run = second();
        run.toPhase(Phase.APPLY);
        cluster.after = patch -> {
            cluster.after = any -> {};
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        };
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertTrue(run.lines.stream().noneMatch(line -> line.contains("planning again")), run.lines::toString);
    }

    @Test
    @DisplayName("C57 an aborted first release leaves no phase in progress behind")
    void abortedFirstRelease() {
        EngineRun run = new EngineRun(cluster, EngineRun.release(spec -> spec.monitor(MonitorSpec.lasting(10, 5))));
        run.toPhase(Phase.MONITOR);
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertNull(cluster.services.get("backend").record().phase());
    }

    @Test
    @DisplayName("C73 a Service that somebody puts before the old colour while it is drained keeps its endpoints")
    void exposedDuringTheDrain() {
        EngineRun run = second(spec -> spec.drain(new Drain("/drain", 8080, null, 10)));
        before("drain", () -> cluster.others.add("reports"));
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals(2, cluster.replicas.get("backend-blue"), run.lines::toString);
    }

    /** Another process goes on from what this one has saved. */
    private EngineRun resumed(EngineRun dead) {
        EngineRun next = new EngineRun(cluster, SavedState.state(dead.saved.get(dead.saved.size() - 1)));
        next.now = dead.now;
        return next;
    }

    @Test
    @DisplayName("C52 a candidate that somebody has switched away from stays until the endpoints have left it")
    void switchedAwayByHand() {
        EngineRun run = second();
        run.toPhase(Phase.READY);
        cluster.strangers.add("backend-green-0");
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        run.advance(state -> run.lines.toString().contains("to leave the endpoints"));
        assertEquals(2, cluster.replicas.get("backend-green"), run.lines::toString);
        cluster.strangers.clear();
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals(0, cluster.replicas.get("backend-green"), run.lines::toString);
    }

    @Test
    @DisplayName("C90 of two Services, the second is not switched when that can't be saved, and the first goes back")
    void unsavedSwitchOfTheSecondService() {
        cluster.active = List.of("backend", "backend-grpc");
        EngineRun run = second();
        run.toPhase(Phase.SWITCH);
        cluster.after = patch -> {
            if (patch.equals("patch service backend to green")) {
                run.beforeSave = () -> {
                    throw new IllegalStateException("no space left on device");
                };
            }
        };
        assertEquals(Outcome.ROLLED_BACK, run.toEnd().outcome(), run.lines::toString);
        assertEquals(0, count("patch service backend-grpc to green"), run.lines::toString);
        cluster.services.values().forEach(view -> assertEquals("blue", view.traffic().selector().get("color")));
    }

    @Test
    @DisplayName("C57 an abort after the old colour was deleted comes too late, also in the process after")
    void abortedAfterTheDeletion() {
        EngineRun run = second(spec -> spec.keepPrevious(KeepPrevious.DELETE));
        before("delete backend-blue", () -> {
            cluster.replicas.remove("backend-blue");
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        });
        run.advance(state -> !cluster.replicas.containsKey("backend-blue"));
        EngineRun next = resumed(run);
        next.engine.abort(next.state, Sentence.of("abort.requested"));
        assertEquals(Outcome.PROMOTED, next.toEnd().outcome(), next.lines::toString);
        assertEquals("green", cluster.liveColor());
    }

    @Test
    @DisplayName("C52 a note on the Service while the mark comes off does not leave the mark")
    void noteWhileTheMarkComesOff() {
        EngineRun run = second();
        run.toPhase(Phase.READY);
        before(
                "patch service backend to blue",
                () -> cluster.patchByHuman("backend", cluster.services.get("backend").traffic()));
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertNull(cluster.services.get("backend").record().phase(), run.lines::toString);
    }

    @Test
    @DisplayName("C52 a Service that somebody deleted is said to be gone, and not to be back")
    void deletedService() {
        EngineRun run = second();
        run.toPhase(Phase.MONITOR);
        cluster.services.clear();
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.ROLLBACK_FAILED, result.outcome(), run.lines::toString);
        assertEquals("", result.color());
        String message = result.message().toString();
        assertTrue(message.contains("deleted by somebody else"), message);
        assertTrue(message.contains("Service backend is not there"), message);
        assertFalse(message.contains("The traffic is on"), message);
    }

    @Test
    @DisplayName("C52 a Service deleted while the release closes is no promotion")
    void deletedWhileClosing() {
        EngineRun run = second();
        run.toPhase(Phase.RETIRE);
        before("patch service backend to green", cluster.services::clear);
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.ROLLBACK_FAILED, result.outcome(), run.lines::toString);
        assertEquals("", result.color());
    }

    @Test
    @DisplayName("C50 endpoints of the other colour, while another release switches, are no strangers")
    void planWhileAnotherSwitches() {
        EngineRun run = second();
        cluster.strangers.add("backend-green-5d8f-x2x");
        run.advance(state -> state.phase() == Phase.SWITCH);
        assertEquals(Phase.SWITCH, run.state.phase(), run.lines::toString);
    }

    @Test
    @DisplayName("C50 a plan in the middle of another release's switch of two Services waits for it")
    void planBetweenTwoSwitches() {
        cluster.active = List.of("backend", "backend-grpc");
        EngineRun other = second();
        other.toPhase(Phase.SWITCH);
        before("patch service backend-grpc to green", () -> {
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        });
        other.advance(state -> cluster.calls.contains("patch service backend-grpc to green"));
        assertEquals("green", cluster.liveColor());
        cluster.specHash = "v2";
        EngineRun run = new EngineRun(cluster, ReleaseState.release(EngineRun.spec("build-2", spec -> {})));
        run.toPhase(Phase.LOCK);
        cluster.specHash = "v1";
        assertEquals(Outcome.PROMOTED, other.toEnd().outcome(), other.lines::toString);
        cluster.specHash = "v2";
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
    }

    @Test
    @DisplayName("C51 a Lease that is taken between our look at it and our renewal is a lost one")
    void takenBetweenLookAndRenewal() {
        EngineRun run = second();
        run.toPhase(Phase.READY);
        run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        cluster.lease(EngineRun.LEASE, "build-1", 60);
        before("get lease", () -> before("update lease", () -> cluster.lease(EngineRun.LEASE, "another", 60)));
        ReleaseResult result = run.toEnd();
        assertTrue(result.message().toString().contains("held by another"), run.lines::toString);
        assertEquals(2, cluster.replicas.get("backend-green"), "not scaled down without the Lease");
    }

    @Test
    @DisplayName("C53 a previous colour that somebody has scaled up meanwhile is not scaled down by a rollback to it")
    void scaledUpBeforeARollback() {
        second(spec -> spec.keepPrevious(KeepPrevious.RUNNING)).toEnd();
        EngineRun run = new EngineRun(cluster, ReleaseState.rollBack(EngineRun.spec("build-2", spec -> {})));
        run.toPhase(Phase.APPLY);
        cluster.replicas.put("backend-blue", 4);
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals(4, cluster.replicas.get("backend-blue"), run.lines::toString);
    }

    @Test
    @DisplayName("C50 a rollback scales the previous colour up even where the watch shows it running still")
    void watchBehindTheLastRetirement() {
        second(spec -> spec.keepPrevious(KeepPrevious.RUNNING)).toEnd();
        EngineRun run = new EngineRun(cluster, ReleaseState.rollBack(EngineRun.spec("build-2", spec -> {})));
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals(1, count("scale backend-blue to 2"), run.lines::toString);
    }

    @Test
    @DisplayName("C57 an abort once the old colour is told to go ends in the promotion")
    void abortedOnceTheOldColorGoes() {
        EngineRun run = second();
        run.toPhase(Phase.RETIRE);
        before("patch service backend to green", () -> {
            run.engine.abort(run.state, Sentence.of("abort.requested"));
            throw RecordingCluster.refusal(ClusterException.Kind.CONFLICT);
        });
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals("green", cluster.liveColor());
    }

    @Test
    @DisplayName("C57 an old colour that may have been told to go is scaled up, whatever the watch shows")
    void broughtBackBehindTheWatch() {
        EngineRun run = second(spec -> {});
        run.toPhase(Phase.RETIRE);
        before("scale backend-blue to 0", () -> {
            run.engine.abort(run.state, Sentence.of("abort.requested"));
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        });
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals(1, count("scale backend-blue to 2"), run.lines::toString);
        int scaled = cluster.calls.indexOf("scale backend-blue to 2");
        int listed = cluster.calls.lastIndexOf("list pods");
        assertTrue(scaled < listed, cluster.calls::toString);
        assertTrue(listed < cluster.calls.lastIndexOf("patch service backend to blue"), cluster.calls::toString);
    }

    @Test
    @DisplayName("C55 a rollback of two Services, of which a release that died has switched one, brings that one back")
    void rollbackOfHalfASwitch() {
        cluster.active = List.of("backend", "backend-grpc");
        second().toEnd();
        cluster.specHash = "v2";
        EngineRun died = new EngineRun(cluster, ReleaseState.release(EngineRun.spec("build-2", spec -> {})));
        died.toPhase(Phase.SWITCH);
        before("patch service backend-grpc to blue", () -> {
            throw new InternalError("the process dies");
        });
        assertThrows(InternalError.class, died::toEnd);
        cluster.leases.clear();
        EngineRun run = new EngineRun(cluster, ReleaseState.rollBack(EngineRun.spec("build-3", spec -> {})));
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        for (String service : cluster.active) {
            assertEquals("green", cluster.services.get(service).traffic().selector().get("color"), service);
        }
        assertEquals(2, cluster.replicas.get("backend-green"), run.lines::toString);
    }

    @Test
    @DisplayName("C52 a rollback of a Service that somebody has sent to both colours names who did, and leaves it")
    void rollbackOfAMixedService() {
        second().toEnd();
        Traffic both = RecordingCluster.traffic(Color.GREEN).without("color");
        cluster.patchByHuman("backend", both);
        EngineRun run = new EngineRun(cluster, ReleaseState.rollBack(EngineRun.spec("build-2", spec -> {})));
        ReleaseResult result = run.toEnd();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, result.outcome(), run.lines::toString);
        assertTrue(result.message().toString().contains("changed by \"human\""), result.message()::toString);
        assertTrue(cluster.services.get("backend").traffic().selectsAs(both));
    }

    @Test
    @DisplayName("C57 an abort right after the patch does not believe endpoints that never went")
    void backBeforeTheEndpointsWent() {
        EngineRun run = second(spec -> spec.scaleDownDelaySeconds(0));
        cluster.strangers.add("backend-blue-late");
        run.toPhase(Phase.SWITCH);
        run.advance(state -> state.switching.switchedAt != 0);
        cluster.strangers.clear();
        long aborted = run.now;
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertTrue(run.now - aborted >= Pace.normal().poll(), () -> "after " + (run.now - aborted) + " ms");
    }

    @Test
    @DisplayName("C52 a rollback does not believe endpoints that may be of somebody's switch there and back again")
    void backWhileSomebodySwitches() {
        EngineRun run = second(spec -> spec.monitor(MonitorSpec.lasting(10, 5)).scaleDownDelaySeconds(0));
        run.toPhase(Phase.MONITOR);
        cluster.patchByHuman("backend", RecordingCluster.traffic(Color.BLUE));
        before("patch service backend to blue", () -> cluster.patchByHuman(
                "backend", RecordingCluster.traffic(Color.GREEN)));
        long changed = run.now;
        assertEquals(Outcome.ROLLED_BACK, run.toEnd().outcome(), run.lines::toString);
        assertTrue(run.now - changed >= Pace.normal().poll(), () -> "after " + (run.now - changed) + " ms");
    }

    @Test
    @DisplayName("C50 a rollback whose colour another release made live meanwhile does not scale it down")
    void madeLiveMeanwhile() {
        second().toEnd();
        EngineRun run = new EngineRun(cluster, ReleaseState.rollBack(EngineRun.spec("build-2", spec -> {})));
        run.toPhase(Phase.APPLY);
        before("patch service backend to green", () -> {
            cluster.live(Color.BLUE, "v2");
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        });
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, run.toEnd().outcome(), run.lines::toString);
        assertEquals(2, cluster.replicas.get("backend-blue"), run.lines::toString);
    }

    @Test
    @DisplayName("C53 a Deployment made anew is not taken for its deleted namesake, which the watch still shows")
    void namesakeInTheWatch() {
        EngineRun run = second();
        run.toPhase(Phase.READY);
        cluster.hashes.put("backend-green", "deleted");
        run.advance(state -> state.waitingFor() != null);
        cluster.hashes.put("backend-green", cluster.specHash);
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }

    @Test
    @DisplayName("C55 a process that dies once the Lease is given back is followed by one that knows the end")
    void diesAfterTheEnd() {
        EngineRun run = second();
        before("delete lease", () -> {
            cluster.leases.clear();
            throw new InternalError("the process dies");
        });
        try {
            run.toEnd();
        } catch (InternalError dies) {
            run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        }
        run.lines.clear();
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals(1, run.lines.size(), run.lines::toString);
        assertEquals(List.of(0L), List.of(count("get lease")));
    }

    @Test
    @DisplayName("C57 a Lease that was taken without anybody seeing the answer is given back by the aborted build")
    void leaseWithoutAnswer() {
        EngineRun run = second();
        run.toPhase(Phase.LOCK);
        run.cluster.createLease(EngineRun.LEASE, run.state.spec().id(), "", 60);
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertTrue(cluster.leases.isEmpty(), cluster.leases::toString);
    }

    @Test
    @DisplayName("C54 a rollback whose last patch arrived, without an answer and at the deadline, has not failed")
    void backWithoutAnswer() {
        EngineRun run = second();
        run.toPhase(Phase.MONITOR);
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        cluster.after = call -> {
            cluster.after = any -> {};
            run.state.deadline = 0;
            throw RecordingCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        };
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertEquals("blue", run.state.result.color());
    }

    @Test
    @DisplayName("C58 a process whose clock is behind renews the Lease before it believes that it holds it")
    void clockBehind() {
        EngineRun run = second();
        run.toPhase(Phase.READY);
        run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        run.now -= 3_600_000;
        cluster.lease(EngineRun.LEASE, "another", 60);
        ReleaseResult result = run.toEnd();
        assertTrue(result.message().toString().contains("held by another"), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertEquals(2, cluster.replicas.get("backend-green"));
    }

    @Test
    @DisplayName("C53 a release that deleted the old colour before its controller stopped does not try to go back to it")
    void stoppedAfterTheDeletion() {
        EngineRun run = second(spec -> spec.keepPrevious(KeepPrevious.DELETE));
        before("delete backend-blue", () -> {
            cluster.replicas.remove("backend-blue");
            throw new InternalError("the process dies");
        });
        assertThrows(InternalError.class, run::toEnd);
        run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        cluster.ready.put("backend-green", 0);
        assertEquals(Outcome.PROMOTED, run.toEnd().outcome(), run.lines::toString);
    }
}
