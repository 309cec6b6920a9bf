package io.jenkins.plugins.bluegreen.conformance.refuse;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** C20: an API that does not answer in PLAN is asked again for a while. {@link RefuseTest} has what it never answers. */
class PlanOutageTest {
    private static final Predicate<Call> READS_SERVICE = call -> call.is("get", "services");

    private final Given given = Given.anApplication("backend");

    @BeforeEach
    void liveBlue() {
        given.live(BLUE).reconnected();
    }

    @AfterEach
    void close() {
        given.close();
    }

    @ParameterizedTest(
            name = "C20 {0} in PLAN for a while: asked again, said once, promoted",
            quoteTextArguments = false)
    @MethodSource("passing")
    void asksAgain(String what, Predicate<Call> calls, Fault fault) {
        given.cluster.always(calls, fault);
        Running running = given.start("v2", spec -> {}).saying("does not answer as it should");
        given.cluster.await("the API to be asked again", () -> given.cluster.requests().count(calls) >= 3);
        given.cluster.clearFaults();
        Released released = running.end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals("v2", given.version());
        for (String once : List.of("does not answer as it should", "Candidate is green", "waiting for")) {
            long lines = released.lines().stream()
                    .filter(line -> line.contains(" PLAN ") && line.contains(once))
                    .count();
            assertEquals(1, lines, () -> once + "\n" + released.story());
        }
    }

    static Stream<Arguments> passing() {
        return Stream.of(
                passing("503 to the Service", READS_SERVICE, Fault.unavailable()),
                passing("500 to a watch", call -> call.is("list", "deployments"), Fault.internalError()),
                passing("a reset review", call -> call.resource().startsWith("selfsubject"), Fault.reset()),
                passing(
                        "429 to a dry run",
                        call -> call.is("apply", "deployments") && call.dryRun(),
                        Fault.tooManyRequests(Duration.ofSeconds(1))));
    }

    private static Arguments passing(String what, Predicate<Call> calls, Fault fault) {
        return Arguments.of(what, calls, fault);
    }

    @Test
    @DisplayName("C20 503 in the PLAN of a rollback for a while: asked again, and brought back")
    void rollback() {
        given.live(BLUE.other()).reconnected();
        given.cluster.always(READS_SERVICE, Fault.unavailable());
        Running running = given.startRollBack(spec -> {}).saying("does not answer as it should");
        given.cluster.clearFaults();
        Released back = running.end();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("blue", given.liveColor());
    }

    @Test
    @DisplayName("C20 503 in PLAN, and a user who aborts: ends at once")
    void aborted() {
        given.cluster.always(READS_SERVICE, Fault.unavailable());
        Released aborted = given.start("v2", spec -> {})
                .saying("does not answer as it should")
                .abort()
                .end();
        assertEquals(Outcome.ABORTED, aborted.outcome(), aborted::story);
        assertTrue(aborted.result().millis() < given.pace.step() / 4, aborted::story);
    }

    @Test
    @DisplayName("C20 401 in PLAN is not asked again: the same token would get the same answer")
    void unauthorized() {
        given.cluster.always(READS_SERVICE, Fault.unauthorized());
        Released refused = given.release("v2").assertRefused("credentials");
        assertTrue(refused.requests().count(READS_SERVICE) <= 2, refused::story);
    }
}
