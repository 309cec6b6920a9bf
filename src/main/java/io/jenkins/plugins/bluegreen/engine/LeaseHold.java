package io.jenkins.plugins.bluegreen.engine;

import java.io.Serializable;

/** What a release knows of its application's Lease. */
final class LeaseHold implements Serializable {
    private static final long serialVersionUID = 1L;

    boolean held;
    /** Whether this process has renewed it: another one's clock does not tell how long ago a renewal was. */
    transient boolean confirmed;

    String version;
    /** When the last renewal was sent, in the engine's milliseconds. */
    long renewedAt;
    /** When the next renewal is due. */
    long renewAt;

    /** Another holder's Lease as this process saw it last, and since when it looks like that. */
    transient String seenVersion;

    transient long seenAt;
}
