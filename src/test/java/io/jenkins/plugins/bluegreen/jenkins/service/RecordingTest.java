package io.jenkins.plugins.bluegreen.jenkins.service;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Site;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.spec.SecretMask;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord.Note;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Answers;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Moment;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Readiness;
import io.jenkins.plugins.bluegreen.timeline.Timeline.Stretch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C110 The record of a release")
class RecordingTest {
    private static final String ID = "r1";
    private static final String SECRET = "correct-horse-battery";

    @TempDir
    private Path home;

    private Given given;
    private Controller controller;

    @BeforeEach
    void open() {
        given = Given.anApplication("backend", Speed.fast().withContainerStart(Duration.ofMillis(400)))
                .live(BLUE);
        controller = new Controller(home, given.cluster.kubeconfig());
    }

    @AfterEach
    void close() {
        controller.close();
        given.close();
    }

    private FollowingStep start(Consumer<ReleaseSpec.Builder> more) throws IOException {
        FollowingStep step = new FollowingStep();
        long now = System.currentTimeMillis();
        controller.releases.start(
                new ReleaseFacts(ID, "shop/backend", 7, "prod", null, null, null, now, List.of("Started by user anna")),
                given.prepared("v2", more),
                step);
        return step;
    }

    private ReleaseRecord running() {
        return controller.releases.record(ID);
    }

    private ReleaseRecord ended() {
        Awaitility.await("end").atMost(60, TimeUnit.SECONDS).until(() -> running() == null);
        return controller.releases.history().find("prod", Given.NAMESPACE, "backend", ID);
    }

    private void awaitAnswers(int most) {
        Awaitility.await("answers").atMost(30, TimeUnit.SECONDS).until(() -> asked(running()) >= most);
    }

    private static int asked(ReleaseRecord record) {
        return record.timeline().answers().stream().mapToInt(Answers::asked).sum();
    }

    private static int failed(ReleaseRecord record) {
        return record.timeline().answers().stream().mapToInt(Answers::failed).sum();
    }

    private static List<String> phases(ReleaseRecord record) {
        return record.timeline().stretches().stream().map(Stretch::phase).toList();
    }

    /** Phases follow each other without a gap, and all that was measured lies within the release. */
    private static void assertInOrder(Timeline timeline) {
        long at = timeline.startedAt();
        for (Stretch stretch : timeline.stretches()) {
            assertEquals(at, stretch.from(), timeline::toString);
            assertTrue(stretch.to() == 0 || stretch.to() > stretch.from(), timeline::toString);
            at = stretch.to();
        }
        long end = timeline.endedAt() == 0 ? Long.MAX_VALUE : timeline.endedAt();
        assertEquals(timeline.endedAt(), at, timeline::toString);
        for (Readiness sample : timeline.readiness()) {
            assertTrue(sample.at() >= timeline.startedAt() && sample.at() <= end, timeline::toString);
        }
    }

    private static List<String> readiness(ReleaseRecord record, String color) {
        return record.timeline().readiness().stream()
                .filter(sample -> sample.color().equals(color))
                .map(sample -> sample.ready() + "/" + sample.desired())
                .toList();
    }

    @Test
    @DisplayName("is there from its first moment, grows while it runs, and is in the history at its end")
    void promoted() throws IOException {
        assertNull(running());
        assertEquals(0, controller.releases.version(ID));
        try (Site site = Site.answering(200, 200, 503, 200)) {
            FollowingStep step = start(spec -> spec.monitor(MonitorSpec.lasting(8, 1).withUrl(site.url(), 5)));
            ReleaseRecord first = running();
            assertEquals("", first.outcome());
            assertEquals(Given.NAMESPACE, first.namespace());
            assertEquals("shop/backend", first.job());
            long before = controller.releases.version(ID);
            step.saying("MONITOR  begins");
            awaitAnswers(2);
            ReleaseRecord watched = running();
            assertTrue(controller.releases.version(ID) > before);
            assertEquals(List.of(watched.id()), controller.releases.records().stream().map(ReleaseRecord::id).toList());
            assertEquals("MONITOR", watched.phase());
            assertEquals("8 s of watching to pass", watched.waitingFor().replace("the ", ""));
            assertFalse(watched.waitingForKo().isEmpty() || watched.waitingForKo().equals(watched.waitingFor()));
            assertEquals("green", watched.color());
            assertEquals("blue", watched.previousColor());
            assertEquals("green", watched.candidate());
            assertEquals(0, first.revision());
            assertEquals(given.annotation("revision"), String.valueOf(watched.revision()));
            assertEquals(0, watched.endedAt());
            Stretch open = watched.timeline().stretches().get(watched.timeline().stretches().size() - 1);
            assertEquals(new Stretch("MONITOR", open.from(), 0, false), open);
            assertInOrder(watched.timeline());
            assertEquals(Outcome.PROMOTED, step.result().outcome());
        }
        ReleaseRecord record = ended();
        assertEquals("PROMOTED", record.outcome());
        assertEquals(List.of(), controller.releases.records());
        assertEquals(
                List.of("PLAN", "LOCK", "APPLY", "READY", "SWITCH", "MONITOR", "RETIRE"), phases(record));
        assertInOrder(record.timeline());
        assertEquals(1, failed(record));
        assertEquals(given.annotation("revision"), String.valueOf(record.revision()));
        assertTrue(asked(record) >= 3, record.timeline()::toString);
        Moment moment = record.timeline().moments().get(0);
        assertEquals(new Moment(moment.at(), Moment.Kind.SWITCHED, "green"), moment);
        assertEquals(1, record.timeline().moments().size());
        assertEquals("2/2", readiness(record, "blue").get(0));
        List<String> candidate = readiness(record, "green");
        assertTrue(candidate.contains("0/2") && candidate.get(candidate.size() - 1).equals("2/2"), candidate::toString);
        assertEquals(record.timeline().endedAt(), record.endedAt());
    }

