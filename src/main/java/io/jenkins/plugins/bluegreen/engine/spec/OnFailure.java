package io.jenkins.plugins.bluegreen.engine.spec;

/** What happens to a candidate that failed. */
public enum OnFailure {
    /** It is scaled to zero. */
    SCALE_DOWN,
    /** It keeps running, for inspection. */
    KEEP
}
