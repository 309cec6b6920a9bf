package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import io.jenkins.plugins.bluegreen.timeline.Timeline;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A phase of a release, in one language. */
@ExportedBean
public final class ShownPhase {
    private final Timeline.Stretch stretch;
    private final ReleaseWords words;
    private final long now;

    /** @param now the end of a phase that goes on, in milliseconds since 1970 */
    ShownPhase(Timeline.Stretch stretch, ReleaseWords words, long now) {
        this.stretch = stretch;
        this.words = words;
        this.now = now;
    }

    @Exported
    public String getPhase() {
        return stretch.phase();
    }

    public String getPhaseText() {
        return words.phase(stretch.phase());
    }

    public String getDuration() {
        return words.seconds(Math.max(0, (stretch.to() == 0 ? now : stretch.to()) - stretch.from()));
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
