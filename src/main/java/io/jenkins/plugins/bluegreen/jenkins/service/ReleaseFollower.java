package io.jenkins.plugins.bluegreen.jenkins.service;

import io.jenkins.plugins.bluegreen.discord.client.SentMessage;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;

/**
 * The step that follows a release of {@link Releases}. Its methods are called on a thread of the release, {@link #told}
 * also on the one that attaches it.
 */
public interface ReleaseFollower {
    /** Prints a line of the release's log: each one once, in order. */
    void told(String line);

    /** Notified of the release's events too; null: nothing. */
    default ReleaseEvents events() {
        return null;
    }

    /** The Discord message of the block around the step, which shows the release too; null: none. */
    default SentMessage message() {
        return null;
    }

    /** Where people see that message; null while that is not known. */
    default String messageAddress() {
        return null;
    }

    /** Whether the block, if there is one, did not start, or nothing is left of it. */
    default boolean isBlockLost() {
        return true;
    }

    /** Starts the block and returns; {@link Releases#bodyEnded} reports its end. */
    void runBody(ReleaseState state);

    /** The release is over and has closed what it had open. */
    void finished(ReleaseResult result);

    /** The release ended with an unexpected exception, or can't go on. */
    void broke(Throwable problem);
}
