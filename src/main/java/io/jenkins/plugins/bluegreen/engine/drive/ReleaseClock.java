package io.jenkins.plugins.bluegreen.engine.drive;

import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import java.util.function.LongSupplier;

/**
 * Milliseconds since 1970 that only ever go forward: the wall clock is read once, then time is counted by the monotonic
 * clock. So no jump of the wall clock moves a deadline within one process; {@link ReleaseState#ownTime} sees to those
 * between two.
 */
public final class ReleaseClock {
    private final LongSupplier nanos;
    private final long startMillis;
    private final long startNanos;

    /** A clock that is right as long as the machine's was at this moment. */
    public ReleaseClock() {
        this(System::currentTimeMillis, System::nanoTime);
    }

    /** A clock that reads {@code wallMillis} now and {@code nanos}, which never go back, from now on. */
    public ReleaseClock(LongSupplier wallMillis, LongSupplier nanos) {
        this.nanos = nanos;
        startMillis = wallMillis.getAsLong();
        startNanos = nanos.getAsLong();
    }

    /** Now. */
    public long millis() {
        return startMillis + (nanos.getAsLong() - startNanos) / 1_000_000;
    }
}
