package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(180)
@DisplayName("C54 While no watch is answered but everything else is")
class WatchTroubleTest {
    private static final Predicate<Call> WATCH = call -> call.verb().equals("watch");
    private static final List<String> KINDS = List.of("pods", "deployments", "endpointslices");

    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("forbidden", new Fault.Answer(403, "Forbidden", "no watches here", null)),
                Arguments.of("a proxy's page", new Fault.Page(503, "<html>Service Unavailable</html>")),
                Arguments.of("no answer", Fault.stall(Duration.ofMinutes(10))));
    }

    private static void lose(Given given, Fault fault) {
        given.cluster.always(WATCH, fault);
        given.cluster.restart();
    }

    /** At most one list of a kind in 5 s, besides the first one and those after a reconnection. */
    private static void assertFewLists(Released released, long since) {
        long seconds = Duration.ofNanos(System.nanoTime() - since).toSeconds();
        for (String kind : KINDS) {
            int lists = released.requests().count(call -> call.is("list", kind)
                    && !call.path().contains("Selector=")
                    && !call.path().contains("limit="));
            assertTrue(
                    lists <= 3 + seconds / 5,
                    () -> kind + " " + lists + " in " + seconds + " s\n" + released.requests());
        }
    }

    @ParameterizedTest(name = "{0}: a crash in MONITOR is seen and rolled back; told once; few lists")
    @MethodSource("faults")
    void crash(String name, Fault fault) {
        given.live(BLUE);
        long since = System.nanoTime();
        Running running = given.start(
                        "v2",
                        spec -> spec.monitor(MonitorSpec.lasting(60, 1)).timeoutSeconds(60),
                        state -> lose(given, fault))
                .saying("do not answer")
                .inPhase(Phase.MONITOR);
        given.cluster.crash(NAMESPACE, given.pods(GREEN).get(0), 1);
        Released released = running.end();
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        assertEquals("blue", given.liveColor());
        assertEquals(
                1,
                released.story().lines().filter(line -> line.contains("do not answer")).count(),
                released::story);
        assertFewLists(released, since);
    }

    @Test
    @DisplayName("a release is promoted, and follows the watches once they are answered again")
    void promoted() {
        given.live(BLUE);
        Running running = given.start(
                        "v2",
                        spec -> spec.monitor(MonitorSpec.lasting(12, 1)).timeoutSeconds(60),
                        state -> lose(given, Fault.unavailable()))
                .inPhase(Phase.MONITOR);
        given.cluster.clearFaults();
        Released released = running.end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    @Test
    @DisplayName("from the first moment on: a release is promoted")
    void fromTheBeginning() {
        given.live(BLUE);
        given.cluster.always(WATCH, Fault.unavailable());
        Released released = given.release("v2", spec -> spec.timeoutSeconds(60));
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }
}
