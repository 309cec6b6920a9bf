package io.jenkins.plugins.bluegreen.engine.spec;

/** What happens to the previous colour after a promotion. */
public enum KeepPrevious {
    /** Its Deployment is scaled to zero; a rollback starts the Pods again. */
    SCALE_TO_ZERO,
    /** It keeps running; a rollback only switches the Services. */
    RUNNING,
    /** Its Deployment and configuration are deleted; no rollback is possible. */
    DELETE
}
