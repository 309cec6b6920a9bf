package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import io.jenkins.plugins.bluegreen.jenkins.pages.build.ImageName;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseWords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.Date;
import java.util.Locale;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A release as a row of its job's table, in one language, and as {@code api/json} has it. Times of the JSON are in
 * milliseconds since 1970, and what is missing is empty.
 */
@ExportedBean
public final class JobRelease {
    private final ReleaseRecord record;
    private final ReleaseWords words;
    private final String page;
    private final long now;

    /** @param page the path of its page; null: its build is gone */
    JobRelease(ReleaseRecord record, String page, Locale locale, long now) {
        this.record = record;
        this.page = page;
        this.now = now;
        words = new ReleaseWords(record, locale);
    }

    @Exported
    public String getId() {
        return record.id();
    }

    @Exported
    public int getBuild() {
        return record.build();
    }

    @Exported
    public String getCluster() {
        return record.cluster();
    }

    @Exported
    public String getNamespace() {
        return record.namespace();
    }

    @Exported
    public String getApplication() {
        return record.application();
    }

    /** The name of an {@link io.jenkins.plugins.bluegreen.engine.spec.Operation}. */
    @Exported
    public String getOperation() {
        return record.operation();
    }

    /** The name of an {@link io.jenkins.plugins.bluegreen.engine.events.Outcome}; empty while it runs. */
    @Exported
    public String getOutcome() {
        return record.outcome();
    }

    public String getOutcomeText() {
        return words.outcome();
    }

    public String getStyle() {
        return words.style();
    }

    public String getRoute() {
        return words.route();
    }

    @Exported
    public String getMessage() {
        return words.sentence();
    }

    @Exported
    public String getImage() {
        return record.image() == null ? "" : record.image();
    }

    /** The same as HTML, which breaks between the parts of the name. */
    public String getImageHtml() {
        return ImageName.html(getImage());
    }

    /** 0: none. */
    @Exported
    public int getRevision() {
        return record.revision();
    }

    @Exported
    public long getStartedAt() {
        return record.startedAt();
    }

    public Date getStartTime() {
        return new Date(record.startedAt());
    }

    /** So far, while it runs. */
    @Exported
    public long getSeconds() {
        return getMillis() / 1000;
    }

    public long getMillis() {
        return words.millis(now);
    }

    public String getDuration() {
        return words.seconds(getMillis());
    }

    /** The path of its page below Jenkins' root; null: its build is gone. */
    public String getPage() {
        return page;
    }
}
