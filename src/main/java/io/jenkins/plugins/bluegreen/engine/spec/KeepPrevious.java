package io.jenkins.plugins.bluegreen.engine.spec;

/** What becomes of the previous colour after a promotion. */
public enum KeepPrevious {
    /** Its Deployment stays with no Pods; a rollback starts them again. */
    SCALE_TO_ZERO,
    /** It goes on running; a rollback is a switch. */
    RUNNING,
    /** Its Deployment and configuration are deleted; there is nothing to roll back to. */
    DELETE
}
