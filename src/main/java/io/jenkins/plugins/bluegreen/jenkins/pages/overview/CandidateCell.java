package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ImageName;
import java.time.DateTimeException;
import java.time.Instant;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A candidate that waits for its promotion, as a page shows it. */
@ExportedBean(defaultVisibility = 999)
public final class CandidateCell {
    private final HeldCandidate held;
    private final Viewer viewer;

    private CandidateCell(HeldCandidate held, Viewer viewer) {
        this.held = held;
        this.viewer = viewer;
    }

    /** Null for none. */
    static CandidateCell of(HeldCandidate held, Viewer viewer) {
        return held == null ? null : new CandidateCell(held, viewer);
    }

    @Exported
    public String getColor() {
        return held.color().label();
    }

    /** The colour in the viewer's language. */
    public String getColorText() {
        return StateWords.color(held.color(), viewer);
    }

    @Exported
    public String getImage() {
        return held.image();
    }

    /** The same as HTML, which breaks between the parts of the name. */
    public String getImageHtml() {
        return ImageName.html(getImage());
    }

    /** When it was held, as ISO 8601; empty when unknown. */
    @Exported
    public String getSince() {
        return held.since();
    }

    /** How long ago that was; empty when unknown. */
    public String getSinceText() {
        try {
            return viewer.ago(Instant.parse(held.since()).toEpochMilli());
        } catch (DateTimeException e) {
            return "";
        }
    }

    /** Null when unknown. */
    @Exported
    public BuildRef getBuild() {
        return BuildRef.of(held.buildUrl(), viewer);
    }

    @Override
    public String toString() {
        return held + getSinceText();
    }
}
