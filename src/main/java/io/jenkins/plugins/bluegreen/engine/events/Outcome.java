package io.jenkins.plugins.bluegreen.engine.events;

/** How a release ended. */
public enum Outcome {
    /** The candidate is live. */
    PROMOTED,
    /** Nothing had to be done, or nothing was to be changed (dry run). */
    UNCHANGED,
    /** The traffic was on the candidate and is back on the previous colour. */
    ROLLED_BACK,
    /** The candidate was given up before any traffic reached it. */
    FAILED_BEFORE_SWITCH,
    /** The traffic should have gone back and could not: somebody has to look. */
    ROLLBACK_FAILED,
    /** The build was aborted and what it had begun was brought back; the message says where the traffic is. */
    ABORTED;

    /** Whether the application runs as the build wanted it. */
    public boolean isSuccess() {
        return this == PROMOTED || this == UNCHANGED;
    }
}
