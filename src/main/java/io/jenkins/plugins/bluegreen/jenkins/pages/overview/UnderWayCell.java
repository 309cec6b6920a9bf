package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView.UnderWay;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A release under way, as a page shows it. */
@ExportedBean(defaultVisibility = 999)
public final class UnderWayCell {
    private final UnderWay release;
    private final Viewer viewer;

    private UnderWayCell(UnderWay release, Viewer viewer) {
        this.release = release;
        this.viewer = viewer;
    }

    /** Null for none. */
    static UnderWayCell of(UnderWay release, Viewer viewer) {
        return release == null ? null : new UnderWayCell(release, viewer);
    }

    /** The phase, and what it waits for, if this controller releases; else the phase that the cluster tells. */
    @Exported
    public String getStatus() {
        String own = viewer.status().apply(release.holder());
        return own != null ? own : release.phase() == null ? "" : release.phase().toString();
    }

    /** When it began, as ISO 8601; null when unknown. */
    @Exported
    public String getSince() {
        return release.since() == null ? null : release.since().toString();
    }

    /** How long ago that was; empty when unknown. */
    public String getSinceText() {
        return release.since() == null ? "" : viewer.ago(release.since().toEpochMilli());
    }

    /** Null when unknown. */
    @Exported
    public BuildRef getBuild() {
        return BuildRef.of(release.buildUrl(), viewer);
    }

    @Override
    public String toString() {
        return getStatus() + release + getSinceText();
    }
}
