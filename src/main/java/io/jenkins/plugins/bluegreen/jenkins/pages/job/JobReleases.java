package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The releases of a job as its page shows them, in one language, and as {@code api/json} has them. */
@ExportedBean
public final class JobReleases {
    private final List<ReleaseRecord> all;
    private final List<ReleaseRecord> over;
    private final Function<ReleaseRecord, String> pages;
    private final Locale locale;
    private final long now;

    /**
     * The releases of a job.
     *
     * @param running those that run, the newest first
     * @param over those that are over, the newest first
     * @param pages the path of a release's page; returns null if its build is gone
     * @param now in milliseconds since 1970
     */
    JobReleases(
            List<ReleaseRecord> running,
            List<ReleaseRecord> over,
            Function<ReleaseRecord, String> pages,
            Locale locale,
            long now) {
        all = new ArrayList<>(running);
        over.stream()
                .filter(record -> running.stream().noneMatch(other -> other.id().equals(record.id())))
                .forEach(all::add);
        this.over = List.copyOf(over);
        this.pages = pages;
        this.locale = locale;
        this.now = now;
    }

    /** The newest first. */
    @Exported(inline = true)
    public List<JobRelease> getReleases() {
        return all.stream()
                .map(record -> new JobRelease(record, pages.apply(record), locale, now))
                .toList();
    }

    /** What is live now, as far as this job's records say. */
    @Exported(inline = true)
    public List<LiveApplication> getLive() {
        return LiveApplication.of(over);
    }

    /** The picture, as SVG. */
    public String getChart() {
        return ReleaseChart.svg(all, now, locale);
    }

    public List<LegendEntry> getLegend() {
        return LegendEntry.of(all.subList(0, Math.min(ReleaseChart.MOST, all.size())), locale);
    }
}
