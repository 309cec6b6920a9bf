package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.Human;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C52: another client changes the active Service's selector during a release. */
class SelectorRaceTest {
    private static final String SOMEBODY = "kubectl-edit";
    private static final String ON_BLUE = "app=backend,color=blue";
    private static final String ON_GREEN = "app=backend,color=green";
    private static final String ON_BOTH = "app=backend";
    private static final String ELSEWHERE = "app=maintenance";

    private final Given given = Given.anApplication("backend").live(BLUE);
    private final Human somebody = given.cluster.as(SOMEBODY);
    private final List<String> selectorsOfOurs = new CopyOnWriteArrayList<>();

    @BeforeEach
    void noteOurSelectors() {
        given.cluster.onWrite((before, after, write) -> {
            boolean service = write.resource().equals("services") && write.name().equals("backend");
            if (service && !write.manager().equals(SOMEBODY) && !selector(before).equals(selector(after))) {
                selectorsOfOurs.add(selector(after).toString());
            }
        });
    }

    private static JsonNode selector(JsonNode service) {
        return service.at("/spec/selector");
    }

    @AfterEach
    void close() {
        given.close();
    }

    private static Map<String, String> labels(String selector) {
        Map<String, String> labels = new TreeMap<>();
        for (String label : selector.split(",")) {
            labels.put(label.split("=")[0], label.split("=")[1]);
        }
        return labels;
    }

    private void somebodySelects(String selector) {
        somebody.patchSelector(NAMESPACE, "backend", labels(selector));
    }

    private static boolean isPatch(Call call) {
        return call.is("patch", "services") && call.name().equals("backend");
    }

    /**
     * Runs the action right before the next patch of the active Service arrives, after the release read the Service.
     */
    private void beforeTheNextPatch(Runnable action) {
        given.cluster.when(SelectorRaceTest::isPatch, 1, Fault.before(action));
    }

    private void assertStopped(Released released, Outcome outcome, String expected, String found) {
        assertEquals(outcome, released.outcome(), released::story);
        released.assertSays(
                "Service backend",
                "changed by \"" + SOMEBODY + "\"",
                "expected \"" + expected + "\"",
                "found \"" + found + "\"",
                "not overwritten",
                "Service backend sends its requests to \"" + found + "\".");
        assertFalse(released.message().contains("The traffic is on"), released::story);
        assertEquals(labels(found), given.selector());
    }

    @ParameterizedTest(name = "C52 changed to {0} before the switch: stopped, the manager named, nothing overwritten")
    @ValueSource(strings = {ON_GREEN, ON_BOTH, ELSEWHERE})
    void beforeTheSwitch(String selector) {
        Released released =
                given.start("v2", spec -> {}, state -> somebodySelects(selector)).end();
        assertStopped(released, Outcome.FAILED_BEFORE_SWITCH, ON_BLUE, selector);
        assertNothingOfUseTaken(released, selector);
    }

    @Test
    @DisplayName("C52 ports that another client changed before the switch: stopped, the manager named, not overwritten")
    void portsBeforeTheSwitch() {
        String ports = "[{\"name\":\"http\",\"port\":8081,\"targetPort\":\"http\",\"protocol\":\"TCP\"}]";
        Released released = given.start("v2", spec -> {}, state -> somebody.patch(
                        NAMESPACE, "services", "backend", "{\"spec\":{\"ports\":" + ports + "}}"))
                .end();

        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        released.assertSays("ports of Service backend", "changed by \"" + SOMEBODY + "\"", "8081", "not overwritten");
        assertEquals(ON_BLUE, new TreeMap<>(given.selector()).toString().replaceAll("[{} ]", ""));
        assertEquals(
                8081,
                given.cluster.get(NAMESPACE, "services", "backend").at("/spec/ports/0/port").asInt());
    }

    @ParameterizedTest(name = "C52 changed to {0} between read and patch: stopped, manager named, nothing overwritten")
    @ValueSource(strings = {ON_GREEN, ON_BOTH, ELSEWHERE})
    void betweenReadAndPatch(String selector) {
        Released released = given.start(
                        "v2", spec -> {}, state -> beforeTheNextPatch(() -> somebodySelects(selector)))
                .end();
        assertStopped(released, Outcome.FAILED_BEFORE_SWITCH, ON_BLUE, selector);
        assertEquals(1, refused(released), released::story);
        assertNothingOfUseTaken(released, selector);
    }

    private static int refused(Released released) {
        return released.requests().count(call -> isPatch(call) && call.status() == 409);
    }

    /** Asserts that blue is unchanged, and that green is removed unless the Service now selects it. */
    private void assertNothingOfUseTaken(Released released, String selector) {
        assertEquals(List.of(), selectorsOfOurs);
        assertEquals(2, given.replicas("backend-blue"), released::story);
        assertEquals(selector.equals(ELSEWHERE) ? 0 : 2, given.replicas("backend-green"), released::story);
    }

