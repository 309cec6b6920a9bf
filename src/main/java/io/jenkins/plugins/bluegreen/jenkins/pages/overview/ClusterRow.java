package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.Messages;
import java.time.Instant;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A cluster with its applications, as the overview shows it. */
@ExportedBean(defaultVisibility = 999)
public final class ClusterRow {
    private final String name;
    private final Snapshot<Reading> known;
    private final Viewer viewer;

    ClusterRow(String name, Snapshot<Reading> known, Viewer viewer) {
        this.name = name;
        this.known = known;
        this.viewer = viewer;
    }

    @Exported
    public String getName() {
        return name;
    }

    /** {@code READ}, {@code READING} before the first answer, or {@code UNKNOWN} if it did not answer the last time. */
    @Exported
    public String getStatus() {
        if (known.problem() != null) {
            return StateWords.UNKNOWN;
        }
        return known.value() == null ? "READING" : "READ";
    }

    /** When it was read last, as ISO 8601; null: never. */
    @Exported
    public String getReadAt() {
        return known.readAt() == 0 ? null : Instant.ofEpochMilli(known.readAt()).toString();
    }

    /** What a user has to know, in sentences: that it is being read, does not answer, or has not shown all. */
    @Exported
    public List<String> getMessages() {
        if (known.problem() != null) {
            String problem = viewer.brief(known.problem());
            return List.of(viewer.say(
                    known.readAt() == 0
                            ? Messages._Overview_neverRead(name, problem)
                            : Messages._Overview_notRead(name, viewer.ago(known.readAt()), problem)));
        }
        if (known.value() == null) {
            return List.of(viewer.say(Messages._Overview_reading(name)));
        }
        return known.value().view().gaps().stream()
                .map(gap -> name + ": " + viewer.in(gap))
                .toList();
    }

    /** All that was said about why it does not answer; null: the message has it. */
    @Exported
    public String getDetail() {
        if (known.problem() == null) {
            return null;
        }
        String whole = viewer.in(known.problem());
        return whole.equals(viewer.brief(known.problem())) ? null : whole;
    }

    @Exported
    public List<ApplicationRow> getApplications() {
        Reading reading = known.value();
        return reading == null
                ? List.of()
                : reading.view().applications().stream()
                        .map(view -> new ApplicationRow(
                                name,
                                view,
                                reading.newest(view.namespace(), view.name()),
                                known.problem() == null,
                                reading.rollbackSeconds(view.namespace(), view.name()),
                                viewer))
                        .toList();
    }

    /** All that a page shows of it, to tell whether that has changed. */
    @Override
    public String toString() {
        return name + getStatus() + getMessages() + getApplications();
    }
}
