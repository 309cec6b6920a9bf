package io.jenkins.plugins.bluegreen.kubernetes.overview;

/** What an application is, the most urgent first. */
public enum ApplicationState {
    /** A release is under way. */
    RELEASING,
    /** The active Service has no ready Pod behind it, or a release or its rollback has ended halfway. */
    BROKEN,
    /** A candidate waits for its promotion. */
    HELD,
    /** What is live is not what was released: another field manager has changed it since. */
    DRIFTED,
    /** A colour is live, as it was released. */
    LIVE,
    /** No colour is live. */
    NOT_LIVE
}
