package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("C123 A token that expires")
class TokenTest {
    private final Given given = Given.anApplication("backend");
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String held = "the first token";

    @BeforeEach
    void liveBlue() {
        given.live(BLUE).reconnected(this::provide);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private String provide() {
        asked.incrementAndGet();
        return held;
    }

    /** The cluster accepts another token from now on; open watches end, as with a server that is restarted. */
    private void expire(String next) {
        given.cluster.requireToken(next);
        given.cluster.restart();
    }

    @Test
    @DisplayName("while a healthy release is monitored and is renewed by its provider: the release goes on")
    void renewed() {
        Running running = given.start("v2", Given::watched);
        running.inPhase(Phase.MONITOR);
        held = "the second token";
        expire(held);
        // what the watches show decides, and they come back with the new token
        given.cluster.await("the watches to come back", () -> given.cluster.openWatches() >= 3);
        given.sicken(GREEN);
        Released released = running.end();
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        assertEquals("blue", given.liveColor());
        assertTrue(asked.get() <= 5, asked::toString);
        assertFalse(released.story().contains("does not know who we are"), released::story);
    }

    @Test
    @DisplayName("right before its writes and is renewed at once: promoted, and nobody notices")
    void oftenRenewed() {
        for (String written : new String[] {"apply deployments", "patch services", "patch deployments"}) {
            String[] verb = written.split(" ");
            given.cluster.when(call -> call.is(verb[0], verb[1]) && !call.dryRun(), 1, Fault.before(() -> {
                held = "the token to " + written;
                given.cluster.requireToken(held);
            }));
        }
        Released released = given.release("v2");
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertTrue(asked.get() >= 4, asked::toString);
        assertEquals("green", given.liveColor());
        assertFalse(released.story().contains("does not know who we are"), released::story);
        long refused = released.requests().count(call -> call.status() == 401);
        assertTrue(refused >= 3 && refused <= 12, released.requests()::toString);
    }

    @Test
    @DisplayName("before the switch and is renewed by nobody: fails, says so, and the traffic stays")
    void stays() {
        Running running = given.start("v2", spec -> spec.timeoutSeconds(8).rollbackTimeoutSeconds(4));
        running.inPhase(Phase.APPLY);
        given.cluster.requireToken("nobody's");
        Released released = running.end();
        assertEquals("blue", given.liveColor());
        released.assertSays("does not know who we are", given.cluster.url(), "credentials", "The traffic is on backend-blue");
    }

    @Test
    @DisplayName("and is renewed by a person before the timeout: the release goes on")
    void renewedLate() {
        Running running = given.start("v2", spec -> spec.timeoutSeconds(60));
        running.inPhase(Phase.READY);
        given.cluster.requireToken("the late token");
        int mark = given.cluster.requests().mark();
        given.cluster.await(
                "three refusals",
                () -> given.cluster.requests().since(mark).count(call -> call.status() == 401) >= 3);
        held = "the late token";
        Released released = running.end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }
}
