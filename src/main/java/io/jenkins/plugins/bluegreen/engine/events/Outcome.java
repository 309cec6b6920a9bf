package io.jenkins.plugins.bluegreen.engine.events;

/** The outcome of a release. */
public enum Outcome {
    /** The candidate is live. */
    PROMOTED,
    /** Nothing had to be changed, or nothing was allowed to be (dry run). */
    UNCHANGED,
    /** The candidate is ready and tested, and waits for its promotion. */
    HELD,
    /** The traffic was on the candidate and is back on the previous colour. */
    ROLLED_BACK,
    /** The release failed before any traffic reached the candidate. */
    FAILED_BEFORE_SWITCH,
    /** The traffic could not be switched back: an operator has to act. */
    ROLLBACK_FAILED,
    /** The build was aborted and the release undone; the message says where the traffic is. */
    ABORTED;

    /** Whether the application runs as the build asked for. */
    public boolean isSuccess() {
        return this == PROMOTED || this == UNCHANGED || this == HELD;
    }
}
