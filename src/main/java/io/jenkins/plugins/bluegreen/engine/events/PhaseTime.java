package io.jenkins.plugins.bluegreen.engine.events;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import java.io.Serializable;

/** When a release was in a phase. */
public final class PhaseTime implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Phase phase;
    private final long startMillis;
    private final long endMillis;

    public PhaseTime(Phase phase, long startMillis, long endMillis) {
        this.phase = phase;
        this.startMillis = startMillis;
        this.endMillis = endMillis;
    }

    /** The phase. */
    public Phase phase() {
        return phase;
    }

    /** When it began, in milliseconds of the release's clock. */
    public long startMillis() {
        return startMillis;
    }

    /** When it ended, in milliseconds of the release's clock. */
    public long endMillis() {
        return endMillis;
    }
}
