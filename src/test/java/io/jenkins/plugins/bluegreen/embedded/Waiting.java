package io.jenkins.plugins.bluegreen.embedded;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for conditions on the store; every write wakes it. */
final class Waiting {
    private static final long AT_LEAST_EVERY_MILLIS = 50;

    private long writes;

    synchronized void changed() {
        writes++;
        notifyAll();
    }

    void until(String what, Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        long seen = seen();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + atMost.toMillis() + " ms: " + what);
            }
            seen = afterNext(seen);
        }
    }

    private synchronized long seen() {
        return writes;
    }

    private synchronized long afterNext(long seen) {
        if (writes == seen) {
            try {
                wait(AT_LEAST_EVERY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        return writes;
    }
}
