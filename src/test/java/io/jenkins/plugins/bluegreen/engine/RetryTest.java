package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.Jitter;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("40 releases that the same hiccup hits at the same instant")
class RetryTest {
    private static final long HICCUP = 2_000_000;

    /** When each release makes its next move after the hiccup, in milliseconds. */
    private static List<Long> pauses(Phase phase, Consumer<EngineRun> hiccup) {
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            EngineRun run = new EngineRun(
                    new RecordingCluster(), ReleaseState.release(EngineRun.spec("build-" + i, spec -> {})));
            run.toPhase(phase);
            run.now = HICCUP;
            hiccup.accept(run);
            Move.Wait wait = (Move.Wait) run.engine.advance(run.state, run.now);
            pauses.add(wait.untilMillis() - HICCUP);
        }
        return pauses;
    }

    private static Consumer<EngineRun> refusal(String calls, long retryAfter) {
        return run -> run.cluster.before = call -> {
            if (call.startsWith(calls)) {
                throw new ClusterException(
                        ClusterException.Kind.UNAVAILABLE, Sentence.verbatim("down"), retryAfter, null);
            }
        };
    }

    /** Between the two limits, and in most of 20 equal parts of the time between them. */
    private static void assertSpread(long from, long to, List<Long> pauses) {
        Set<Long> parts = new TreeSet<>();
        for (long pause : pauses) {
            assertTrue(pause >= from && pause <= to + 100, () -> from + " to " + to + ": " + pauses);
            parts.add((pause - from) * 20 / (to - from));
        }
        assertTrue(parts.size() >= 12, () -> parts + " of 20: " + pauses);
    }

    @Test
    @DisplayName("come back at different instants")
    void refused() {
        assertSpread(125, 250, pauses(Phase.APPLY, refusal("", 0)));
    }

    @Test
    @DisplayName("come back at different instants after Retry-After, none before it")
    void retryAfter() {
        assertSpread(8_000, 12_000, pauses(Phase.APPLY, refusal("", 8_000)));
    }

    @Test
    @DisplayName("come back at different instants from a wait for the Lease")
    void lease() {
        assertSpread(2_500, 5_000, pauses(Phase.LOCK, run -> run.cluster.lease(EngineRun.LEASE, "busy", 60)));
    }

    @Test
    @DisplayName("renew the Lease at different instants")
    void renewal() {
        assertSpread(2_500, 5_000, pauses(Phase.READY, refusal("update lease", 0)));
    }

    @Test
    @DisplayName("come back at the same instants when a random schedule is repeated")
    void repeated() {
        assertEquals(Jitter.part(1_000, "build-1", 5), Jitter.part(1_000, "build-1", 5));
    }
}
