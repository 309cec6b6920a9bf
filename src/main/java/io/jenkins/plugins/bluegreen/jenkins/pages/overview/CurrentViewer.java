package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import hudson.model.Item;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.CommaSeparated;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.release.ReleaseIdentity;
import java.util.List;
import jenkins.model.Jenkins;
import org.jvnet.localizer.LocaleProvider;
import org.springframework.security.core.Authentication;

/** Who sends the request at hand. */
final class CurrentViewer {
    private CurrentViewer() {}

    static Viewer get() {
        return new Viewer(
                LocaleProvider.getLocale(),
                System.currentTimeMillis(),
                Jenkins.get().getRootUrl(),
                CurrentViewer::mayRead,
                CurrentViewer::status);
    }

    private static String status(String holder) {
        String id = ReleaseIdentity.idOf(holder);
        return id == null ? null : ControllerReleases.get().status(id);
    }

    /** The clusters that may be seen, as they are configured. */
    static List<ClusterEntry> clusters() {
        Jenkins jenkins = Jenkins.get();
        Visibility visibility = new Visibility(
                jenkins.hasPermission(Jenkins.SYSTEM_READ) || jenkins.hasPermission(Jenkins.ADMINISTER),
                jenkins.hasPermission(Jenkins.READ),
                CurrentViewer::mayRead);
        return BlueGreenConfiguration.get().getClusters().stream()
                .filter(cluster -> visibility.sees(CommaSeparated.split(cluster.getAllowedFolders())))
                .toList();
    }

    /** Null if there is none that may be seen. */
    static Item item(String fullName) {
        Authentication user = Jenkins.getAuthentication2();
        Item item = any(fullName);
        return item != null && item.hasPermission2(user, Item.READ) ? item : null;
    }

    private static boolean mayRead(String fullName) {
        return item(fullName) != null;
    }

    /** As the user, it would be refused with an exception where it may only be discovered. */
    @SuppressWarnings("try") // the context is not used otherwise
    private static Item any(String fullName) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return Jenkins.get().getItemByFullName(fullName, Item.class);
        }
    }
}
