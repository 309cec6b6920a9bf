package io.jenkins.plugins.bluegreen.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("C90 A journal that fails")
class JournalTest {
    private static final int MOST_SAVES = 15;

    private final RecordingCluster cluster = new RecordingCluster();

    static Stream<Arguments> failures() {
        return Stream.of(
                        new ReleaseException(Sentence.verbatim("disk full")),
                        new IllegalStateException("a NUL can't be written"),
                        new UncheckedIOException(new IOException("disk full")))
                .flatMap(problem -> IntStream.rangeClosed(1, MOST_SAVES).mapToObj(n -> Arguments.of(n, problem)));
    }

    private EngineRun failingFrom(int nth, RuntimeException problem) {
        cluster.live(Color.BLUE, "v0");
        cluster.specHash = "v1";
        EngineRun run = new EngineRun(cluster, EngineRun.release(spec -> spec.monitor(MonitorSpec.lasting(20, 5))));
        int[] saves = {0};
        run.beforeSave = () -> {
            if (++saves[0] >= nth) {
                throw problem;
            }
        };
        return run;
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("from the n-th save on: a release that has not switched is brought back, another one goes on")
    void goodVersion(int nth, RuntimeException problem) {
        EngineRun run = failingFrom(nth, problem);
        ReleaseResult result = run.toEnd();
        boolean promoted = result.outcome() == Outcome.PROMOTED;
        assertTrue(promoted || result.outcome() == Outcome.FAILED_BEFORE_SWITCH, run.lines::toString);
        assertEquals(promoted ? "green" : "blue", cluster.liveColor());
        assertEquals(0, cluster.replicas.getOrDefault(promoted ? "backend-blue" : "backend-green", 0));
        assertTrue(cluster.leases.isEmpty(), run.lines::toString);
    }

    @ParameterizedTest
    @MethodSource("failures")
    @DisplayName("from the n-th save on stops no rollback")
    void brokenVersion(int nth, RuntimeException problem) {
        EngineRun run = failingFrom(nth, problem);
        ReleaseResult result = run.advance(state -> {
            if (state.phase() == Phase.MONITOR) {
                cluster.ready.put("backend-green", 0);
            }
            return false;
        });
        assertTrue(
                List.of(Outcome.ROLLED_BACK, Outcome.FAILED_BEFORE_SWITCH).contains(result.outcome()), run.lines::toString);
        assertEquals("blue", cluster.liveColor());
        assertEquals(0, cluster.replicas.getOrDefault("backend-green", 0));
        assertTrue(cluster.leases.isEmpty(), run.lines::toString);
    }
}
