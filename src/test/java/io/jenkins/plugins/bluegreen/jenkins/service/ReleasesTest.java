package io.jenkins.plugins.bluegreen.jenkins.service;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The releases of a controller")
class ReleasesTest {
    private static final String ID = "r1";
    private static final String JOB = "shop/backend";

    @TempDir
    private Path home;

    private Given given;
    private Controller controller;
    private final List<String> console = new CopyOnWriteArrayList<>();

    @BeforeEach
    void live() {
        given = Given.anApplication("backend").live(BLUE);
        controller = new Controller(home, given.cluster.kubeconfig());
    }

    @AfterEach
    void close() {
        controller.close();
        given.close();
    }

    private FollowingStep start(Consumer<ReleaseSpec.Builder> more) throws IOException {
        FollowingStep step = new FollowingStep(console);
        ReleaseState state = given.prepared("v2", more);
        controller.releases.start(
                new ReleaseFacts(ID, JOB, 7, "prod", null, "builds", "a1", 1_000, List.of("Started by user anna")), state, step);
        return step;
    }

    private static void watched(ReleaseSpec.Builder spec) {
        spec.monitor(MonitorSpec.lasting(60, 1));
    }

    private static Consumer<ReleaseSpec.Builder> watchedFor(int seconds) {
        return spec -> spec.monitor(MonitorSpec.lasting(seconds, 1));
    }

    /** Ends the controller, and starts it again. */
    private void restart() {
        controller.close();
        controller = new Controller(home, given.cluster.kubeconfig());
    }

    private List<ReleaseRecord> records() {
        return controller.releases.history().of("prod", Given.NAMESPACE, "backend");
    }

    private ReleaseRecord recorded() {
        Awaitility.await("record").atMost(60, TimeUnit.SECONDS).until(() -> !records().isEmpty());
        return records().get(0);
    }

    private void nothingIsKept() {
        Awaitility.await("running/ is empty").atMost(10, TimeUnit.SECONDS).until(() -> {
            try (Stream<Path> files = Files.list(home.resolve("running"))) {
                return files.findAny().isEmpty();
            }
        });
        assertEquals(List.of(), controller.releases.running());
    }

    private void buildEnds(Sentence cause) {
        controller.releases.buildEnded(JOB, 7, cause, "ABORTED");
    }

    private void broughtBack(String reason) {
        ReleaseRecord record = recorded();
        assertEquals("ABORTED", record.outcome());
        assertTrue(record.message().contains(reason), record::message);
        assertEquals("blue", record.color());
        assertEquals("blue", given.liveColor());
        assertEquals(0, given.replicas("backend-green"));
        assertEquals(List.of(), given.cluster.list(Given.NAMESPACE, "leases"));
        nothingIsKept();
        assertEquals(List.of(record), controller.shown);
    }

    @Test
    @DisplayName("are followed to their end, recorded, and kept until their build is over")
    void promoted() throws IOException {
        FollowingStep step = start(spec -> {});
        assertEquals(Outcome.PROMOTED, step.result().outcome());
        assertEquals(records(), controller.shown);
        ReleaseRecord record = recorded();
        assertEquals("PROMOTED", record.outcome());
        assertEquals(JOB, record.job());
        assertTrue(record.timeline().stretches().stream().anyMatch(phase -> phase.phase().equals("SWITCH")));
        assertTrue(Files.exists(home.resolve("running/" + ID)));
        buildEnds(null);
        nothingIsKept();
        assertEquals(1, step.ends.size());
    }

    @Test
    @DisplayName("C105 go on at once after a restart; a step that attaches prints what it missed, once, in order")
    void attachedLate() throws IOException {
        start(watchedFor(4)).saying("MONITOR  begins");
        List<String> all = new CopyOnWriteArrayList<>();
        restart();
        List<String> before = List.copyOf(console);
        controller.releases.carryOn();
        controller.releases.listen(ID, all::add);
        assertEquals("PROMOTED", recorded().outcome());
        assertEquals(before, console);
        int anew = all.indexOf("The controller was started anew; the release goes on in MONITOR");
        assertTrue(before.containsAll(all.subList(0, anew)), () -> String.join("\n", all));
        List<String> missed = all.subList(anew, all.size());
        assertTrue(missed.stream().anyMatch(line -> line.contains("Nothing wrong in")));
        // another restart does not lose what nobody has printed
        restart();
        FollowingStep step = new FollowingStep(console);
        assertTrue(controller.releases.attach(ID, step));
        assertEquals(Outcome.PROMOTED, step.result().outcome());
        assertEquals(missed, console.subList(before.size(), console.size()));
        assertEquals(1, records().size());
        buildEnds(null);
        nothingIsKept();
    }

    @Test
    @DisplayName("let anybody listen: whoever comes late gets all lines, once, in order")
    void listened() throws IOException {
        FollowingStep step = start(ReleasesTest::watched).saying("MONITOR  begins");
        List<String> lines = new CopyOnWriteArrayList<>();
        Runnable end = controller.releases.listen(ID, lines::add);
        List<String> silent = new CopyOnWriteArrayList<>();
        controller.releases.listen(ID, silent::add).run();
        int heard = silent.size();
        controller.releases.listen(ID, line -> {
            throw new IllegalStateException("a listener's own trouble");
        });
        controller.releases.abort(ID, Sentence.of("abort.timeout"));
        assertEquals(Outcome.ABORTED, step.result().outcome());
        assertEquals(console, lines);
        assertEquals(heard, silent.size());
        end.run();
        assertNull(controller.releases.listen("another", lines::add));
    }

