package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import java.io.Serializable;

/** The start and the end of one phase of a release. */
public final class PhaseTime implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Phase phase;
    private final long startMillis;
    private final long endMillis;

    /** A phase from {@code startMillis} to {@code endMillis} of the release's clock. */
    public PhaseTime(Phase phase, long startMillis, long endMillis) {
        this.phase = phase;
        this.startMillis = startMillis;
        this.endMillis = endMillis;
    }

    /** The phase. */
    public Phase phase() {
        return phase;
    }

    /** The start, in milliseconds of the release's clock. */
    public long startMillis() {
        return startMillis;
    }

    /** The end, in milliseconds of the release's clock. */
    public long endMillis() {
        return endMillis;
    }
}
