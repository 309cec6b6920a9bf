package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import hudson.model.Api;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.LiveAnswer;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.steer.ApplicationButtons;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jenkins.security.stapler.StaplerAccessibleType;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The page of one application: its state, the objects of both colours, and its releases over all jobs. */
@StaplerAccessibleType
@ExportedBean(defaultVisibility = 999)
public final class ApplicationPage {
    private final ClusterEntry cluster;
    private final String namespace;
    private final String name;
    private final Viewer viewer = CurrentViewer.get();
    private final Snapshot<Reading> known;
    private final ReleaseHistory records = ControllerReleases.get().history();
    private final ReleaseRecord newest;

    ApplicationPage(ClusterEntry cluster, String namespace, String name) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.name = name;
        known = ClusterReadings.get().of(cluster);
        newest = records.newest(cluster.getName(), namespace, name);
    }

    /** Whether anything is known of it, or its cluster has not been read yet. */
    boolean isThere() {
        return newest != null
                || known.value() == null
                || known.value().application(namespace, name).isPresent();
    }

    /** The cluster, and why nothing newer is known of it. */
    public ClusterRow getClusterRow() {
        return new ClusterRow(cluster.getName(), known, viewer);
    }

    @Exported
    public String getCluster() {
        return cluster.getName();
    }

    @Exported
    public String getNamespace() {
        return namespace;
    }

    @Exported
    public String getName() {
        return name;
    }

    /** What is known of it from the cluster; null: nothing. */
    @Exported
    public ApplicationRow getState() {
        ApplicationView view = view();
        return view == null
                ? null
                : new ApplicationRow(
                        cluster.getName(),
                        view,
                        newest,
                        known.problem() == null,
                        known.value().rollbackSeconds(namespace, name),
                        viewer);
    }

    /** The releases of this controller, the newest first. */
    @Exported
    public List<HistoryRow> getHistory() {
        return records.of(cluster.getName(), namespace, name).stream()
                .map(record -> new HistoryRow(record, viewer))
                .toList();
    }

    private ApplicationView view() {
        Reading reading = known.value();
        return reading == null ? null : reading.application(namespace, name).orElse(null);
    }

    /** What the user can do with it. */
    public ApplicationButtons getButtons() {
        return new ApplicationButtons(
                cluster.getName(),
                namespace,
                name,
                "blue-green/" + PageNames.path(cluster.getName(), namespace, name),
                LastKnown.of(view(), known.readAt(), viewer));
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Answers the page's polling. */
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        List<Object> shown = new ArrayList<>(getClusterRow().getMessages());
        shown.add(viewer.locale());
        shown.add(String.valueOf(getState()));
        // the buttons follow what is known of it, and this
        shown.add(ControllerReleases.get().running(cluster.getName(), namespace, name) != null);
        if (newest != null) {
            shown.add(newest.id() + viewer.ago(newest.startedAt()));
        }
        LiveAnswer.send(request, response, this, shown);
    }
}
