package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;

/** How long the next move of a release may wait for those of other releases. */
public enum Urgency {
    /** It switches the traffic, brings it back, or renews the Lease. */
    NOW,
    /** It looks at the Pods: a switch or a way back may follow at once. */
    SOON,
    /** It ends a release. */
    AFTERWARDS,
    /** It begins one: it reads, checks and writes what has no traffic. */
    LATER;

    /** The urgency of a move in this phase. */
    public static Urgency of(Phase phase) {
        return switch (phase) {
            case PLAN, LOCK, APPLY -> LATER;
            case SWITCH, ROLLBACK -> NOW;
            case RETIRE -> AFTERWARDS;
            default -> SOON;
        };
    }
}
