package io.jenkins.plugins.bluegreen.engine.spec;

/** The two operations of the engine. */
public enum Operation {
    /** Releases a new version as the idle colour. */
    RELEASE,
    /** Switches the traffic back to the previous colour. */
    ROLL_BACK
}
