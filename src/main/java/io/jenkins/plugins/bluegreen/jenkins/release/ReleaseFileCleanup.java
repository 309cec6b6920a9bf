package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.RunListener;

/** Deletes the files of a build's releases once the build is over. */
@Extension
public final class ReleaseFileCleanup extends RunListener<Run<?, ?>> {
    @Override
    public void onFinalized(Run<?, ?> run) {
        ReleaseFile.deleteAll(run.getRootDir());
    }
}