    @Test
    @DisplayName("C102 are aborted for a reason, which their result tells")
    void aborted() throws IOException {
        FollowingStep step = start(ReleasesTest::watched).saying("MONITOR  begins");
        controller.releases.abort(ID, Sentence.of("abort.timeout"));
        controller.releases.abort(ID, Sentence.of("abort.byUser", "anna"));
        assertEquals(Outcome.ABORTED, step.result().outcome());
        buildEnds(null);
        broughtBack("The time was over that timeout(…) of the build allows.");
        assertEquals(List.of(), controller.toldForBlock);
        assertEquals(1, step.ends.size());
    }

    @Test
    @DisplayName("C102 are brought back when their build ends before they do")
    void buildEnded() throws IOException {
        FollowingStep step = start(ReleasesTest::watched).saying("MONITOR  begins");
        buildEnds(null);
        broughtBack("The build ended (ABORTED) before its release was over.");
        assertTrue(step.ends.isEmpty());
    }

    @Test
    @DisplayName("C101 are brought back after a restart when their build did not go on")
    void notResumed() throws IOException {
        start(ReleasesTest::watched).saying("MONITOR  begins");
        restart();
        controller.releases.carryOn();
        buildEnds(null);
        broughtBack("The controller was restarted, and the build did not go on.");
        assertTrue(controller.toldForBlock.get(0).contains("ABORTED"), controller.toldForBlock::toString);
    }

    @Test
    @DisplayName("C101 remember across a restart that they were aborted")
    void abortedBeforeRestart() throws IOException {
        start(ReleasesTest::watched).saying("MONITOR  begins");
        controller.releases.abort(ID, Sentence.of("abort.byUser", "anna"));
        Awaitility.await().until(() -> Files.exists(home.resolve("running/" + ID + ".facts")));
        restart();
        controller.releases.carryOn();
        assertEquals("ABORTED", recorded().outcome());
        buildEnds(null);
        broughtBack("The build was aborted by anna.");
    }

    @Test
    @DisplayName("C100 go on to their end without their step and their build when the agent is lost")
    void alone() throws IOException {
        FollowingStep step = start(watchedFor(4)).saying("MONITOR  begins");
        controller.releases.goOnAlone(ID, Sentence.of("agent.lostNamed", "a1"));
        int printed = console.size();
        String last = console.get(printed - 1);
        assertTrue(last.startsWith("The agent a1 was removed; the release goes on"), last);
        buildEnds(null);
        assertEquals("PROMOTED", recorded().outcome());
        assertEquals("green", given.liveColor());
        assertEquals(printed, console.size());
        assertTrue(step.ends.isEmpty());
        nothingIsKept();
    }

    @Test
    @DisplayName("run their block when a step is attached, once")
    void block() throws IOException {
        FollowingStep step = start(spec -> spec.body(true));
        Awaitility.await("block").atMost(30, TimeUnit.SECONDS).until(() -> !step.bodies.isEmpty());
        restart();
        controller.releases.carryOn();
        FollowingStep next = new FollowingStep(console);
        assertTrue(controller.releases.attach(ID, next));
        Awaitility.await("block again").atMost(30, TimeUnit.SECONDS).until(() -> !next.bodies.isEmpty());
        controller.releases.bodyEnded(ID, null);
        assertEquals(Outcome.PROMOTED, next.result().outcome());
        assertEquals(1, step.bodies.size());
        assertEquals(1, next.bodies.size());
    }

    @Test
    @DisplayName("do not begin a block again that the Pipeline goes on with")
    void blockGoesOn() throws IOException {
        FollowingStep step = start(spec -> spec.body(true));
        Awaitility.await("block").atMost(30, TimeUnit.SECONDS).until(() -> !step.bodies.isEmpty());
        restart();
        controller.releases.carryOn();
        FollowingStep next = new FollowingStep(console);
        next.blockLost = false;
        controller.releases.attach(ID, next);
        controller.releases.bodyEnded(ID, null);
        assertEquals(Outcome.PROMOTED, next.result().outcome());
        assertTrue(next.bodies.isEmpty());
    }

    @Test
    @DisplayName("whose block can't run, because they go on alone, leave the live colour")
    void blockAlone() throws IOException {
        FollowingStep step = start(spec -> spec.body(true));
        controller.releases.goOnAlone(ID, Sentence.of("agent.lost"));
        buildEnds(null);
        ReleaseRecord record = recorded();
        assertEquals("FAILED_BEFORE_SWITCH", record.outcome());
        assertTrue(record.message().contains("The block can't run"), record::message);
        assertEquals("blue", given.liveColor());
        assertTrue(step.bodies.isEmpty());
        nothingIsKept();
    }

    @Test
    @DisplayName("wait after a restart until their cluster can be used")
    void refused() throws IOException {
        start(watchedFor(3)).saying("MONITOR  begins");
        restart();
        controller.refusals = 3;
        controller.releases.carryOn();
        FollowingStep step = new FollowingStep(console);
        controller.releases.attach(ID, step);
        assertEquals(Outcome.PROMOTED, step.result().outcome());
        assertEquals(1, console.stream().filter(line -> line.contains("no such credentials")).count());
    }

    @Test
    @DisplayName("leave nothing when they can't even begin")
    void notBegun() {
        controller.refusals = 1;
        assertThrows(IOException.class, () -> start(spec -> {}));
        nothingIsKept();
        assertFalse(controller.releases.attach(ID, new FollowingStep()));
    }

    @Test
    @DisplayName("belong to a job that is moved")
    void moved() throws IOException {
        start(ReleasesTest::watched).saying("MONITOR  begins");
        controller.releases.moved("shop", "market");
        controller.releases.buildEnded("market/backend", 7, Sentence.of("abort.buildDeleted"), "FAILURE");
        broughtBack("The build was deleted before its release was over.");
        assertEquals("market/backend", recorded().job());
    }
}
