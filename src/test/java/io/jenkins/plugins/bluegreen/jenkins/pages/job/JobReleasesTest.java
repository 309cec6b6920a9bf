package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.jenkins.store.Records;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page of a job's releases")
class JobReleasesTest {
    private static JobReleases page(List<ReleaseRecord> running, ReleaseRecord... over) {
        return new JobReleases(
                running,
                List.of(over),
                record -> record.build() == 1 ? null : "job/" + record.build(),
                Locale.ENGLISH,
                21_000);
    }

    private static ReleaseRecord over(int build, Outcome outcome) {
        return Records.over("r" + build, outcome)
                .with("build", build)
                .with("image", "backend:" + build)
                .get();
    }

    @Test
    @DisplayName("has those that run first, each release once, and no link to a build that is gone")
    void rows() {
        JobReleases page = page(
                List.of(Records.running("r9").with("build", 9).get()),
                over(9, Outcome.PROMOTED),
                over(8, Outcome.PROMOTED),
                over(1, Outcome.HELD));
        List<JobRelease> rows = page.getReleases();
        assertEquals(List.of(9, 8, 1), rows.stream().map(JobRelease::getBuild).toList());
        assertEquals("running", rows.get(0).getOutcomeText());
        assertEquals("job/8", rows.get(1).getPage());
        assertNull(rows.get(2).getPage());
        assertEquals("backend: blue → green · prod/shop", rows.get(1).getRoute());
        assertEquals("12.3 s", rows.get(1).getDuration());
    }

    @Test
    @DisplayName("says what is live by the newest record, with the image of the release that put it there")
    void live() {
        JobReleases page = page(
                List.of(),
                // green was tried, and blue is live as build 2 has left it
                over(4, Outcome.ROLLED_BACK),
                over(3, Outcome.FAILED_BEFORE_SWITCH),
                Records.over("r2", Outcome.PROMOTED)
                        .with("color", "blue")
                        .with("image", "backend:2")
                        .get(),
                over(1, Outcome.PROMOTED));
        List<LiveApplication> live = page.getLive();
        assertEquals(1, live.size());
        assertEquals("blue", live.get(0).getColor());
        assertEquals("backend:2", live.get(0).getImage());
        assertEquals(13_300, live.get(0).getSeenAt());
        assertEquals("blue-green/cluster/prod/shop/backend/", live.get(0).getPage());
    }

    @Test
    @DisplayName("says no image of a colour that no record has released, and nothing of a release without a colour")
    void unknown() {
        JobReleases page = page(
                List.of(),
                over(4, Outcome.ABORTED),
                Records.over("r3", Outcome.FAILED_BEFORE_SWITCH)
                        .with("application", "frontend")
                        .with("color", "")
                        .get());
        assertEquals(1, page.getLive().size());
        assertEquals("", page.getLive().get(0).getImage());
    }

    @Test
    @DisplayName("has a legend in words: each outcome with its number, the most frequent first")
    void legend() {
        JobReleases page = page(
                List.of(),
                over(4, Outcome.ROLLED_BACK),
                over(3, Outcome.PROMOTED),
                over(2, Outcome.PROMOTED));
        assertEquals(
                List.of("promoted 2 promoted", "back 1 rolled back"),
                page.getLegend().stream()
                        .map(entry -> entry.getStyle() + " " + entry.getCount() + " " + entry.getText())
                        .toList());
        assertTrue(page.getChart().contains("blue-green-promoted"));
    }
}
