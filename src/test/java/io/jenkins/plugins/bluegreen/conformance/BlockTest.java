package io.jenkins.plugins.bluegreen.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.LiveColor;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios in which the block before the switch fails. */
class BlockTest extends BlueIsLive {
    private void assertBlockFails(Running.Block block, String... reasons) {
        try (LiveColor live = LiveColor.of(given)) {
            Released released = given.start("v2", spec -> {}, block).end();
            assertTrue(released.phases().contains(Phase.TEST), released::story);
            live.assertSurvived(released, reasons);
        }
    }

    @Test
    @DisplayName("C36 the block throws: its words, candidate gone, live colour untouched")
    void blockThrows() {
        assertBlockFails(
                state -> {
                    assertTrue(given.preview("/").startsWith("v2 backend-green-"));
                    throw new IllegalStateException("3 of 40 smoke tests failed");
                },
                "3 of 40 smoke tests failed");
    }

    @Test
    @DisplayName("C36 an assertion of the block fails: the same")
    void blockAsserts() {
        assertBlockFails(
                state -> {
                    throw new AssertionError("expected v2");
                },
                "expected v2");
    }

    @Test
    @DisplayName("a release that finds nothing to do says that its block did not run")
    void unchanged() {
        given.release("v2");
        Released released = given.start("v2", spec -> {}, state -> {
                    throw new IllegalStateException("it ran");
                })
                .end();
        assertEquals(Outcome.UNCHANGED, released.outcome(), released::story);
        released.assertSays("healthy; nothing to do.", "The block was left out.");
    }

    @Test
    @DisplayName("C36 the block times out: the same, even without a message")
    void blockTimesOut() {
        assertBlockFails(
                state -> {
                    throw new TimeoutException();
                },
                "TimeoutException");
    }

    @Test
    @DisplayName("C36 a block that waits for an approval is aborted: candidate gone, live colour untouched")
    void blockAborted() {
        CountDownLatch approval = new CountDownLatch(1);
        try (LiveColor live = LiveColor.of(given)) {
            Running running = given.start("v2", spec -> {}, state -> approval.await()).inPhase(Phase.TEST);
            assertFalse(running.isOver());
            Released released = running.abort().end();
            live.assertSurvived(Outcome.ABORTED, 0, released, "The build was aborted");
            assertEquals("blue", released.result().color());
        } finally {
            approval.countDown();
        }
    }
}
