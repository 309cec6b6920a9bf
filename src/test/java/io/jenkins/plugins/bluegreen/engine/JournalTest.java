package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.simulation.Sneaky;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("C90 A journal that fails")
class JournalTest {
    private static final int MOST_SAVES = 22;

    private final RecordingCluster cluster = new RecordingCluster();

    /** As the file's writer throws it, and as its libraries do. */
    private static Stream<Throwable> problems() {
        return Stream.of(
                new ReleaseException(Sentence.verbatim("disk full"), new IOException("disk full")),
                new IllegalStateException("a NUL can't be written"),
                new UncheckedIOException(new IOException("disk full")),
                new NotSerializableException("undeclared"),
                new NoClassDefFoundError("a library of another version"));
    }

    static Stream<Arguments> failures() {
        return problems()
                .flatMap(problem -> IntStream.rangeClosed(1, MOST_SAVES).mapToObj(n -> Arguments.of(n, problem)));
    }

    private EngineRun failing(IntPredicate saves, Throwable problem) {
        cluster.live(Color.BLUE, "v0");
        cluster.specHash = "v1";
        EngineRun run = new EngineRun(cluster, EngineRun.release(spec -> spec.monitor(MonitorSpec.lasting(20, 5))));
        int[] saved = {0};
        run.beforeSave = () -> {
            if (saves.test(++saved[0])) {
                Sneaky.raise(problem);
            }
        };
        return run;
    }

    private void assertEndsWell(EngineRun run) {
        ReleaseResult result = run.toEnd();
        boolean promoted = result.outcome() == Outcome.PROMOTED;
        assertTrue(promoted || result.outcome() == Outcome.FAILED_BEFORE_SWITCH, run.lines::toString);
        assertEquals(promoted ? "green" : "blue", cluster.liveColor());
        assertEquals(0, cluster.replicas.getOrDefault(promoted ? "backend-blue" : "backend-green", 0));
        assertTrue(cluster.leases.isEmpty(), run.lines::toString);
    }

    private void assertBroughtBack(EngineRun run) {
        ReleaseResult result = run.advance(state -> {
            if (state.phase() == Phase.MONITOR) {
                cluster.ready.put("backend-green", 0);
            }
            return false;
        });
        List<Outcome> back = List.of(Outcome.ROLLED_BACK, Outcome.FAILED_BEFORE_SWITCH);
        assertTrue(back.contains(result.outcome()), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertEquals(0, cluster.replicas.getOrDefault("backend-green", 0));
        assertTrue(cluster.leases.isEmpty(), run.lines::toString);
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("from the n-th save on: a release that has not switched is brought back, another one goes on")
    void goodVersion(int nth, Throwable problem) {
        assertEndsWell(failing(n -> n >= nth, problem));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("at the n-th save alone: the same")
    void goodVersionOnce(int nth, Throwable problem) {
        assertEndsWell(failing(n -> n == nth, problem));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("from the n-th save on stops no rollback")
    void brokenVersion(int nth, Throwable problem) {
        assertBroughtBack(failing(n -> n >= nth, problem));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("at the n-th save alone stops no rollback")
    void brokenVersionOnce(int nth, Throwable problem) {
        assertBroughtBack(failing(n -> n == nth, problem));
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("from the n-th save on, and the process dies under traffic: the next one brings the traffic back")
    void diesUnderTraffic(int nth, Throwable problem) {
        EngineRun run = failing(n -> n >= nth, problem);
        if (run.advance(state -> state.phase() == Phase.MONITOR) != null || run.saved.isEmpty()) {
            return;
        }
        run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        cluster.ready.put("backend-green", 0);
        run.engine.abort(run.state, Sentence.of("abort.requested"));
        assertEquals(Outcome.ABORTED, run.toEnd().outcome(), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertEquals(0, cluster.replicas.getOrDefault("backend-green", 0));
    }

    @ParameterizedTest
    @MethodSource("problems")
    @DisplayName("right before the Service's patch: the patch is not sent, and the candidate goes")
    void beforeThePatch(Throwable problem) {
        EngineRun run = failing(n -> false, problem);
        run.beforeSave = () -> {
            if (run.state.trafficMoved()) {
                Sneaky.raise(problem);
            }
        };
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, run.toEnd().outcome(), run.lines::toString);
        assertFalse(
                cluster.calls.stream().anyMatch(call -> call.matches("patch service .* to green.*")),
                cluster.calls::toString);
        assertEquals("blue", run.state.result().color());
        assertEquals(0, cluster.replicas.getOrDefault("backend-green", 0));
        assertTrue(cluster.leases.isEmpty(), run.lines::toString);
    }

    @Test
    @DisplayName("in all phases is tried: the release saves at most so often")
    void enoughSaves() {
        EngineRun run = failing(n -> n > MOST_SAVES, new AssertionError("more saves than are tried"));
        run.toEnd();
        assertTrue(run.lines.stream().noneMatch(line -> line.contains("AssertionError")), run.lines::toString);
    }

    @Test
    @DisplayName("because the process is at its end ends the release where it is; the next process goes on")
    void endOfTheProcess() {
        EngineRun run = failing(n -> n == 8, new InternalError("the process dies"));
        assertThrows(InternalError.class, run::toEnd);
        run.state = SavedState.state(run.saved.get(run.saved.size() - 1));
        assertEndsWell(run);
    }
}
