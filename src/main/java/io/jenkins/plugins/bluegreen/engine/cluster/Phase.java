package io.jenkins.plugins.bluegreen.engine.cluster;

/** One stretch of a release, in the order in which a release that goes well passes them. */
public enum Phase {
    /** Reads, decides and checks; changes nothing. */
    PLAN,
    /** Takes the application's Lease. */
    LOCK,
    /** Applies the manifests as the idle colour. */
    APPLY,
    /** Waits until every Pod of the candidate is ready and stays so. */
    READY,
    /** Asks every Pod of the candidate for its health. */
    HEALTH,
    /** Runs the step's block. */
    TEST,
    /** Moves the traffic. */
    SWITCH,
    /** Watches the new colour under traffic. */
    MONITOR,
    /** Lets the old colour go. */
    RETIRE,
    /** Brings the traffic, or what was begun, back. */
    ROLLBACK
}
