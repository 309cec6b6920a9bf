package io.jenkins.plugins.bluegreen.jenkins.pages.build;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * The page of a build's releases, {@code <build>/release/}: a tab of the new build page, and a link in the side panel
 * of the classic one. Who may read the build may read it.
 */
public final class ReleaseTab extends Tab {
    /** Its path below the build. */
    public static final String URL = "release";

    /** How often the picture of a release that runs is drawn anew though nothing happens, in milliseconds. */
    private static final long DRAWN_EVERY = 5_000;

    private final Run<?, ?> run;

    ReleaseTab(Run<?, ?> run) {
        super(run);
        this.run = run;
    }

    /** The releases in few words. Reads no record of those that are over. */
    public List<ReleaseAction> getActions() {
        return ReleaseAction.of(run);
    }

    /** The releases that have a record, in the order in which they began. */
    public List<ShownRelease> getReleases() {
        Locale locale = LocaleProvider.getLocale();
        long now = System.currentTimeMillis();
        return records().stream()
                .map(record -> new ShownRelease(record, ReleaseLinks.of(record), locale, now))
                .toList();
    }

    private List<ReleaseRecord> records() {
        return ReleaseAction.of(run).stream()
                .map(ReleaseAction::record)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether no release of the build goes on, and none can begin. */
    public boolean isOver() {
        return !run.isBuilding() && isOver(records());
    }

    private static boolean isOver(List<ReleaseRecord> records) {
        return records.stream().noneMatch(record -> record.outcome().isEmpty());
    }

    /** The part of the page that changes; nothing but a status if the browser has it already. */
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws ServletException, IOException {
        Locale locale = LocaleProvider.getLocale();
        LiveAnswer.send(
                request, response, this, shown(records(), run.isBuilding(), locale, System.currentTimeMillis()));
    }

    /** What decides whether the page has changed. */
    public static List<Object> shown(List<ReleaseRecord> records, boolean building, Locale locale, long now) {
        List<Object> parts = new ArrayList<>(records);
        parts.add(building);
        parts.add(locale);
        parts.add(isOver(records) ? 0 : now / DRAWN_EVERY);
        return parts;
    }

    /** {@code api/json}. */
    public Api getApi() {
        return new Api(new BuildReleases(getReleases()));
    }

    @Override
    public String getIconFileName() {
        return "symbol-swap";
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleaseTab_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Gives it to builds that have a release. Looks at the build's saved actions only. */
    @Extension
    @SuppressWarnings("rawtypes") // as a class literal is
    public static final class Factory extends TransientActionFactory<Run> {
        @Override
        public Class<Run> type() {
            return Run.class;
        }

        /** Narrow, so that looking for {@link ReleaseAction} does not ask this. */
        @Override
        public Class<? extends Action> actionType() {
            return ReleaseTab.class;
        }

        @Override
        public Collection<? extends Action> createFor(Run target) {
            Run<?, ?> run = target;
            return ReleaseAction.of(run).isEmpty() ? List.of() : List.of(new ReleaseTab(run));
        }
    }
}
