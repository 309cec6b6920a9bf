package io.jenkins.plugins.bluegreen.engine.spec;

import static io.jenkins.plugins.bluegreen.engine.spec.Validation.requireAtLeast;

import java.io.Serializable;

/** The times of a release, in seconds. */
public final class Limits implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int stabilizeSeconds;
    private final int timeoutSeconds;
    private final int lockTimeoutSeconds;
    private final int rollbackTimeoutSeconds;
    private final int scaleDownDelaySeconds;

    private Limits(Builder builder) {
        requireAtLeast("stabilize", builder.stabilizeSeconds, 0);
        requireAtLeast("timeout", builder.timeoutSeconds, 1);
        requireAtLeast("lockTimeout", builder.lockTimeoutSeconds, 0);
        requireAtLeast("rollbackTimeout", builder.rollbackTimeoutSeconds, 1);
        requireAtLeast("scaleDownDelay", builder.scaleDownDelaySeconds, 0);
        stabilizeSeconds = builder.stabilizeSeconds;
        timeoutSeconds = builder.timeoutSeconds;
        lockTimeoutSeconds = builder.lockTimeoutSeconds;
        rollbackTimeoutSeconds = builder.rollbackTimeoutSeconds;
        scaleDownDelaySeconds = builder.scaleDownDelaySeconds;
    }

    /** Seconds that every Pod must stay ready. */
    public int stabilizeSeconds() {
        return stabilizeSeconds;
    }

    /** Seconds from the first object applied until the candidate must be ready and healthy. */
    public int timeoutSeconds() {
        return timeoutSeconds;
    }

    /** Seconds to wait for another release of the same application. */
    public int lockTimeoutSeconds() {
        return lockTimeoutSeconds;
    }

    /** Seconds that a rollback may take. */
    public int rollbackTimeoutSeconds() {
        return rollbackTimeoutSeconds;
    }

    /** Seconds from the switch until the old Pods are stopped. */
    public int scaleDownDelaySeconds() {
        return scaleDownDelaySeconds;
    }

    static final class Builder {
        int stabilizeSeconds = 10;
        int timeoutSeconds = 600;
        int lockTimeoutSeconds = 600;
        int rollbackTimeoutSeconds = 300;
        int scaleDownDelaySeconds = 30;

        Limits build() {
            return new Limits(this);
        }
    }
}
