package io.jenkins.plugins.bluegreen.engine.spec;

/** What becomes of a candidate that failed. */
public enum OnFailure {
    /** It is scaled to zero. */
    SCALE_DOWN,
    /** It is left as it is, for inspection. */
    KEEP
}
