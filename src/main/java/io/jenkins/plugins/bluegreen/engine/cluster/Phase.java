package io.jenkins.plugins.bluegreen.engine.cluster;

/** The phases of a release, in the order of a successful release. */
public enum Phase {
    /** Reads, decides and checks. Changes nothing. */
    PLAN,
    /** Takes the application's Lease. */
    LOCK,
    /** Applies the manifests as the idle colour. */
    APPLY,
    /** Waits until every Pod of the candidate is ready and stays so. */
    READY,
    /** Waits until every Pod of the candidate is healthy. */
    HEALTH,
    /** Runs the step's block. */
    TEST,
    /** Switches the traffic. */
    SWITCH,
    /** Watches the new colour under traffic. */
    MONITOR,
    /** Drains and stops the old colour. */
    RETIRE,
    /** Switches the traffic back and stops the candidate. */
    ROLLBACK
}
