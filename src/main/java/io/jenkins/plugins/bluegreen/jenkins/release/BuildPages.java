package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.jenkins.pages.build.ReleaseAction;
import io.jenkins.plugins.bluegreen.jenkins.store.BuildRecords;
import io.jenkins.plugins.bluegreen.jenkins.store.JobRecords;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** Gives builds and jobs what their pages show of releases. No failure of it is a failure of a release. */
final class BuildPages {
    private static final Logger LOGGER = Logger.getLogger(BuildPages.class.getName());

    private BuildPages() {}

    /** A release has begun. */
    static void begun(Run<?, ?> run, ReleaseFacts facts, ReleaseState state) {
        kept(facts, () -> {
            run.addAction(new ReleaseAction(
                    facts.id(),
                    facts.cluster(),
                    state.spec().namespace(),
                    state.spec().application()));
            run.save();
        });
    }

    /** A release is over, with or without its build. */
    static void over(ReleaseFacts facts, ReleaseRecord record) {
        kept(facts, () -> {
            Run<?, ?> run = ControllerReleases.build(facts);
            if (run != null) {
                new BuildRecords(run.getRootDir().toPath()).write(record);
                for (ReleaseAction release : ReleaseAction.of(run)) {
                    if (release.getId().equals(facts.id())) {
                        release.ended(record);
                        run.save();
                    }
                }
            }
        });
        kept(facts, () -> {
            Job<?, ?> job = job(facts);
            if (job != null) {
                new JobRecords(job.getRootDir().toPath()).add(record);
            }
        });
    }

    @SuppressWarnings("try") // the context is not used otherwise
    private static Job<?, ?> job(ReleaseFacts facts) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return Jenkins.get().getItemByFullName(facts.job(), Job.class);
        }
    }

    /** Writes something. */
    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    private static void kept(ReleaseFacts facts, Writing writing) {
        try {
            writing.run();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> "Pages can't show all of the release " + facts.id());
        }
    }
}
