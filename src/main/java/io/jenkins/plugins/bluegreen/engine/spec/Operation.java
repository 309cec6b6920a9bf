package io.jenkins.plugins.bluegreen.engine.spec;

/** What a run of the engine is for. */
public enum Operation {
    /** A new version as the idle colour. */
    RELEASE,
    /** The traffic back to the previous colour, as it was. */
    ROLL_BACK
}
