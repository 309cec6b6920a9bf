package io.jenkins.plugins.bluegreen.engine.drive;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import java.util.function.LongSupplier;

/**
 * A clock of milliseconds since 1970 that never goes back. It reads the wall clock once and then counts by the
 * monotonic clock, so that no jump of the wall clock moves a deadline within one process.
 * {@link ReleaseState#ownTime} handles jumps between two processes.
 */
public final class ReleaseClock {
    private final LongSupplier nanos;
    private final long startMillis;
    private final long startNanos;

    /** A clock that starts at the machine's time. */
    public ReleaseClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /** A clock that reads {@code wallMillis} once, now, and then {@code nanos}, which never goes back. */
    public ReleaseClock(LongSupplier wallMillis, LongSupplier nanos) {
        this.nanos = nanos;
        startMillis = wallMillis.getAsLong();
        startNanos = nanos.getAsLong();
    }

    /** The time now. */
    public long millis() {
        return startMillis + (nanos.getAsLong() - startNanos) / 1_000_000;
    }
}
