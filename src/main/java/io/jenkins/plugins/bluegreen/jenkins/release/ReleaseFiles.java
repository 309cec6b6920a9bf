package io.jenkins.plugins.bluegreen.jenkins.release;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.RunListener;

/** Deletes the saved states of a build's releases once the build is over. */
@Extension
public final class ReleaseFiles extends RunListener<Run<?, ?>> {
    @Override
    public void onFinalized(Run<?, ?> run) {
        ReleaseFile.deleteAll(run.getRootDir());
    }
}
