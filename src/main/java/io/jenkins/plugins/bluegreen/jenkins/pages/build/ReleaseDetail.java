package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import hudson.Extension;
import hudson.model.Run;
import java.util.List;
import jenkins.model.details.Detail;
import jenkins.model.details.DetailFactory;

/** A release in the line of details below a build's name: "backend: blue → green · prod/shop". */
public final class ReleaseDetail extends Detail {
    private final ReleaseAction release;

    ReleaseDetail(Run<?, ?> run, ReleaseAction release) {
        super(run);
        this.release = release;
    }

    @Override
    public String getIconClassName() {
        return "symbol-swap";
    }

    @Override
    public String getDisplayName() {
        return release.getRoute();
    }

    @Override
    public String getLink() {
        return ReleaseTab.URL + "/";
    }

    /** The details of a build's releases. */
    @Extension
    @SuppressWarnings("rawtypes") // as a class literal is
    public static final class Factory extends DetailFactory<Run> {
        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public List<ReleaseDetail> createFor(Run target) {
            Run<?, ?> run = target;
            return ReleaseAction.of(run).stream()
                    .map(release -> new ReleaseDetail(run, release))
                    .toList();
        }
    }
}
