package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Settled;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.conformance.sweep.CrashSweepTest;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios that the crash sweep and the fault sweep found, one by one. */
class InterruptedReleaseTest {
    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private static void briefly(ReleaseSpec.Builder spec) {
        Given.watched(spec);
        spec.monitor(MonitorSpec.lasting(1, 1)).lockTimeoutSeconds(30);
    }

    private static boolean isAnnotated(Call call) {
        return call.is("patch", "services") && !call.dryRun();
    }

    /** Simulates the end of the process with the loss of its state. */
    private void dies(Running running) {
        given.cluster.requireToken("next");
        running.abandon();
        given.reconnected("next");
    }

    private void switchedAndDead() {
        given.live(BLUE).pace = CrashSweepTest.PACE;
        dies(given.start("v2", Given::watched).inPhase(Phase.MONITOR));
    }

    @Test
    @DisplayName("C55 dead while it was watched: the next build that wants the same watches and retires the old colour")
    void isEndedByTheNextBuild() {
        switchedAndDead();
        Released next = given.release("v2", InterruptedReleaseTest::briefly);
        assertEquals(Outcome.PROMOTED, next.outcome(), next::story);
        assertTrue(next.phases().containsAll(List.of(Phase.LOCK, Phase.MONITOR, Phase.RETIRE)), next::story);
        Settled.assertOn(given, "v2", 2);
        Released back = given.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        Settled.assertOn(given, "v1", 2);
    }

    @Test
    @DisplayName("C55 C72 the same while a Pod that was evicted is being replaced: taken over, the way back stays")
    void isEndedWhileAPodIsReplaced() {
        switchedAndDead();
        String pod = given.pods(GREEN).get(0);
        given.cluster.setEnv(NAMESPACE, pod, "READY", "0");
        given.cluster.await("one ready Pod", () -> given.readyPods("backend-green") == 1);
        Running next = given.start("v2", InterruptedReleaseTest::briefly).inPhase(Phase.LOCK);
        given.cluster.setEnv(NAMESPACE, pod, "READY", "");
        Released ended = next.end();
        assertEquals(Outcome.PROMOTED, ended.outcome(), ended::story);
        Settled.assertOn(given, "v2", 2);
        assertEquals(Outcome.PROMOTED, given.rollBack().outcome());
        Settled.assertOn(given, "v1", 2);
    }

    private void redeployedAndDead() {
        given.live(BLUE).pace = CrashSweepTest.PACE;
        dies(given.start("v1", spec -> {
                    Given.watched(spec);
                    spec.redeploy(true);
                })
                .inPhase(Phase.MONITOR));
    }

    @Test
    @DisplayName("C55 report 44: dead while a redeployment was watched: the next build of that content goes on with it")
    void redeploymentIsEndedByTheNextBuild() {
        redeployedAndDead();
        Released next = given.release("v1", InterruptedReleaseTest::briefly);
        assertEquals(Outcome.PROMOTED, next.outcome(), next::story);
        assertFalse(next.phases().contains(Phase.APPLY), next::story);
        assertEquals("green", given.liveColor());
        Released after = given.release("v1");
        assertEquals(Outcome.UNCHANGED, after.outcome(), after::story);
    }

    @Test
    @DisplayName("C55 report 44: the same, and it crashes: brought back, with the reason from its own Pods")
    void redeploymentIsRolledBackByTheNextBuild() {
        redeployedAndDead();
        Running next = given.start("v1", spec -> {
                    Given.watched(spec);
                    spec.lockTimeoutSeconds(30);
                })
                .inPhase(Phase.MONITOR);
        given.cluster.crash(NAMESPACE, given.pods(GREEN).get(0), 7);
        Released back = next.end();
        assertEquals(Outcome.ROLLED_BACK, back.outcome(), back::story);
        back.assertSays("exit code 7");
        assertEquals("blue", given.liveColor());
    }

    @Test
    @DisplayName("C55 dead while it was watched, and DOWN: the next build that wants the same brings the traffic back")
    void isRolledBackByTheNextBuild() {
        switchedAndDead();
        given.sicken(GREEN);
        Released next = given.release("v2", InterruptedReleaseTest::briefly);
        assertEquals(Outcome.ROLLED_BACK, next.outcome(), next::story);
        Settled.assertOn(given, "v1", 1);
    }

    @Test
    @DisplayName("C55 not dead at all: the next build that wants the same waits for it, and has nothing to do")
    void isLeftToItsOwnBuild() {
        given.live(BLUE);
        Running first = given.start("v2", InterruptedReleaseTest::briefly).inPhase(Phase.MONITOR);
        Running second = given.start("v2", InterruptedReleaseTest::briefly).inPhase(Phase.LOCK);
        assertEquals(Outcome.PROMOTED, first.end().outcome());
        Released next = second.end();
        assertEquals(Outcome.UNCHANGED, next.outcome(), next::story);
        Settled.assertOn(given, "v2", 2);
        Settled.assertUnlocked(given);
    }

    @Test
    @DisplayName("C55 the first release dead while it was watched: the next build that wants the same ends it")
    void firstReleaseIsEnded() {
        given.pace = CrashSweepTest.PACE;
        dies(given.start("v1", Given::watched).inPhase(Phase.MONITOR));
        Released next = given.release("v1", InterruptedReleaseTest::briefly);
        assertEquals(Outcome.PROMOTED, next.outcome(), next::story);
        Settled.assertOn(given, "v1", 1);
    }

