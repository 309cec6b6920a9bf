package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import hudson.model.BuildBadgeAction;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.jenkins.store.BuildRecords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jenkins.model.RunAction2;
import org.jvnet.localizer.LocaleProvider;

/**
 * A release of a build, saved with the build: which one it is, and after its end in a few words what became of it, so
 * that a list of builds reads no record. Its summary is on the build's page, its badge in the build history.
 */
public final class ReleaseAction implements RunAction2, BuildBadgeAction {
    private static final Set<String> BADGES = Set.of(
            Outcome.ROLLED_BACK.name(), Outcome.FAILED_BEFORE_SWITCH.name(), Outcome.ROLLBACK_FAILED.name());

    private final String id;
    private final String cluster;
    private final String namespace;
    private String application;
    private String from = "";
    private String to = "";
    private String traffic = "";
    private String operation = "";
    /** Empty until it is over. */
    private String outcome = "";

    private transient Run<?, ?> run;

    /**
     * A release that begins.
     *
     * @param application null or empty: its manifests will say
     */
    public ReleaseAction(String id, String cluster, String namespace, String application) {
        this.id = id;
        this.cluster = cluster;
        this.namespace = namespace;
        this.application = application == null ? "" : application;
    }

    /** The releases of a build, in the order in which they began. */
    public static List<ReleaseAction> of(Run<?, ?> run) {
        return run.getActions(ReleaseAction.class);
    }

    @Override
    public void onAttached(Run<?, ?> r) {
        run = r;
    }

    @Override
    public void onLoad(Run<?, ?> r) {
        run = r;
    }

    /** Remembers how it ended; the caller saves the build. */
    public synchronized void ended(ReleaseRecord record) {
        remember(record);
        outcome = record.outcome();
    }

    private void remember(ReleaseRecord record) {
        ReleaseWords words = new ReleaseWords(record, Locale.ENGLISH);
        application = record.application().isEmpty() ? application : record.application();
        operation = record.operation();
        from = words.from();
        to = words.to();
        traffic = record.color();
    }

    public String getId() {
        return id;
    }

    /** Its record: of now while it runs, of its end afterwards; null if there is none. */
    ReleaseRecord record() {
        ReleaseRecord running = RecordSource.get().running(id);
        return running == null ? new BuildRecords(run.getRootDir().toPath()).read(id) : running;
    }

    /** Reads the record if the controller ended before this was saved with the build, or it runs. */
    private synchronized void refresh() {
        if (outcome.isEmpty()) {
            ReleaseRecord record = record();
            if (record != null) {
                ended(record);
            }
        }
    }

    /** As "backend: blue → green · prod/shop". */
    public synchronized String getRoute() {
        refresh();
        return ReleaseWords.route(application, from, to, cluster, namespace);
    }

    /** As "backend is live on green". */
    public synchronized String getHeadline() {
        refresh();
        return ReleaseWords.headline(operation, outcome, application, traffic, LocaleProvider.getLocale());
    }

    /** Whether the build history has a badge for it: it failed, or was rolled back. */
    public synchronized boolean isBadge() {
        refresh();
        return BADGES.contains(outcome);
    }

    public synchronized String getBadgeIcon() {
        return Outcome.ROLLED_BACK.name().equals(outcome) ? "symbol-undo" : "symbol-warning";
    }

    /** None: the side panel has one link for all releases of the build, {@link ReleaseTab}. */
    @Override
    public String getIconFileName() {
        return null;
    }

    @Override
    public String getDisplayName() {
        return null;
    }

    @Override
    public String getUrlName() {
        return null;
    }
}
