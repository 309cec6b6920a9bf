package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.timeline.Timeline;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** How many Pods of a colour are ready. */
@ExportedBean
public final class ShownPods {
    private final Timeline.Readiness readiness;
    private final Locale locale;

    ShownPods(Timeline.Readiness readiness, Locale locale) {
        this.readiness = readiness;
        this.locale = locale;
    }

    @Exported
    public String getColor() {
        return readiness.color();
    }

    @Exported
    public int getReady() {
        return readiness.ready();
    }

    @Exported
    public int getDesired() {
        return readiness.desired();
    }

    /** As "blue: 2 of 3 ready". */
    public String getText() {
        return Messages._ShownPods_text(readiness.color(), readiness.ready(), readiness.desired())
                .toString(locale);
    }
}
