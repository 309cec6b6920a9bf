package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import io.jenkins.plugins.bluegreen.timeline.Timeline;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A phase of a release, in {@code api/json}. */
@ExportedBean
public final class ShownPhase {
    private final Timeline.Stretch stretch;

    ShownPhase(Timeline.Stretch stretch) {
        this.stretch = stretch;
    }

    @Exported
    public String getPhase() {
        return stretch.phase();
    }

    @Exported
    public long getStartedAt() {
        return stretch.from();
    }

    /** 0: it goes on. */
    @Exported
    public long getEndedAt() {
        return stretch.to();
    }

    @Exported
    public boolean isFailed() {
        return stretch.failed();
    }
}
