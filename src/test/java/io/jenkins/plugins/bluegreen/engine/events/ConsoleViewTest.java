package io.jenkins.plugins.bluegreen.engine.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.EngineRun;
import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.BlockingDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The console, of a failure,")
class ConsoleViewTest {
    private static final String CAUSE = "3 of 7 smoke tests failed";

    private final List<String> lines = new CopyOnWriteArrayList<>();

    /** A release whose block fails, as lines of this view. */
    private ReleaseResult fail(ConsoleView view) throws Exception {
        RecordingCluster cluster = new RecordingCluster();
        ReleaseEngine engine = new ReleaseEngine(cluster, cluster, view, saved -> {}, Pace.normal());
        ReleaseState state = EngineRun.release(spec -> spec.stabilizeSeconds(0).body(true));
        return new BlockingDriver(engine, new ReleaseClock()).run(state, running -> {
            throw new IllegalStateException(CAUSE);
        });
    }

    private ConsoleView view() {
        return new ConsoleView(lines::add, Locale.ENGLISH, false);
    }

    private long said(String text) {
        return lines.stream().filter(line -> line.contains(text)).count();
    }

    @Test
    @DisplayName("says the sentence once, in the last line")
    void once() throws Exception {
        ReleaseResult result = fail(view());
        assertEquals(1, said("TEST     failed after"), lines::toString);
        assertEquals(1, said(CAUSE), lines::toString);
        assertTrue(lines.get(lines.size() - 1).endsWith(result.message().toString()), lines::toString);
    }

    @Test
    @DisplayName("leaves the sentence to the exception that fails the build")
    void leftToException() throws Exception {
        fail(view().withoutMessageOf(outcome -> outcome == Outcome.FAILED_BEFORE_SWITCH));
        assertEquals(0, said(CAUSE), lines::toString);
        assertEquals(1, said("FAILED_BEFORE_SWITCH after"), lines::toString);
    }
}
