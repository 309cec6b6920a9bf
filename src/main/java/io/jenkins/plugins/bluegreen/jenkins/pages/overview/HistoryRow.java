package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.pages.build.ImageName;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseWords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A release of this controller, as an application's page shows it. */
@ExportedBean(defaultVisibility = 999)
public final class HistoryRow {
    private final ReleaseRecord record;
    private final Viewer viewer;

    HistoryRow(ReleaseRecord record, Viewer viewer) {
        this.record = record;
        this.viewer = viewer;
    }

    /** When it began, as ISO 8601. */
    @Exported
    public String getStarted() {
        return Instant.ofEpochMilli(record.startedAt()).toString();
    }

    public long getStartedMillis() {
        return record.startedAt();
    }

    public String getStartedText() {
        return viewer.ago(record.startedAt());
    }

    @Exported
    public String getOperation() {
        return record.operation();
    }

    @Exported
    public String getOutcome() {
        return record.outcome();
    }

    public String getOutcomeText() {
        return ReleaseWords.outcome(shown(), viewer.locale());
    }

    /** A rollback that was asked for is told as the overview tells it. */
    private String shown() {
        boolean back = record.operation().equals("ROLL_BACK") && record.outcome().equals("PROMOTED");
        return back ? "ROLLED_BACK" : record.outcome();
    }

    /** The end of its class in the style sheet. */
    public String getStyle() {
        return shown().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What happened, and where the traffic was then. */
    @Exported
    public String getMessage() {
        boolean korean = viewer.locale().getLanguage().equals(Locale.KOREAN.getLanguage());
        return korean && record.messageKo() != null ? record.messageKo() : record.message();
    }

    @Exported
    public String getImage() {
        return record.image();
    }

    /** The same as HTML, which breaks between the parts of the name. */
    public String getImageHtml() {
        return ImageName.html(getImage());
    }

    @Exported
    public int getRevision() {
        return record.revision();
    }

    @Exported
    public long getMillis() {
        return Math.max(0, record.endedAt() - record.startedAt());
    }

    public String getTook() {
        return viewer.took(getMillis());
    }

    /** Null when unknown: a release without a build. */
    @Exported
    public BuildRef getBuild() {
        return BuildRef.ofRecord(record, viewer);
    }

    /** The same as text. */
    public String getStartedByText() {
        return String.join(", ", getStartedBy());
    }

    /** Who or what started it; nothing for whom its job may not be read. */
    @Exported
    public List<String> getStartedBy() {
        boolean open = record.job() == null || record.job().isEmpty() || viewer.mayRead().test(record.job());
        return open ? record.startedBy() : List.of();
    }
}
