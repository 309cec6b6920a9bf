package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C46: a manual rollback by a controller without any state of the release. */
class ManualRollbackTest {
    private final Given given = Given.anApplication("backend");

    @AfterEach
    void close() {
        given.close();
    }

    private void assertBack(Released released, String deployment, String version) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        released.assertSays("backend is back on " + deployment);
        assertEquals(deployment, "backend-" + given.liveColor());
        assertEquals(given.liveColor(), released.result().color());
        assertEquals(given.liveColor(), given.annotation("color"));
        assertNull(given.annotation("phase"));
        assertTrue(given.get("/").startsWith(version + " " + deployment + "-"), given.get("/"));
        assertEquals("hello from " + version, given.get("/env?name=GREETING"));
        assertEquals("swordfish-" + version, given.get("/env?name=PASSWORD"));
    }

    @Test
    @DisplayName("C46 an hour later: the old colour, at zero, gets its replicas first, then the traffic; 0 lost")
    void anHourLater() {
        given.release("v1", spec -> spec.variable("REPLICAS", "3"));
        given.release("v2");
        given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
        given.reconnected();
        List<Integer> ready = given.readyAtEachSwitchTo(BLUE);
        try (Load load = given.traffic()) {
            given.await(load, 100);
            assertBack(given.rollBack(), "backend-blue", "v1");
            given.await(load, 150);
            LoadResult traffic = load.stop();
            assertEquals(0, traffic.lost(), traffic::toString);
            assertEquals(List.of("v1", "v2"), List.copyOf(traffic.versions().keySet()), traffic::toString);
        }
        assertEquals(List.of(3), ready);
        assertEquals(3, given.replicas("backend-blue"));
        assertEquals(0, given.replicas("backend-green"));
    }

    @Test
    @DisplayName("C46 it starts as many Pods as the live colour needs now, if these are more")
    void asManyAsAreNeededNow() {
        given.live(GREEN);
        given.cluster.as("hpa").scale(NAMESPACE, "backend-green", 4);
        given.cluster.awaitAvailable(NAMESPACE, "backend-green");
        List<Integer> ready = given.readyAtEachSwitchTo(BLUE);
        assertBack(given.rollBack(), "backend-blue", "v1");
        assertEquals(List.of(4), ready);
    }

    @Test
    @DisplayName("C46 the old colour still runs: the traffic goes back to the Pods that are there")
    void oldColorStillRuns() {
        given.live(BLUE);
        List<String> pods = given.pods(BLUE);
        given.release("v2", spec -> spec.keepPrevious(KeepPrevious.RUNNING));
        assertBack(given.rollBack(spec -> spec.keepPrevious(KeepPrevious.RUNNING)), "backend-blue", "v1");
        assertEquals(pods, given.pods(BLUE));
        assertEquals(2, given.pods(GREEN).size());
    }

    @Test
    @DisplayName("C46 twice in a row: the second changes nothing and says so")
    void twice() {
        given.live(GREEN);
        assertBack(given.rollBack(), "backend-blue", "v1");
        Released second = given.reconnected().rollBack();
        assertEquals(Outcome.UNCHANGED, second.outcome(), second::story);
        second.assertSays("was rolled back from backend-green already", "The traffic is on backend-blue.");
        assertEquals(List.of(), second.requests().writes());
        assertEquals("blue", given.liveColor());
        assertEquals(2, given.replicas("backend-blue"));
    }

    @Test
    @DisplayName("C46 a release after a rollback works, and can be rolled back again")
    void releaseAfterRollback() {
        given.live(GREEN);
        assertBack(given.rollBack(), "backend-blue", "v1");
        Released third = given.release("v3");
        assertEquals(Outcome.PROMOTED, third.outcome(), third::story);
        assertEquals("green", given.liveColor());
        assertEquals("hello from v3", given.get("/env?name=GREETING"));
        assertEquals(0, given.replicas("backend-blue"));
        assertBack(given.rollBack(), "backend-blue", "v1");
    }

    @Test
    @DisplayName("C46 a release that failed has overwritten the old colour: its remains are nothing to go back to")
    void afterAFailedRelease() {
        given.live(GREEN);
        Released missing = given.release("v3", spec -> spec.image("esc/app:missing"));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, missing.outcome(), missing::story);
        given.rollBack().assertRefused("There is nothing to go back to", "The traffic is on backend-green.");

        Running sick = given.start("v4", Given::watched).inPhase(Phase.MONITOR);
        given.sicken(BLUE);
        Released rolledBack = sick.end();
        assertEquals(Outcome.ROLLED_BACK, rolledBack.outcome(), rolledBack::story);
        given.rollBack().assertRefused("There is nothing to go back to", "The traffic is on backend-green.");
        assertTrue(given.get("/").startsWith("v2 backend-green-"), given.get("/"));
    }

    @Test
    @DisplayName("C46 a release that was refused before it touched anything leaves the way back as it was")
    void afterARefusedRelease() {
        given.live(GREEN);
        Released refused = given.release("v3", spec -> spec.variable("REPLICAS", "0"));
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, refused.outcome(), refused::story);
        assertBack(given.rollBack(), "backend-blue", "v1");
    }

    @Test
    @DisplayName("C46 there is nothing to go back to: a clear error, and nothing is touched")
    void nothingToGoBackTo() {
        given.rollBack()
                .assertRefused("There is no Service backend in namespace esc, so there is nothing to go back to.");
        given.live(BLUE);
        given.rollBack().assertRefused(
                "There is nothing to go back to: backend has no previous colour.",
                "The traffic is on backend-blue.");
        given.release("v9", spec -> spec.keepPrevious(KeepPrevious.DELETE));
        given.rollBack().assertRefused(
                "There is nothing to go back to: backend has no previous colour.",
                "The traffic is on backend-green.");
    }

    @Test
    @DisplayName("C46 the previous Deployment was deleted by hand: a clear error")
    void previousDeleted() {
        given.live(GREEN);
        given.cluster.as("kubectl").delete(NAMESPACE, "deployments", "backend-blue");
        given.rollBack()
                .assertRefused(
                        "The previous Deployment of backend, backend-blue, is gone",
                        "The traffic is on backend-green.");
    }

    @Test
    @DisplayName("C46 the old colour cannot start any more: the traffic stays, the reason is named, a later try works")
    void oldColorCannotStart() {
        given.release("v1", spec -> spec.image("esc/app:2.0.1"));
        given.release("v2", spec -> spec.image("esc/app:2.0.2"));
        given.cluster.await("blue to be gone", () -> given.pods(BLUE).isEmpty());
        given.cluster.knownImages(image -> !image.endsWith(":2.0.1"));
        try (Load load = given.traffic()) {
            Released failed = given.rollBack();
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
            failed.assertSays("backend-blue-", "esc/app:2.0.1", "The traffic is on backend-green.");
            assertEquals(0, given.replicas("backend-blue"));
            assertEquals(2, given.replicas("backend-green"));
            given.cluster.knownImages(image -> true);
            assertBack(given.rollBack(), "backend-blue", "v1");
            LoadResult traffic = load.stop();
            assertEquals(0, traffic.lost(), traffic::toString);
        }
        assertEquals(2, given.replicas("backend-blue"));
    }

    @Test
    @DisplayName("C46 the old colour breaks once it has the traffic again: back to the newer one; nothing is lost")
    void oldColorBreaks() {
        given.live(GREEN);
        try (Load load = given.traffic()) {
            Running running = given.startRollBack(Given::watched).inPhase(Phase.MONITOR);
            given.sicken(BLUE);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("DOWN", "The traffic is on backend-green.");
            LoadResult traffic = load.stop();
            assertEquals(0, traffic.lost(), traffic::toString);
        }
        assertEquals("green", given.liveColor());
        assertEquals(2, given.replicas("backend-green"));
        assertEquals(0, given.replicas("backend-blue"));
    }

    @Test
    @DisplayName("C46 C16 the ports go back with the selector")
    void portsGoBack() {
        given.live(BLUE);
        given.manifests(
                Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE.replace("port: 80\n", "port: 8080\n"), Yaml.DEPLOYMENT);
        given.live(GREEN);
        assertEquals(8080, port());
        assertBack(given.rollBack(), "backend-blue", "v1");
        assertEquals(80, port());
    }

    private int port() {
        return given.cluster.get(NAMESPACE, "services", "backend").at("/spec/ports/0/port").asInt();
    }

    @Test
    @DisplayName("C46 a dry run says what it would do and does nothing")
    void dryRun() {
        given.live(GREEN);
        Released released = given.rollBack(spec -> spec.dryRun(true));
        assertEquals(Outcome.UNCHANGED, released.outcome(), released::story);
        assertTrue(released.story().contains("Back to backend-blue, with 2 replicas"), released::story);
        assertEquals(List.of(), released.requests().writes());
        assertEquals("green", given.liveColor());
    }
}
