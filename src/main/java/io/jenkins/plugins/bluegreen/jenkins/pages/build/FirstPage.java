package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Makes the first page after a start as quick as the next ones: what reading and drawing a record takes, the JSON parser
 * above all, is loaded once, before a user waits for it.
 */
public final class FirstPage {
    private static final String RECORD = """
            {"id": "-", "cluster": "-", "namespace": "-", "application": "-", "operation": "RELEASE",
             "outcome": "PROMOTED", "message": "-", "messageKo": "-", "color": "green", "previousColor": "blue",
             "candidate": "green", "image": "-", "revision": 1, "startedAt": 1000, "endedAt": 3000,
             "rollbackMillis": -1, "job": "", "build": 1, "startedBy": ["-"],
             "timeline": {"startedAt": 1000, "endedAt": 3000,
               "stretches": [{"phase": "READY", "from": 1000, "to": 2000}, {"phase": "MONITOR", "from": 2000, "to": 3000}],
               "moments": [{"at": 2000, "kind": "SWITCHED", "color": "green"}],
               "readiness": [{"at": 1000, "color": "green", "ready": 0, "desired": 1}],
               "answers": [{"at": 2000, "asked": 1, "failed": 0}]},
             "notes": [{"at": 1000, "kind": "WARNING", "phase": "READY", "text": "-", "textKo": "-"}]}""";

    private FirstPage() {}

    /**
     * Draws a page that nobody sees.
     *
     * @return what it would show
     */
    public static String draw() {
        try {
            ReleaseRecord record = ReleaseRecord.of(RECORD);
            StringBuilder page = new StringBuilder(EntityTag.of(List.of(record)).toString());
            for (Locale locale : List.of(Locale.ENGLISH, Locale.KOREAN)) {
                ShownRelease release =
                        new ShownRelease(record, new ReleaseLinks(null, null, null), locale, record.endedAt());
                page.append(release.getHeadline()).append(release.getOutcomeText()).append(release.getTimeline());
                page.append(release.getProbes()).append(release.getDuration());
                release.getPods().forEach(pods -> page.append(pods.getText()));
                release.getPhases().forEach(phase -> page.append(phase.getPhaseText()).append(phase.getDuration()));
                release.getWarnings().forEach(note -> page.append(note.getText()));
            }
            return page.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
