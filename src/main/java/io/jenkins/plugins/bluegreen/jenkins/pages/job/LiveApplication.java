package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ImageName;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseLinks;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a job's releases have made live of an application, by the newest record of it. Another job or a person may have
 * changed it since.
 */
@ExportedBean
public final class LiveApplication {
    private static final Set<String> RUNS_ITS_IMAGE = Set.of(Outcome.PROMOTED.name(), Outcome.UNCHANGED.name());

    private final ReleaseRecord newest;
    private final ReleaseRecord released;

    /** @param released the release that made this colour what it is; null: none of the records */
    private LiveApplication(ReleaseRecord newest, ReleaseRecord released) {
        this.newest = newest;
        this.released = released;
    }

    /** @param records of releases that are over, the newest first */
    static List<LiveApplication> of(List<ReleaseRecord> records) {
        Map<List<String>, List<ReleaseRecord>> byApplication = new LinkedHashMap<>();
        for (ReleaseRecord record : records) {
            if (!record.color().isEmpty() && !record.application().isEmpty()) {
                byApplication
                        .computeIfAbsent(
                                List.of(record.cluster(), record.namespace(), record.application()),
                                any -> new ArrayList<>())
                        .add(record);
            }
        }
        return byApplication.values().stream().map(LiveApplication::newest).toList();
    }

    private static LiveApplication newest(List<ReleaseRecord> records) {
        String live = records.get(0).color();
        return new LiveApplication(
                records.get(0),
                records.stream()
                        .filter(record -> record.color().equals(live) && RUNS_ITS_IMAGE.contains(record.outcome()))
                        .findFirst()
                        .orElse(null));
    }

    @Exported
    public String getCluster() {
        return newest.cluster();
    }

    @Exported
    public String getNamespace() {
        return newest.namespace();
    }

    @Exported
    public String getApplication() {
        return newest.application();
    }

    @Exported
    public String getColor() {
        return newest.color();
    }

    @Exported
    public String getImage() {
        return released == null || released.image() == null ? "" : released.image();
    }

    /** The same as HTML, which breaks between the parts of the name. */
    public String getImageHtml() {
        return ImageName.html(getImage());
    }

    /** 0: unknown. */
    @Exported
    public int getRevision() {
        return released == null ? 0 : released.revision();
    }

    /** The time of the record, in milliseconds since 1970. */
    @Exported
    public long getSeenAt() {
        return newest.endedAt();
    }

    public Date getSeenTime() {
        return new Date(newest.endedAt());
    }

    /** The path of the application's page below Jenkins' root. */
    public String getPage() {
        return ReleaseLinks.application(newest);
    }
}
