package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.steer.Known;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView.UnderWay;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ClusterView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ColorPods;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The overview's rows")
class RowsTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T10:00:00Z");
    private static final long NOW = SINCE.plusSeconds(3 * 3600).toEpochMilli();

    private static Viewer viewer(Locale locale) {
        return new Viewer(
                locale,
                NOW,
                "https://jenkins/",
                job -> true,
                holder -> holder.equals("own") ? "MONITOR, waits for 20 s" : null);
    }

    private static ApplicationView live(String name, int revision, boolean rolledBack) {
        return new ApplicationView(
                "esc",
                name,
                List.of(name),
                Color.GREEN,
                new ColorPods(Color.GREEN, name + "-green", "shop/" + name + ":2", 2, 2, 0),
                new ColorPods(Color.BLUE, name + "-blue", "shop/" + name + ":1", 0, 0, 2),
                "shop/" + name + ":2",
                revision,
                SINCE,
                "https://jenkins/job/" + name + "/7/",
                rolledBack,
                null,
                null,
                new ColorPods(Color.BLUE, name + "-blue", "shop/" + name + ":1", 0, 0, 2),
                List.of(),
                List.of());
    }

    private static ApplicationView with(
            ApplicationView of, UnderWay release, HeldCandidate held, Sentence broken, Sentence drift) {
        return new ApplicationView(
                of.namespace(), of.name(), of.services(), of.color(), of.live(), of.idle(), of.image(), of.revision(),
                of.since(), of.buildUrl(), of.rolledBack(), release, held, null,
                broken == null ? List.of() : List.of(broken), drift == null ? List.of() : List.of(drift));
    }

    private static ReleaseRecord record(String operation, String outcome, int revision) throws IOException {
        return ReleaseRecord.of("""
                {"id": "1", "operation": "%s", "outcome": "%s", "revision": %d, "startedAt": %d, "endedAt": %d,
                 "message": "Done.", "messageKo": "끝났습니다.", "job": "shop/web", "build": 7, "image": "shop/web:2"}
                """.formatted(operation, outcome, revision, NOW - 70_000, NOW - 60_000));
    }

    private static ClusterRow cluster(Viewer viewer, Throwable problem, ApplicationView... views) {
        Reading reading = Reading.of(new ClusterView(List.of(views), true, List.of()), (namespace, name) -> null, (each, newest) -> 40);
        return new ClusterRow("prod", new Snapshot<>(reading, NOW - 120_000, problem, false), viewer);
    }

    private static ApplicationRow row(ApplicationView view) {
        return new ApplicationRow("prod", view, null, true, -1, viewer(Locale.ENGLISH));
    }

    @Test
    @DisplayName("C111 tell what is live, with links and times")
    void live() {
        ApplicationRow row = row(live("web", 4, false));
        assertEquals(List.of("LIVE"), row.getStates());
        assertEquals("live", row.getBadges().get(0).getText());
        assertEquals("live", row.getBadges().get(0).getStyle());
        assertEquals("cluster/prod/esc/web/", row.getUrl());
        assertEquals("green", row.getColor());
        assertEquals(List.of(2, 2), List.of(row.getLive().getReady(), row.getLive().getDesired()));
        assertEquals("blue", row.getIdle().getColorText());
        assertEquals("3 h", row.getSinceText());
        assertEquals("2026-01-01T10:00:00Z", row.getSince());
        assertEquals("web #7", row.getBuild().getText());
        assertEquals("promoted", row.getOutcomeText());
        assertEquals("web-blue", row.getRollback().getDeployment());
    }

    @Test
    @DisplayName("C111 tell a release under way: its own phase here, the cluster's for another controller's")
    void releasing() {
        ApplicationView web = live("web", 4, false);
        ApplicationRow own = row(with(web, new UnderWay("own", "", Phase.APPLY, SINCE), null, null, null));
        assertEquals("MONITOR, waits for 20 s", own.getRelease().getStatus());
        assertEquals(List.of("RELEASING"), own.getStates());
        UnderWay others = new UnderWay("x", "http://other/job/a/1/", Phase.APPLY, null);
        ApplicationRow other = row(with(web, others, null, null, null));
        assertEquals("APPLY", other.getRelease().getStatus());
        assertEquals("other: a #1", other.getRelease().getBuild().getText());
        assertEquals("", other.getRelease().getSinceText());
    }

    @Test
    @DisplayName("C111 tell what is held, broken and drifted, in the viewer's language, the most urgent first")
    void several() {
        HeldCandidate held = new HeldCandidate(
                Color.BLUE, "shop/web:3", "", "", "https://jenkins/job/web/8/", SINCE.plusSeconds(3600).toString());
        ApplicationView view = with(
                live("web", 4, false),
                null,
                held,
                Sentence.of("overview.noPods", "web", "web-green", 2),
                Sentence.of("overview.otherImage", "web-green", "a", "b"));
        ApplicationRow row = row(view);
        assertEquals(List.of("BROKEN", "HELD", "DRIFTED"), row.getStates());
        assertEquals("2 h", row.getHeld().getSinceText());
        assertEquals("web #8", row.getHeld().getBuild().getText());
        assertEquals(
                List.of(
                        "Service web: no Pod of web-green is ready, 2 should be.",
                        "web-green runs a, but b was released."),
                row.getNotes());
        ApplicationRow korean = new ApplicationRow("prod", view, null, true, -1, viewer(Locale.KOREAN));
        assertEquals("고장", korean.getBadges().get(0).getText());
        assertTrue(korean.getNotes().get(0).contains("준비된 Pod가 없습니다"), korean.getNotes()::toString);
    }

    @Test
    @DisplayName("C111 tell the last outcome by this controller's record, unless another one has released since")
    void outcomes() throws IOException {
        assertEquals("FAILED_BEFORE_SWITCH", outcome(live("web", 4, false), "RELEASE", "FAILED_BEFORE_SWITCH", 4));
        assertEquals("PROMOTED", outcome(live("web", 5, false), "RELEASE", "FAILED_BEFORE_SWITCH", 4));
        assertEquals("ROLLED_BACK", outcome(live("web", 4, true), "RELEASE", "PROMOTED", 4));
        assertEquals("ROLLED_BACK", outcome(live("web", 4, true), "ROLL_BACK", "PROMOTED", 4));
        assertEquals("FAILED_BEFORE_SWITCH", outcome(live("web", 4, true), "RELEASE", "FAILED_BEFORE_SWITCH", 4));
        assertNull(row(live("web", 0, false)).getOutcome());
        ApplicationRow own = new ApplicationRow(
                "prod", live("web", 4, false), record("RELEASE", "PROMOTED", 4), true, -1, viewer(Locale.ENGLISH));
        assertEquals("1 min", own.getSinceText(), "the Service may have been written later, to hold a candidate");
    }

    private static String outcome(ApplicationView view, String operation, String outcome, int revision)
            throws IOException {
        return new ApplicationRow("prod", view, record(operation, outcome, revision), true, -1, viewer(Locale.ENGLISH))
                .getOutcome();
    }

    @Test
    @DisplayName("C111 C113 show a cluster that does not answer as a line with the age of what is known")
    void unknown() {
        ClusterRow row = cluster(viewer(Locale.ENGLISH), new TimeoutException(), live("web", 4, false));
        assertEquals("UNKNOWN", row.getStatus());
        assertEquals(
                List.of("Cluster prod could not be read. What is shown of it is 2 min old."
                        + " The cluster has not answered within 10 s."),
                row.getMessages());
        assertEquals(List.of("UNKNOWN"), row.getApplications().get(0).getStates());
        assertEquals("shop/web:2", row.getApplications().get(0).getImage());

        ClusterRow never = new ClusterRow(
                "prod", new Snapshot<>(null, 0, new IllegalStateException("no login"), false), viewer(Locale.ENGLISH));
        assertEquals(List.of("Cluster prod could not be read: no login"), never.getMessages());
        ClusterRow first = new ClusterRow("prod", new Snapshot<>(null, 0, null, true), viewer(Locale.ENGLISH));
        assertEquals("READING", first.getStatus());
        assertEquals(List.of("Cluster prod is being read."), first.getMessages());
        assertEquals("No applications", new OverviewTable(List.of(first), viewer(Locale.ENGLISH)).getSummary());
    }

    @Test
    @DisplayName("C112 tell a page which buttons can do something, and what was known when the cluster does not answer")
    void buttons() {
        Viewer viewer = viewer(Locale.ENGLISH);
        ApplicationView web = live("web", 4, false);
        assertEquals(
                new Known(false, false, true, "What was known last of web, 2 min ago: live; traffic on green, image"
                        + " shop/web:2, revision 4."),
                LastKnown.of(web, NOW - 120_000, viewer));
        assertEquals(Known.NOTHING, LastKnown.of(null, 0, viewer));
        Known first = LastKnown.of(with(web, null, null, null, null), NOW, viewer);
        assertFalse(first.releasing() || first.held() || first.back(), first::toString);
        HeldCandidate candidate = new HeldCandidate(Color.BLUE, "shop/web:3", "", "", "", SINCE.toString());
        assertTrue(LastKnown.of(with(web, null, candidate, null, null), NOW, viewer).held());
        UnderWay others = new UnderWay("x", "", Phase.APPLY, SINCE);
        assertTrue(LastKnown.of(with(web, others, null, null, null), NOW, viewer).releasing());
        for (String key : List.of("overview.interrupted", "overview.rollbackFailed")) {
            Sentence broken = Sentence.of(key, "", Phase.SWITCH);
            assertTrue(LastKnown.of(with(web, null, null, broken, null), NOW, viewer).back(), key);
        }
        Sentence noPods = Sentence.of("overview.noPods", "web", "web-green", 2);
        assertFalse(LastKnown.of(with(web, null, null, noPods, null), NOW, viewer).back());
        Known unsure = LastKnown.of(with(web, new UnderWay("x", "", Phase.APPLY, null), null, null, null), NOW, viewer);
        assertTrue(unsure.back() && !unsure.releasing(), "Leases are not known: it may be interrupted");
        assertTrue(LastKnown.of(web, NOW, viewer(Locale.KOREAN)).sentence().contains("마지막으로 알려진"));
    }

    @Test
    @DisplayName("C112 tell how long a rollback would take, as its confirmation does")
    void rollbackTime() throws IOException {
        ReleaseRecord measured = ReleaseRecord.of("""
                {"id": "1", "outcome": "PROMOTED", "image": "shop/web:1", "startedAt": 1000, "timeline": {"stretches": [
                 {"phase": "READY", "from": 1000, "to": 40200}, {"phase": "HEALTH", "from": 40200, "to": 41000}]}}""");
        ApplicationView web = live("web", 4, false);
        Viewer viewer = viewer(Locale.ENGLISH);
        assertEquals(40, LastKnown.rollbackSeconds(web, List.of(measured)));
        assertEquals("in about 40 s", LastKnown.rollbackTime(40, viewer));
        assertEquals("약 40초", LastKnown.rollbackTime(40, viewer(Locale.KOREAN)));
        assertEquals(-1, LastKnown.rollbackSeconds(web, List.of()));
        assertEquals(-1, LastKnown.rollbackSeconds(with(web, null, null, null, null), List.of(measured)));
        assertEquals(-1, LastKnown.rollbackSeconds(null, List.of(measured)));
        assertEquals("", LastKnown.rollbackTime(-1, viewer));
        ApplicationView running = new ApplicationView(
                web.namespace(), web.name(), web.services(), web.color(), web.live(), web.idle(), web.image(), 4,
                SINCE, "", false, null, null,
                new ColorPods(Color.BLUE, "web-blue", "shop/web:1", 2, 2, 0), List.of(), List.of());
        assertEquals(0, LastKnown.rollbackSeconds(running, List.of(measured)));
        assertEquals("at once", LastKnown.rollbackTime(0, viewer));
        assertEquals("in about 40 s", cluster(viewer, null, web).getApplications().get(0).getRollbackTime());
    }

    @Test
    @DisplayName("C112 read records for that only when there is a newer one, or another version to go back to")
    void rollbackTimes() throws IOException {
        ReleaseRecord newest = record("RELEASE", "PROMOTED", 4);
        int[] read = {0};
        Iterable<ReleaseRecord> records = () -> {
            read[0]++;
            return List.of(newest).iterator();
        };
        RollbackTimes times = new RollbackTimes();
        ApplicationView web = live("web", 4, false);
        assertEquals(-1, times.of(web, null, records));
        assertEquals(0, read[0]);
        assertEquals(-1, times.of(web, newest, records));
        assertEquals(-1, times.of(web, newest, records));
        assertEquals(1, read[0]);
        times.of(web, ReleaseRecord.of("{\"id\": \"2\", \"outcome\": \"PROMOTED\"}"), records);
        assertEquals(2, read[0]);
        assertEquals(-1, times.of(with(web, null, null, null, null), newest, records));
        assertEquals(2, read[0]);
    }

    @Test
    @DisplayName("C113 say shortly why a cluster does not answer, and keep all that was said")
    void brief() {
        Throwable certificate = new ReleaseException(Sentence.of(
                "cluster.tls",
                "list",
                "leases",
                "Hostname 10.0.0.1 not verified:\n    certificate: sha256/AAAA\n    subjectAltNames: [kubernetes, prod]"));
        ClusterRow row = cluster(viewer(Locale.ENGLISH), certificate, live("web", 4, false));
        assertEquals(
                List.of("Cluster prod could not be read. What is shown of it is 2 min old. Could not list leases: no"
                        + " trusted connection to the cluster's API (Hostname 10.0.0.1 not verified). Check the"
                        + " cluster's CA certificate and the client certificate."),
                row.getMessages());
        assertTrue(row.getDetail().contains("subjectAltNames: [kubernetes, prod]"), row::getDetail);
        assertNull(cluster(viewer(Locale.ENGLISH), new TimeoutException(), live("web", 4, false)).getDetail());
        assertNull(cluster(viewer(Locale.ENGLISH), null, live("web", 4, false)).getDetail());
        Throwable lengthy = new IllegalStateException("x".repeat(300));
        ClusterRow other = cluster(viewer(Locale.KOREAN), lengthy, live("web", 4, false));
        assertTrue(other.getMessages().get(0).endsWith("x…"), other.getMessages()::toString);
        assertEquals("x".repeat(300), other.getDetail());
    }

    @Test
    @DisplayName("of a release are told by its record, in both languages")
    void history() throws IOException {
        HistoryRow row = new HistoryRow(record("RELEASE", "ROLLED_BACK", 4), viewer(Locale.ENGLISH));
        assertEquals("1 min", row.getStartedText());
        assertEquals("10.0 s", row.getTook());
        assertEquals("rolled back", row.getOutcomeText());
        assertEquals("rolled-back", row.getStyle());
        assertEquals("Done.", row.getMessage());
        assertEquals("job/shop/job/web/7/", row.getBuild().getPath());
        assertEquals("shop/web #7", row.getBuild().getText());
        HistoryRow asked = new HistoryRow(record("ROLL_BACK", "PROMOTED", 4), viewer(Locale.ENGLISH));
        assertEquals(List.of("rolled back", "PROMOTED"), List.of(asked.getOutcomeText(), asked.getOutcome()));
        HistoryRow korean = new HistoryRow(record("RELEASE", "ROLLED_BACK", 4), viewer(Locale.KOREAN));
        assertEquals("끝났습니다.", korean.getMessage());
        Viewer stranger = new Viewer(Locale.ENGLISH, NOW, null, job -> false, holder -> null);
        HistoryRow hidden = new HistoryRow(record("RELEASE", "ROLLED_BACK", 4), stranger);
        assertEquals("a build of another job", hidden.getBuild().getText());
        assertNull(hidden.getBuild().getPath());
    }

    @Test
    @DisplayName("C113 of 200 applications and a dead cluster are made within 500 ms")
    void many() {
        List<ClusterRow> clusters = new ArrayList<>(List.of(
                cluster(viewer(Locale.ENGLISH), null, IntStream.range(0, 200)
                        .mapToObj(i -> live("app-" + i, i + 1, false))
                        .toArray(ApplicationView[]::new)),
                new ClusterRow(
                        "dead", new Snapshot<>(null, 0, new TimeoutException(), true), viewer(Locale.ENGLISH))));
        String before = new OverviewTable(clusters, viewer(Locale.ENGLISH)).toString();
        long begun = System.nanoTime();
        OverviewTable table = new OverviewTable(clusters, viewer(Locale.ENGLISH));
        String shown = table.toString();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        System.out.println("200 rows in " + millis + " ms");
        assertTrue(millis < 500, millis + " ms");
        assertEquals("200 applications: 200 live", table.getSummary());
        assertEquals(before, shown);
        clusters.set(0, cluster(viewer(Locale.ENGLISH), null, live("app-0", 2, false)));
        assertNotEquals(shown, new OverviewTable(clusters, viewer(Locale.ENGLISH)).toString());
        assertEquals("1 application: 1 live", new OverviewTable(clusters, viewer(Locale.ENGLISH)).getSummary());
    }
}