    @Test
    @DisplayName("C55 a rollback dead after its switch: the next one retires the colour that was left")
    void rollbackIsEndedByTheNextOne() {
        given.live(GREEN).pace = CrashSweepTest.PACE;
        dies(given.startRollBack(Given::watched).inPhase(Phase.MONITOR));
        Released next = given.rollBack(InterruptedReleaseTest::briefly);
        assertEquals(Outcome.PROMOTED, next.outcome(), next::story);
        Settled.assertOn(given, "v1", 2);
        assertEquals("backend-green", given.annotation("rolled-back-from"));
    }

    @Test
    @DisplayName("C51 a move that took longer than the Lease is sure renews it before it writes")
    void renewsBeforeItWrites() {
        given.live(BLUE).pace = CrashSweepTest.PACE;
        // after a renewal that may have come just before, and before the patch of the switch
        given.cluster.when(
                call -> call.is("list", "pods") && call.path().contains("labelSelector"),
                1,
                Fault.stall(Duration.ofMillis(5_000)));
        Released released = given.release("v2");
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    @Test
    @DisplayName("C54 a token that expires while the release is watched, and is renewed: the release goes on")
    void tokenExpiresWhileWatched() {
        given.live(BLUE);
        Running running = given.start("v2", InterruptedReleaseTest::briefly).inPhase(Phase.MONITOR);
        given.cluster.atCall(1, Fault.unauthorized());
        Released released = running.end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    @Test
    @DisplayName("C54 409 to a read on the way back, and to scalings that have no precondition: asked again")
    void conflictWithoutPrecondition() {
        given.live(BLUE);
        Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
        given.cluster.when(InterruptedReleaseTest::isAnnotated, 1, Fault.before(() -> given.cluster.when(
                call -> call.is("get", "services"), 1, Fault.conflict())));
        given.cluster.when(call -> call.is("patch", "deployments"), 1, Fault.conflict());
        given.sicken(GREEN);
        Released back = running.end();
        assertEquals(Outcome.ROLLED_BACK, back.outcome(), back::story);
        Settled.assertOn(given, "v1", 1);
        given.cluster.when(call -> call.is("patch", "deployments"), 1, Fault.conflict());
        Released third = given.release("v3");
        assertEquals(Outcome.PROMOTED, third.outcome(), third::story);
        Settled.assertOn(given, "v3", 2);
    }

    @Test
    @DisplayName("C54 a token that expires on the way back, and is renewed: the traffic comes back")
    void tokenExpiresOnTheWayBack() {
        given.live(BLUE);
        Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
        given.cluster.when(InterruptedReleaseTest::isAnnotated, 1, Fault.unauthorized());
        given.sicken(GREEN);
        Released released = running.end();
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        Settled.assertOn(given, "v1", 1);
    }

    /** Two releases of two Services; a third one, or its rollback, ends between the patches of both. */
    private Load deadBetweenTwoServices(String patched) {
        given.pace = CrashSweepTest.PACE;
        given.and(Yaml.SERVICE.replace("name: ${APP}\n", "name: ${APP}-grpc\n")).live(BLUE);
        Load load = given.traffic();
        Running running = given.start("v2", Given::watched);
        if (patched.equals("blue")) {
            running.inPhase(Phase.MONITOR);
        }
        given.cluster.always(
                call -> call.is("patch", "services")
                        && !call.dryRun()
                        && call.name().equals("backend-grpc")
                        && patched.equals(given.liveColor()),
                Fault.unavailable());
        if (patched.equals("blue")) {
            given.sicken(GREEN);
        }
        given.cluster.await("the first Service on " + patched, () -> patched.equals(given.liveColor()));
        dies(running);
        given.cluster.clearFaults();
        assertNotEquals(given.liveColor(), given.liveColor("backend-grpc"));
        return load;
    }

    private void assertBothOn(String color, String version, Released released, Load load) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(color, given.liveColor());
        assertEquals(color, given.liveColor("backend-grpc"));
        assertEquals(version, given.version());
        given.await(load, 50);
        Given.nothingLost(load);
    }

    @Test
    @DisplayName("C55 dead between two Services of its switch: the next build of the same version completes it")
    void deadInTheSwitch() {
        try (Load load = deadBetweenTwoServices("green")) {
            Released next = given.release("v2", InterruptedReleaseTest::briefly);
            assertTrue(next.story().contains("completes the switch"), next::story);
            assertBothOn("green", "v2", next, load);
        }
    }

    @Test
    @DisplayName("C55 dead between two Services of its switch: another version brings them to one colour first")
    void deadInTheSwitchOfAnotherVersion() {
        try (Load load = deadBetweenTwoServices("green")) {
            Released told = given.release("v3", spec -> spec.dryRun(true));
            assertEquals(Outcome.UNCHANGED, told.outcome(), told::story);
            told.assertSays("was interrupted between two Services", "Nothing was changed");
            Released next = given.release("v3", InterruptedReleaseTest::briefly);
            assertTrue(next.story().contains("backend was brought back to backend-blue"), next::story);
            assertBothOn("green", "v3", next, load);
        }
    }

    @Test
    @DisplayName("C55 dead between two Services of its rollback: a rollback by hand completes it")
    void deadInTheRollback() {
        try (Load load = deadBetweenTwoServices("blue")) {
            assertBothOn("blue", "v1", given.rollBack(InterruptedReleaseTest::briefly), load);
        }
    }

    @Test
    @DisplayName("C55 dead between two Services of its rollback: the next version goes on from the old one")
    void deadInTheRollbackOfAnotherVersion() {
        try (Load load = deadBetweenTwoServices("blue")) {
            Released next = given.release("v3", InterruptedReleaseTest::briefly);
            assertTrue(next.story().contains("backend-grpc was brought back to backend-blue"), next::story);
            assertBothOn("green", "v3", next, load);
        }
    }
}