    @Test
    @DisplayName("C52 somebody is faster with the very same switch: not taken for ours, and no request is lost")
    void sameSwitchBySomebodyElse() {
        try (Load load = given.traffic()) {
            Released released =
                    given.start("v2", spec -> {}, state -> somebodySelects(ON_GREEN)).end();
            assertStopped(released, Outcome.FAILED_BEFORE_SWITCH, ON_BLUE, ON_GREEN);
            assertEquals("green", released.result().color());
            given.await(load, 150);
            LoadResult traffic = load.stop();
            assertEquals(0, traffic.lost(), traffic::toString);
        }
    }

    @Test
    @DisplayName("C52 only an annotation changed between our read and our patch: read again, and switched")
    void annotationBetweenReadAndPatch() {
        Released released = given.start("v2", spec -> {}, state -> beforeTheNextPatch(() -> somebody.patch(
                        NAMESPACE, "services", "backend", "{\"metadata\":{\"annotations\":{\"note\":\"mine\"}}}")))
                .end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(1, refused(released), released::story);
        assertEquals(labels(ON_GREEN), given.selector());
        assertEquals(
                "mine",
                given.cluster.get(NAMESPACE, "services", "backend").at("/metadata/annotations/note").asText());
    }

    @Test
    @DisplayName("C52 changed between the plan and our first write: planned again, by what is there now")
    void betweenPlanAndFirstWrite() {
        beforeTheNextPatch(() -> somebodySelects(ELSEWHERE));
        Released released = given.release("v2");
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        released.assertSays("Service backend", ELSEWHERE);
        assertEquals(labels(ELSEWHERE), given.selector());
        assertNull(given.cluster.get(NAMESPACE, "deployments", "backend-green"));
        assertEquals(2, given.replicas("backend-blue"));
    }

    @ParameterizedTest(name = "C52 changed to {0} while watched: stopped, the manager named, nothing overwritten")
    @ValueSource(strings = {ON_BOTH, ELSEWHERE})
    void whileWatched(String selector) {
        Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
        somebodySelects(selector);
        assertStopped(running.end(), Outcome.ROLLBACK_FAILED, ON_GREEN, selector);
        assertEquals(1, selectorsOfOurs.size(), selectorsOfOurs::toString);
        assertEquals(2, given.replicas("backend-blue"));
        assertEquals(2, given.replicas("backend-green"));
    }

    @Test
    @DisplayName("C52 changed before the old colour goes: it stays, the manager is named, nothing overwritten")
    void beforeTheOldColorGoes() {
        Runnable atTheNextRead = () -> given.cluster.when(
                call -> call.is("get", "services") && call.name().equals("backend"),
                1,
                Fault.before(() -> somebodySelects(ON_BOTH)));
        Released released = given.start(
                        "v2",
                        spec -> {},
                        state -> given.cluster.when(SelectorRaceTest::isPatch, 1, Fault.after(atTheNextRead)))
                .end();
        assertStopped(released, Outcome.ROLLBACK_FAILED, ON_GREEN, ON_BOTH);
        assertEquals(Phase.RETIRE, released.phases().get(released.phases().size() - 2), released::story);
        assertEquals(2, given.replicas("backend-blue"));
        assertEquals(2, given.replicas("backend-green"));
    }

    @Test
    @DisplayName("C52 somebody brings the traffic back by hand: named, rolled back, and remembered as it is")
    void broughtBackByHand() {
        try (Load load = given.traffic()) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            somebodySelects(ON_BLUE);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("changed by \"" + SOMEBODY + "\"", "The traffic is on backend-blue.");
            LoadResult traffic = load.stop();
            assertEquals(0, traffic.lost(), traffic::toString);
        }
        assertEquals(labels(ON_BLUE), given.selector());
        assertEquals("blue", given.annotation("color"));
        assertEquals("1", given.annotation("revision"));
        assertNull(given.annotation("previous-color"));
        assertNull(given.annotation("phase"));
        assertEquals(0, given.replicas("backend-green"));
        Released again = given.release("v3");
        assertEquals(Outcome.PROMOTED, again.outcome(), again::story);
        assertEquals("green", given.liveColor());
    }

    @Test
    @DisplayName("C52 changed between read and patch of a rollback: stopped, the manager named, nothing overwritten")
    void betweenReadAndPatchOfARollback() {
        Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
        beforeTheNextPatch(() -> somebodySelects(ELSEWHERE));
        given.sicken(GREEN);
        Released released = running.end();
        assertStopped(released, Outcome.ROLLBACK_FAILED, ON_GREEN, ELSEWHERE);
        released.assertSays("DOWN", "ROLLBACK FAILED");
        assertEquals(2, given.replicas("backend-blue"));
        assertEquals(2, given.replicas("backend-green"));
    }

    @Test
    @DisplayName("C52 changed in the middle of a rollback that somebody asked for: stopped, the manager named")
    void duringAManualRollback() {
        given.live(GREEN);
        given.cluster.when(SelectorRaceTest::isPatch, 2, Fault.before(() -> somebodySelects(ELSEWHERE)));
        Released released = given.rollBack();
        assertStopped(released, Outcome.FAILED_BEFORE_SWITCH, ON_GREEN, ELSEWHERE);
        assertEquals(2, given.replicas("backend-green"));
        assertEquals(0, given.replicas("backend-blue"));
    }
}
