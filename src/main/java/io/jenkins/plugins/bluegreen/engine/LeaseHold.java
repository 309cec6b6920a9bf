package io.jenkins.plugins.bluegreen.engine;

import java.io.Serializable;

/** What a release knows of its application's Lease. */
final class LeaseHold implements Serializable {
    private static final long serialVersionUID = 1L;

    boolean held;
    String version;
    /** When the last renewal was sent, in the engine's milliseconds. */
    long renewedAt;
    /** When the next renewal is due. */
    long renewAt;

    /** Another holder's Lease as it was seen last, and since when it looks like that. */
    String seenVersion;

    long seenAt;
}
