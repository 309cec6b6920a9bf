package io.jenkins.plugins.bluegreen.engine.spec;

/** What a build asks of the engine. */
public enum Operation {
    /** Releases a new version as the idle colour. */
    RELEASE,
    /** Switches the traffic back to the previous colour. Takes a held candidate away. */
    ROLL_BACK,
    /** Releases a new version up to the switch, and holds it there. */
    HOLD,
    /** Goes on with a held candidate from the switch. */
    PROMOTE,
    /** Takes a held candidate away. */
    DISCARD;

    /** The one of the first two that it is a part of. */
    public Operation base() {
        return this == ROLL_BACK || this == DISCARD ? ROLL_BACK : RELEASE;
    }

    /** Whether it needs manifests. */
    public boolean hasManifests() {
        return this == RELEASE || this == HOLD;
    }
}
