package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.events.MaskedEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseFacts;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Hears from the driver of a release, on the release's thread: its block, its end, or that it broke. */
final class ReleaseOwner implements PooledDriver.Owner {
    private static final Logger LOGGER = Logger.getLogger(ReleaseOwner.class.getName());

    private final Releases releases;
    private final RunningRelease release;

    ReleaseOwner(Releases releases, RunningRelease release) {
        this.releases = releases;
        this.release = release;
    }

    @Override
    public void runBody(ReleaseState state) {
        ReleaseFollower step = release.stepForBlock();
        if (step != null) {
            step.runBody(state);
        }
    }

    /** Closes what was open, and writes the record, before the step is told. */
    @Override
    public void finished(ReleaseState state, ReleaseResult result) {
        releases.history.keepWebhook(release.facts(), release.recording.record());
        if (release.isLeftAlone()) {
            release.drive().tellForBlock(releases.around, release.facts(), state, result, release.log());
        }
        close();
        ReleaseFacts facts = release.facts();
        ReleaseRecord record =
                releases.history.add(facts, () -> release.recording.record(MaskedEvents.masked(state), result));
        if (record != null) {
            releases.around.over(facts, record);
        }
        ReleaseFollower step = release.over(result);
        if (step != null) {
            step.finished(result);
        }
    }

    @Override
    public void broke(ReleaseState state, Throwable problem) {
        LOGGER.log(Level.SEVERE, problem, () -> "The release " + release.facts().id() + " broke in " + state.phase());
        if (!releases.around.isStopping()) {
            close();
            ReleaseFollower step = release.follower();
            release.broke(problem);
            if (step != null) {
                // its build ends, and then the release is aborted
                step.broke(problem);
            }
        }
    }

    /** There is no other attempt to go on. */
    void gaveUp(ReleaseState state, Throwable why) {
        releases.setAside(release);
        broke(state, why);
    }

    private void close() {
        ReleaseDrive drive = release.drive();
        if (drive != null) {
            drive.close();
        }
    }
}
