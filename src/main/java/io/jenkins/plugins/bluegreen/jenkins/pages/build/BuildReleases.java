package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The releases of a build, as {@code api/json} has them. */
@ExportedBean
public final class BuildReleases {
    private final List<ShownRelease> releases;

    BuildReleases(List<ShownRelease> releases) {
        this.releases = List.copyOf(releases);
    }

    @Exported(inline = true)
    public List<ShownRelease> getReleases() {
        return releases;
    }
}
