package io.jenkins.plugins.bluegreen.engine;

/**
 * Milliseconds since 1970 that only ever go forward: the wall clock is read once, then time is counted by the monotonic
 * clock. So a deadline survives a restart as an instant, and no jump of the wall clock moves it within one process.
 */
public final class ReleaseClock {
    private final long startMillis = System.currentTimeMillis();
    private final long startNanos = System.nanoTime();

    /** Now. */
    public long millis() {
        return startMillis + (System.nanoTime() - startNanos) / 1_000_000;
    }
}
