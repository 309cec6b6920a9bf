package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.LiveAnswer;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The overview, {@code /blue-green/}: the applications of the clusters that a user may see. */
@Extension
@ExportedBean(defaultVisibility = 999)
public final class OverviewAction implements RootAction {
    static final String URL = "blue-green";

    /** Null, which hides it, for whom there is no cluster to see. */
    @Override
    public String getIconFileName() {
        return CurrentViewer.clusters().isEmpty() ? null : "symbol-swap";
    }

    @Override
    public String getDisplayName() {
        return Messages.OverviewAction_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** The clusters with their applications, as they are known. */
    @Exported
    public List<ClusterRow> getClusters() {
        Viewer viewer = CurrentViewer.get();
        ClusterReadings readings = ClusterReadings.get();
        return CurrentViewer.clusters().stream()
                .map(cluster -> new ClusterRow(cluster.getName(), readings.of(cluster), viewer))
                .toList();
    }

    /** What the page shows of them. */
    public OverviewTable getTable() {
        return new OverviewTable(getClusters(), CurrentViewer.get());
    }

    /** The pages of a cluster's applications; null if there is no such cluster to see. */
    public ClusterPages getCluster(String segment) {
        return CurrentViewer.clusters().stream()
                .filter(cluster -> PageNames.segment(cluster.getName()).equals(segment))
                .findFirst()
                .map(ClusterPages::new)
                .orElse(null);
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Answers the page's polling. */
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws IOException, ServletException {
        LiveAnswer.send(request, response, this, List.of(getTable()));
    }
}
