package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ImageName;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseWords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An application, as the overview and its own page show it. */
@ExportedBean(defaultVisibility = 999)
public final class ApplicationRow {
    private static final String PROMOTED = "PROMOTED";
    private static final String ROLLED_BACK = "ROLLED_BACK";

    private final String cluster;
    private final ApplicationView view;
    private final ReleaseRecord newest;
    private final boolean answered;
    private final long rollbackSeconds;
    private final Viewer viewer;

    /**
     * A row.
     *
     * @param newest the newest record of this controller; null: there is none
     * @param answered whether the cluster has answered the last time
     * @param rollbackSeconds how many seconds a rollback would take; -1: not known
     */
    ApplicationRow(
            String cluster,
            ApplicationView view,
            ReleaseRecord newest,
            boolean answered,
            long rollbackSeconds,
            Viewer viewer) {
        this.rollbackSeconds = rollbackSeconds;
        this.cluster = cluster;
        this.view = view;
        this.newest = newest;
        this.answered = answered;
        this.viewer = viewer;
    }

    @Exported
    public String getCluster() {
        return cluster;
    }

    @Exported
    public String getNamespace() {
        return view.namespace();
    }

    @Exported
    public String getName() {
        return view.name();
    }

    /** The application's page, relative to the overview. */
    public String getUrl() {
        return PageNames.path(cluster, view.namespace(), view.name());
    }

    /** All that it is, the most urgent first; {@code UNKNOWN} alone if its cluster does not answer. */
    @Exported
    public List<String> getStates() {
        return answered ? view.states().stream().map(Enum::name).toList() : List.of(StateWords.UNKNOWN);
    }

    /** The states in the viewer's language. */
    public List<StateBadge> getBadges() {
        return getStates().stream().map(state -> new StateBadge(state, viewer)).toList();
    }

    /** A number to sort by: the most urgent first. */
    public int getOrder() {
        return answered ? view.states().get(0).ordinal() : -1;
    }

    /** The active Services. */
    @Exported
    public List<String> getServices() {
        return view.services();
    }

    /** The colour that has the traffic, {@code blue} or {@code green}; null: none. */
    @Exported
    public String getColor() {
        return view.color() == null ? null : view.color().label();
    }

    /** The colour in the viewer's language. */
    public String getColorText() {
        return StateWords.color(view.color(), viewer);
    }

    /** What has the traffic; null: nothing that is there. */
    @Exported
    public ColorCell getLive() {
        return ColorCell.of(view.live(), viewer);
    }

    /** The other colour; null: there is none. */
    @Exported
    public ColorCell getIdle() {
        return ColorCell.of(view.idle(), viewer);
    }

    /** What a rollback would bring back; null: there is nothing to go back to. */
    @Exported
    public ColorCell getRollback() {
        return ColorCell.of(view.rollback(), viewer);
    }

    /**
     * How many seconds it would take until that is ready, as former releases have measured it: 0 if it is, -1 if there is
     * nothing to go back to, or none was measured.
     */
    @Exported
    public long getRollbackSeconds() {
        return rollbackSeconds;
    }

    /** The same in words; empty if it is not known. */
    public String getRollbackTime() {
        return LastKnown.rollbackTime(rollbackSeconds, viewer);
    }

    @Exported
    public String getImage() {
        return view.image();
    }

    /** The same as HTML, which breaks between the parts of the name. */
    public String getImageHtml() {
        return ImageName.html(getImage());
    }

    @Exported
    public int getRevision() {
        return view.revision();
    }

    /** Since when the live version has the traffic, as ISO 8601; null when unknown. */
    @Exported
    public String getSince() {
        long millis = getSinceMillis();
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }

    /** The same in milliseconds since 1970; 0 when unknown. */
    public long getSinceMillis() {
        if (isOwn() && newest.outcome().equals(PROMOTED)) {
            return newest.endedAt();
        }
        return view.since() == null ? 0 : view.since().toEpochMilli();
    }

    /** How long ago that was; empty when unknown. */
    public String getSinceText() {
        long millis = getSinceMillis();
        return millis == 0 ? "" : viewer.ago(millis);
    }

    /** The build that released what is live; null when unknown. */
    @Exported
    public BuildRef getBuild() {
        return BuildRef.of(view.buildUrl(), viewer);
    }

    /** Whether the newest record is of the last release, as far as the cluster tells of other controllers. */
    private boolean isOwn() {
        return newest != null
                && newest.revision() >= view.revision()
                && (!view.rolledBack() || isRollback() || !newest.outcome().equals(PROMOTED));
    }

    private boolean isRollback() {
        return newest.operation().equals("ROLL_BACK");
    }

    /**
     * The outcome of the last release, the name of an {@link io.jenkins.plugins.bluegreen.engine.events.Outcome}: of
     * this controller's record, or what the cluster tells of another's; null: there was none.
     */
    @Exported
    public String getOutcome() {
        if (isOwn() && !newest.outcome().isEmpty()) {
            return isRollback() && newest.outcome().equals(PROMOTED) ? ROLLED_BACK : newest.outcome();
        }
        if (view.revision() == 0) {
            return null;
        }
        return view.rolledBack() ? ROLLED_BACK : PROMOTED;
    }

    /** The outcome in the viewer's language; empty: there was none. */
    public String getOutcomeText() {
        return getOutcome() == null ? "" : ReleaseWords.outcome(getOutcome(), viewer.locale());
    }

    /** Null: none is under way. */
    @Exported
    public UnderWayCell getRelease() {
        return UnderWayCell.of(view.release(), viewer);
    }

    /** Null: none is held. */
    @Exported
    public CandidateCell getHeld() {
        return CandidateCell.of(view.held(), viewer);
    }

    /** Why it is broken, and what is not as it was released, in sentences. */
    @Exported
    public List<String> getNotes() {
        List<Sentence> all = new ArrayList<>(view.broken());
        all.addAll(view.drift());
        return all.stream().map(viewer::in).toList();
    }

    /** All that a page shows of it, to tell whether that has changed. */
    @Override
    public String toString() {
        return String.join(
                " ",
                cluster,
                view.toString(),
                String.valueOf(getStates()),
                getSinceText(),
                getRollbackTime(),
                getOutcomeText(),
                String.valueOf(getBuild()),
                String.valueOf(getRelease()),
                String.valueOf(getHeld()));
    }
}