    @Test
    @DisplayName("is kept over a restart: nothing is lost that was measured, and the pause is part of the phase")
    void restarted() throws IOException {
        FollowingStep step = start(spec -> spec.monitor(MonitorSpec.lasting(8, 1))
                .health(HealthCheck.actuator("/actuator/health", 8080)));
        step.saying("MONITOR  begins");
        awaitAnswers(6);
        controller.close();
        ReleaseRecord before = running();
        long version = controller.releases.version(ID);
        String kept = Files.readString(home.resolve("running/" + ID + ".record"));
        assertFalse(kept.contains("shop"), "not encrypted");
        controller = new Controller(home, given.cluster.kubeconfig());
        controller.releases.carryOn();
        ReleaseRecord after = running();
        assertTrue(controller.releases.version(ID) > version);
        assertEquals("MONITOR", after.phase());
        assertEquals(before.timeline().stretches(), after.timeline().stretches());
        assertEquals(before.timeline().moments(), after.timeline().moments());
        assertEquals(before.timeline().readiness(), after.timeline().readiness());
        assertTrue(asked(after) >= asked(before) - 4, after.timeline()::toString);
        ReleaseRecord record = ended();
        assertEquals("PROMOTED", record.outcome());
        assertEquals("blue", record.previousColor());
        assertInOrder(record.timeline());
        List<Stretch> phases = before.timeline().stretches();
        int watched = phases.size() - 1;
        assertEquals(phases.subList(0, watched), record.timeline().stretches().subList(0, watched));
        assertEquals(
                phases.get(watched).from(),
                record.timeline().stretches().get(watched).from());
    }

    @Test
    @DisplayName("leads to the Discord message once that is known, after a restart and at its end too")
    void message() throws IOException {
        controller.message = "";
        FollowingStep step = start(spec -> spec.monitor(MonitorSpec.lasting(8, 1)));
        assertEquals("", running().discordMessage());
        controller.message = "https://discord.com/channels/1/2/3";
        step.saying("MONITOR  begins");
        assertEquals("https://discord.com/channels/1/2/3", running().discordMessage());
        controller.close();
        controller = new Controller(home, given.cluster.kubeconfig());
        controller.message = "";
        controller.releases.carryOn();
        assertEquals("https://discord.com/channels/1/2/3", running().discordMessage());
        assertEquals("https://discord.com/channels/1/2/3", ended().discordMessage());
    }

    @Test
    @DisplayName("has why it was brought back, with log lines and events, without values of credentials")
    void evidence() throws IOException {
        FollowingStep step = start(spec -> spec.variable("DB_PASSWORD", SECRET)
                .mask(SecretMask.of(List.of(SECRET)))
                .monitor(MonitorSpec.lasting(60, 1)));
        step.saying("MONITOR  begins");
        for (String pod : given.pods(GREEN)) {
            given.cluster.logBytes(Given.NAMESPACE, pod, ("login with " + SECRET).getBytes(StandardCharsets.UTF_8));
            given.cluster.crash(Given.NAMESPACE, pod, 7);
        }
        assertEquals(Outcome.ROLLED_BACK, step.result().outcome());
        ReleaseRecord record = ended();
        assertInOrder(record.timeline());
        List<Stretch> failed =
                record.timeline().stretches().stream().filter(Stretch::failed).toList();
        assertEquals(List.of("MONITOR"), failed.stream().map(Stretch::phase).toList());
        assertEquals(
                List.of("SWITCHED green", "BACK blue"),
                record.timeline().moments().stream()
                        .map(moment -> moment.kind() + " " + moment.color())
                        .toList());
        List<Note> evidence = record.notes().stream()
                .filter(note -> note.kind() == Note.Kind.EVIDENCE)
                .toList();
        assertEquals(1, evidence.size(), record.notes()::toString);
        assertTrue(evidence.get(0).text().contains("login with ****"), evidence::toString);
        assertTrue(evidence.get(0).textKo().contains("login with ****"), evidence::toString);
        assertFalse(record.toJson().contains(SECRET));
    }
}
