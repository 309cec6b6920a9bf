package io.jenkins.plugins.bluegreen.jenkins.release;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;

/** The step that follows a running release. Its methods are called on a thread of {@link ReleaseThreads}. */
public interface ReleaseFollower {
    /** Starts the block and returns; {@link RunningRelease#bodyEnded} reports its end. */
    void runBody(ReleaseState state);

    /** The release is over and has closed what it had open. An exception from here is given to {@link #broke}. */
    void finished(ReleaseResult result);

    /** The release ended with an unexpected exception. */
    void broke(Throwable problem);
}
