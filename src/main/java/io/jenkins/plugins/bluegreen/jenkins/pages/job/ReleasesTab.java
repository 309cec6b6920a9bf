package io.jenkins.plugins.bluegreen.jenkins.pages.job;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Api;
import hudson.model.Job;
import io.jenkins.plugins.bluegreen.jenkins.Messages;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.LiveAnswer;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.RecordSource;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseLinks;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseTab;
import io.jenkins.plugins.bluegreen.jenkins.store.JobRecords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.jvnet.localizer.LocaleProvider;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.StaplerResponse2;

/**
 * The page of a job's releases, {@code <job>/releases/}: a tab of the new job page, and a link in the side panel of the
 * classic one. Who may read the job may read it. Of the builds it asks
 * the last one whether it goes on.
 */
public final class ReleasesTab extends Tab {
    private static final String URL = "releases";

    private final Job<?, ?> job;

    ReleasesTab(Job<?, ?> job) {
        super(job);
        this.job = job;
    }

    /** What the page shows. */
    public JobReleases getReleases() {
        return new JobReleases(
                RecordSource.get().runningOf(job.getFullName()),
                records(job).newestFirst(),
                ReleaseLinks::page,
                LocaleProvider.getLocale(),
                System.currentTimeMillis());
    }

    /** Whether no release of the job runs, and none can begin. */
    public boolean isOver() {
        return !job.isBuilding() && RecordSource.get().runningOf(job.getFullName()).isEmpty();
    }

    /** The part of the page that changes; nothing but a status if the browser has it already. */
    public void doLive(StaplerRequest2 request, StaplerResponse2 response) throws ServletException, IOException {
        List<ReleaseRecord> all = new ArrayList<>(RecordSource.get().runningOf(job.getFullName()));
        all.addAll(records(job).newestFirst());
        Locale locale = LocaleProvider.getLocale();
        LiveAnswer.send(
                request,
                response,
                this,
                ReleaseTab.shown(all, job.isBuilding(), locale, System.currentTimeMillis()));
    }

    private static JobRecords records(Job<?, ?> job) {
        return new JobRecords(job.getRootDir().toPath());
    }

    /** {@code api/json}. */
    public Api getApi() {
        return new Api(getReleases());
    }

    @Override
    public String getIconFileName() {
        return "symbol-swap";
    }

    @Override
    public String getDisplayName() {
        return Messages.ReleasesTab_displayName();
    }

    @Override
    public String getUrlName() {
        return URL;
    }

    /** Gives it to jobs that have a release. */
    @Extension
    @SuppressWarnings("rawtypes") // as a class literal is
    public static final class Factory extends TransientActionFactory<Job> {
        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<? extends Action> actionType() {
            return ReleasesTab.class;
        }

        @Override
        public Collection<? extends Action> createFor(Job target) {
            Job<?, ?> job = target;
            return records(job).isThere() || !RecordSource.get().runningOf(job.getFullName()).isEmpty()
                    ? List.of(new ReleasesTab(job))
                    : List.of();
        }
    }
}
