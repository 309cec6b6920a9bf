package io.jenkins.plugins.bluegreen.conformance.held;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Releases that are held before their switch, and what later builds do with them. */
class HoldTest {
    private static final String SECRET = "backend-blue-green-held";

    private final Given given = Given.anApplication("backend");

    @BeforeEach
    void live() {
        given.live(BLUE);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private void assertHeld() {
        assertEquals("blue", given.liveColor());
        assertTrue(given.annotation("held").startsWith("color=green image="), given.annotation("held"));
        assertNull(given.annotation("phase"));
        assertNull(given.cluster.get(NAMESPACE, "leases", "backend-blue-green"), "the Lease is free");
        assertNotNull(given.cluster.get(NAMESPACE, "secrets", SECRET));
        assertEquals(2, given.readyPods("backend-green"));
        assertEquals(2, given.readyPods("backend-blue"));
    }

    private void assertNothingHeld() {
        assertNull(given.annotation("held"));
        assertNull(given.annotation("phase"));
        assertNull(given.cluster.get(NAMESPACE, "secrets", SECRET));
        assertNull(given.cluster.get(NAMESPACE, "leases", "backend-blue-green"));
    }

    private void assertPromoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals("green", given.liveColor());
        assertEquals("2", given.annotation("revision"));
        assertEquals("v2", given.version());
        assertEquals("hello from v2", given.get("/env?name=GREETING"));
        assertEquals(0, given.replicas("backend-blue"));
        assertNothingHeld();
    }

    @Test
    @DisplayName("C122 a held release keeps its candidate, tells of it, and is promoted by another controller; 0 lost")
    void promotedByAnother() {
        try (Load load = given.traffic()) {
            Released held = given.hold("v2");
            held.assertSays("is held as green", "The traffic is on backend-blue.");
            assertHeld();
            assertTrue(given.preview("/").startsWith("v2 backend-green-"));
            Map<String, String> status = given.status().toMap();
            assertEquals("green", status.get("held"));
            assertEquals("https://jenkins.example.com/job/backend/2/", status.get("heldBy"));
            List<String> pods = given.pods(GREEN);
            given.await(load, 100);
            given.reconnected();
            List<Integer> ready = given.readyAtEachSwitchTo(GREEN);
            Released promoted = given.promote();
            assertPromoted(promoted);
            assertEquals(pods, given.pods(GREEN), "nothing was started again");
            assertEquals(List.of(2), ready);
            given.await(load, 100);
            Given.nothingLost(load);
        }
        Released back = given.rollBack();
        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertEquals("v1", given.version());
    }

