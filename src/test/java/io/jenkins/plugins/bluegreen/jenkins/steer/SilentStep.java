package io.jenkins.plugins.bluegreen.jenkins.steer;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.jenkins.service.ReleaseFollower;

/** A step that follows a release and shows nothing of it. */
final class SilentStep implements ReleaseFollower {
    @Override
    public void told(String line) {}

    @Override
    public void runBody(ReleaseState state) {}

    @Override
    public void finished(ReleaseResult result) {}

    @Override
    public void broke(Throwable problem) {}
}
