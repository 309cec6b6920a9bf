package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.jenkins.store.Records;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord.Note;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The page of a release")
class ShownReleaseTest {
    private static final Timeline TIMELINE = new Timeline(
            1_000,
            0,
            List.of(
                    new Timeline.Stretch("PLAN", 1_000, 2_000, false),
                    new Timeline.Stretch("READY", 2_000, 0, false)),
            List.of(),
            List.of(
                    new Timeline.Readiness(1_000, "blue", 3, 3),
                    new Timeline.Readiness(2_000, "green", 0, 3),
                    new Timeline.Readiness(4_000, "green", 2, 3)),
            List.of(new Timeline.Answers(3_000, 2_000, 0), new Timeline.Answers(4_000, 2_212, 1)));

    private static ShownRelease shown(Records records, Locale locale) {
        return new ShownRelease(records.get(), new ReleaseLinks(null, null, null), locale, 6_500);
    }

    private static Records running() {
        return Records.running("one")
                .with("waitingFor", "Pods of backend-green: 2 of 3 ready")
                .with("waitingForKo", "backend-green의 Pod: 3개 중 2개 준비됨")
                .timeline(TIMELINE);
    }

    @Test
    @DisplayName("tells while it runs the phase, what it waits for, and how many Pods are ready, in both languages")
    void whileItRuns() {
        ShownRelease english = shown(running(), Locale.ENGLISH);
        assertTrue(english.isRunning());
        assertEquals("Releasing backend", english.getHeadline());
        assertEquals("running", english.getOutcomeText());
        assertEquals("READY: waiting for Pods of backend-green: 2 of 3 ready", english.getMessage());
        assertEquals(
                List.of("blue: 3 of 3 ready", "green: 2 of 3 ready"),
                english.getPods().stream().map(ShownPods::getText).toList());
        assertEquals("1 of 4,212 failed", english.getProbes());
        assertEquals("5.5 s", english.getDuration());

        ShownRelease korean = shown(running(), Locale.KOREAN);
        assertEquals("진행 중", korean.getOutcomeText());
        assertEquals("준비, 기다리는 중: backend-green의 Pod: 3개 중 2개 준비됨", korean.getMessage());
        assertEquals("green: 3개 중 2개 준비됨", korean.getPods().get(1).getText());
        assertEquals("4,212개 중 1개 실패", korean.getProbes());
        assertEquals("5.5초", korean.getDuration());
    }

    @Test
    @DisplayName("tells after its end what happened, with both colours, image and revision")
    void afterwards() {
        ShownRelease release = shown(Records.over("one", Outcome.PROMOTED), Locale.ENGLISH);
        assertFalse(release.isRunning());
        assertEquals("backend is live on green", release.getHeadline());
        assertEquals("backend: blue → green · prod/shop", release.getRoute());
        assertEquals("promoted", release.getStyle());
        assertEquals("It is over.", release.getMessage());
        assertEquals("blue", release.getPreviousColor());
        assertEquals("green", release.getColor());
        assertEquals("backend:2", release.getImage());
        assertEquals(12, release.getRevision());
        assertEquals("12.3 s", release.getDuration());
        assertEquals("Started by user anna", release.getStarters());
        assertNull(release.getProbes());
        assertNull(release.getRollbackDuration());
        assertEquals("끝났습니다.", shown(Records.over("one", Outcome.PROMOTED), Locale.KOREAN).getMessage());
    }

    @Test
    @DisplayName("tells of a release that was rolled back where the traffic is, and how long it took")
    void rolledBack() {
        ShownRelease release =
                shown(Records.over("one", Outcome.ROLLED_BACK).with("rollbackMillis", 800), Locale.ENGLISH);
        assertEquals("backend was rolled back to blue", release.getHeadline());
        assertEquals("backend: blue → green · prod/shop", release.getRoute());
        assertEquals("back", release.getStyle());
        assertEquals("blue", release.getColor());
        assertEquals("0.8 s", release.getRollbackDuration());
    }

    @Test
    @DisplayName("names an application's first colour alone, and three dots until the application is known")
    void unknown() {
        Records first = Records.running("one").with("color", "").with("candidate", "blue");
        assertEquals("backend: blue · prod/shop", shown(first, Locale.ENGLISH).getRoute());
        Records fresh = Records.running("one").with("application", "").with("color", "").with("candidate", "");
        assertEquals("… · prod/shop", shown(fresh, Locale.ENGLISH).getRoute());
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    @DisplayName("has texts for every outcome in both languages, of a rollback too")
    void outcomes(Outcome outcome) {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.KOREAN)) {
            for (String operation : List.of("RELEASE", "ROLL_BACK", "HOLD", "PROMOTE", "DISCARD")) {
                ShownRelease release = shown(Records.over("one", outcome).with("operation", operation), locale);
                assertTrue(release.getHeadline().contains("backend"), release::getHeadline);
                assertFalse(release.getOutcomeText().isBlank());
            }
        }
    }

    @Test
    @DisplayName("has warnings, and apart from them the evidence")
    void notes() {
        ShownRelease release = shown(
                Records.over("one", Outcome.ROLLED_BACK)
                        .notes(
                                new Note(2_000, Note.Kind.WARNING, "PLAN", "No probe.", "프로브가 없습니다."),
                                new Note(9_000, Note.Kind.EVIDENCE, "MONITOR", "a\nb", "가\n나")),
                Locale.KOREAN);
        assertEquals(
                List.of("프로브가 없습니다."),
                release.getWarnings().stream().map(ShownNote::getText).toList());
        assertEquals("가\n나", release.getEvidence().get(0).getText());
        assertEquals("MONITOR", release.getEvidence().get(0).getPhase());
        assertEquals("관찰", release.getEvidence().get(0).getPhaseText());
    }

    @Test
    @DisplayName("has the phases in words, for readers who don't see the picture")
    void phases() {
        assertEquals(
                List.of("PLAN 1.0 s", "READY 4.5 s"),
                shown(running(), Locale.ENGLISH).getPhases().stream()
                        .map(phase -> phase.getPhaseText() + " " + phase.getDuration())
                        .toList());
        assertEquals("준비", shown(running(), Locale.KOREAN).getPhases().get(1).getPhaseText());
    }

    @Test
    @DisplayName("has the timeline as SVG with an id of its own")
    void timeline() {
        String svg = shown(running(), Locale.ENGLISH).getTimeline();
        assertTrue(svg.startsWith("<svg"), svg);
        assertTrue(svg.contains("timeline-one"), svg);
    }

    @Test
    @DisplayName("links to the releases before and after it as far as the reader may see them, and to the application")
    void links() {
        ReleaseRecord before = Records.over("zero", Outcome.PROMOTED).with("build", 6).get();
        ReleaseRecord after = Records.over("two", Outcome.PROMOTED).with("job", "secret").get();
        ReleaseLinks links = ReleaseLinks.of(
                Records.over("one", Outcome.PROMOTED).with("cluster", "p r/d").get(),
                new ReleaseHistory.Neighbours(before, after),
                record -> record.job().equals("secret") ? null : "job/" + record.build() + "/release/");
        assertEquals("job/6/release/", links.getPrevious());
        assertNull(links.getNext());
        assertEquals("blue-green/cluster/p%20r%2Fd/shop/backend/", links.getApplication());
        assertNull(ReleaseLinks.application(Records.running("one").with("application", "").get()));
    }
}