    @Test
    @DisplayName("C122 a promotion checks the health that the held release asked for, monitors, and rolls back")
    void promotedAndRolledBack() {
        HealthCheck health = HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 1).withTiming(1, 5);
        Released held = given.startHold("v2", spec -> spec.health(health)).end();
        assertEquals(Outcome.HELD, held.outcome(), held::story);
        given.reconnected();
        try (Load load = given.traffic()) {
            Running running = given.startHeld(Operation.PROMOTE, spec -> spec.monitor(MonitorSpec.lasting(60, 1)))
                    .inPhase(Phase.MONITOR);
            assertTrue(running.lines().stream().anyMatch(line -> line.contains("healthy at /actuator/health")));
            given.sicken(GREEN);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            Given.nothingLost(load);
        }
        assertEquals("blue", given.liveColor());
        assertEquals(0, given.replicas("backend-green"));
        assertNull(given.annotation("held"));
        given.promote().assertRefused("Nothing of backend is held", "The traffic is on backend-blue.");
    }

    @Test
    @DisplayName("C122 a candidate that became unhealthy while it was held is not promoted: it goes, with the reason")
    void sickMeanwhile() {
        given.startHold("v2", Given::watched).end();
        given.sicken(GREEN);
        Released released = given.reconnected().promote();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        released.assertSays("DOWN", "The traffic is on backend-blue.");
        assertEquals(0, given.replicas("backend-green"));
        assertNull(given.annotation("held"));
    }

    @Test
    @DisplayName("C122 another release replaces what is held, and says so")
    void replaced() {
        given.hold("v2");
        given.reconnected();
        try (Load load = given.traffic()) {
            Released third = given.release("v3");
            assertEquals(Outcome.PROMOTED, third.outcome(), third::story);
            assertTrue(third.story().contains("This release replaces what is held"), third::story);
            Given.nothingLost(load);
        }
        assertEquals("v3", given.version());
        assertNothingHeld();
        given.promote().assertRefused("Nothing of backend is held");
    }

    @Test
    @DisplayName("C122 a newer held release takes the place of the older one")
    void heldAgain() {
        given.hold("v2");
        given.reconnected().hold("v3");
        assertHeld();
        Released promoted = given.reconnected().promote();
        assertEquals(Outcome.PROMOTED, promoted.outcome(), promoted::story);
        assertEquals("v3", given.version());
        assertNothingHeld();
    }

    @Test
    @DisplayName("C122 a held candidate that somebody changed is refused, and says by whom; it can be discarded")
    void changedByHand() {
        given.hold("v2");
        ArrayNode containers = (ArrayNode) given.cluster
                .get(NAMESPACE, "deployments", "backend-green")
                .deepCopy()
                .at("/spec/template/spec/containers");
        ((ObjectNode) containers.get(0)).put("image", "esc/app:by-hand");
        String patch = "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + containers + "}}}}";
        given.cluster.as("kubectl").patch(NAMESPACE, "deployments", "backend-green", patch);
        given.cluster.awaitAvailable(NAMESPACE, "backend-green");
        Released refused = given.reconnected().promote();
        refused.assertRefused("backend-green was changed since it was tested, by kubectl");
        assertHeld();
        Released discarded = given.discard();
        assertEquals(Outcome.UNCHANGED, discarded.outcome(), discarded::story);
        discarded.assertSays("was taken away", "The traffic is on backend-blue.");
        assertEquals(0, given.replicas("backend-green"));
        assertNothingHeld();
    }

    @Test
    @DisplayName("C122 promoted twice: the second is refused, and nothing is touched")
    void twice() {
        given.hold("v2");
        assertPromoted(given.promote());
        Released second = given.reconnected().promote();
        second.assertRefused("Nothing of backend is held");
        assertEquals(List.of(), second.requests().writes());
        assertPromotedStill();
    }

    private void assertPromotedStill() {
        assertEquals("v2", given.version());
        assertEquals("2", given.annotation("revision"));
    }

    @Test
    @DisplayName("C122 a rollback takes what is held away, and changes nothing else; 0 lost")
    void rolledBack() {
        given.hold("v2");
        given.reconnected();
        try (Load load = given.traffic()) {
            Released released = given.rollBack();
            assertEquals(Outcome.UNCHANGED, released.outcome(), released::story);
            released.assertSays("was taken away", "The traffic is on backend-blue.");
            Given.nothingLost(load);
        }
        assertEquals(0, given.replicas("backend-green"));
        assertEquals(2, given.readyPods("backend-blue"));
        assertNothingHeld();
        given.discard().assertRefused("Nothing of backend is held");
    }

    @Test
    @DisplayName("C122 fewer Pods than the live colour needs by now: the promotion makes them first")
    void liveColorHasGrown() {
        given.hold("v2");
        given.cluster.as("hpa").scale(NAMESPACE, "backend-blue", 4);
        given.cluster.awaitAvailable(NAMESPACE, "backend-blue");
        given.needs(4).reconnected();
        Released promoted = given.promote();
        assertEquals(Outcome.PROMOTED, promoted.outcome(), promoted::story);
        assertEquals("v2", given.version());
    }

    @Test
    @DisplayName("C122 while another release runs, a promotion waits for it and is refused, for that one replaced it")
    void anotherReleaseRuns() {
        given.hold("v2");
        Running third = given.start("v3", spec -> spec.monitor(MonitorSpec.lasting(1, 1))).inPhase(Phase.APPLY);
        Released promoted = given.promote();
        promoted.assertSays("Nothing of backend is held");
        assertFalse(promoted.result().outcome().isSuccess());
        Released ended = third.end();
        assertEquals(Outcome.PROMOTED, ended.outcome(), ended::story);
        assertEquals("v3", given.version());
    }

    @Test
    @DisplayName("C122 a promotion goes on in another process, wherever the first one ended")
    void restarted() {
        given.hold("v2");
        Running running = given.startHeld(Operation.PROMOTE, spec -> spec.stabilizeSeconds(2)).inPhase(Phase.READY);
        running.abandon();
        Released promoted = given.reconnected().resume(running.saved()).end();
        assertPromoted(promoted);
    }

    @Test
    @DisplayName("C122 a release that is to be held goes on in another process, and is held")
    void heldAfterARestart() {
        Running running = given.startHold("v2", spec -> spec.stabilizeSeconds(2)).inPhase(Phase.READY);
        running.abandon();
        Released held = given.reconnected().resume(running.saved()).end();
        assertEquals(Outcome.HELD, held.outcome(), held::story);
        assertHeld();
        assertPromoted(given.reconnected().promote());
    }

    @Test
    @DisplayName("C122 a release that is to be held, and fails, holds nothing")
    void failed() {
        Released failed = given.startHold("v2", spec -> spec.image("esc/app:missing")).end();
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
        assertNothingHeld();
        assertEquals(0, given.replicas("backend-green"));
    }

    @Test
    @DisplayName("C122 what a promotion would do is shown by a dry run; nothing is touched")
    void dryRun() {
        given.hold("v2");
        Released planned = given.reconnected().startHeld(Operation.PROMOTE, spec -> spec.dryRun(true)).end();
        assertEquals(Outcome.UNCHANGED, planned.outcome(), planned::story);
        assertEquals(List.of(), planned.requests().writes());
        assertHeld();
    }

    @Test
    @DisplayName("C122 beside an application without colours a candidate is held, taken away, promoted; 0 lost")
    void adopted() {
        try (Given shop = Given.anApplication("shop").runningWithoutColors("v1")) {
            Map<String, String> before = shop.selector();
            Load load = shop.traffic();
            Released held = shop.startHold("v2", spec -> spec.adopt(true)).end();
            assertEquals(Outcome.HELD, held.outcome(), held::story);
            Released discarded = shop.reconnected().discard();
            assertEquals(Outcome.UNCHANGED, discarded.outcome(), discarded::story);
            discarded.assertSays("was taken away", "The traffic is on shop.");
            assertEquals(before, shop.selector());
            shop.startHold("v3", spec -> spec.adopt(true)).end();
            Released promoted = shop.reconnected().promote();
            assertEquals(Outcome.PROMOTED, promoted.outcome(), promoted::story);
            assertEquals("v3", shop.version());
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C122 a pair of files, whose Service has another name: the application's name is enough")
    void pair() {
        String blue = Yaml.DEPLOYMENT.replace("  name: ${APP}\n", "  name: ${APP}-blue\n");
        String green = Yaml.DEPLOYMENT.replace("  name: ${APP}\n", "  name: ${APP}-green\n");
        String service = Yaml.SERVICE.replace("  name: ${APP}\n", "  name: ${APP}-service\n");
        try (Given bank = Given.anApplication("bank").manifests(Yaml.CONFIG_MAP, Yaml.SECRET, service, blue, green)) {
            Released first = bank.release("v1");
            assertEquals(Outcome.PROMOTED, first.outcome(), first::story);
            Load load = bank.traffic("bank-service");
            bank.hold("v2");
            Released discarded = bank.reconnected().discard();
            assertEquals(Outcome.UNCHANGED, discarded.outcome(), discarded::story);
            bank.hold("v2");
            assertEquals("blue", bank.liveColor("bank-service"));
            Released promoted = bank.reconnected().promote();
            assertEquals(Outcome.PROMOTED, promoted.outcome(), promoted::story);
            assertEquals("green", bank.liveColor("bank-service"));
            Given.nothingLost(load);
        }
    }
}
