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
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Whoever is told of a release")
class AllEventsTest {
    private static Stream<Throwable> problems() {
        return Stream.of(new IllegalStateException("a bug"), new NoClassDefFoundError("another plugin's class"));
    }

    /** Throws whatever it is told. */
    private static ReleaseEvents throwing(Throwable problem) {
        return (ReleaseEvents) Proxy.newProxyInstance(
                ReleaseEvents.class.getClassLoader(), new Class<?>[] {ReleaseEvents.class}, (self, method, told) -> {
                    throw problem;
                });
    }

    @ParameterizedTest
    @MethodSource("problems")
    @DisplayName("C61 can throw: the release goes on, and the others hear all of it")
    void oneThrows(Throwable problem) throws Exception {
        RecordingCluster cluster = new RecordingCluster();
        List<String> heard = new CopyOnWriteArrayList<>();
        ReleaseEngine engine = new ReleaseEngine(
                cluster,
                cluster,
                ReleaseEvents.all(List.of(throwing(problem), new ConsoleView(heard::add, Locale.ENGLISH, false))),
                saved -> {},
                Pace.normal());
        ReleaseState state = EngineRun.release(spec -> spec.stabilizeSeconds(0).scaleDownDelaySeconds(0));
        ReleaseResult result = new BlockingDriver(engine, new ReleaseClock()).run(state, null);
        assertEquals(Outcome.PROMOTED, result.outcome());
        assertTrue(heard.get(0).contains("PLAN"), heard::toString);
        assertTrue(heard.get(heard.size() - 1).contains("PROMOTED"), heard::toString);
    }
}
