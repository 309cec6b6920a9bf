package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The last reading of each cluster. Whoever looks gets what is known, at once; if that is older than
 * {@value #FRESH_MILLIS} ms, the next reading begins, one at a time for each cluster. Nobody looks: nothing is read. A
 * reading that fails leaves the former one in place.
 */
final class SnapshotCache<T> {
    static final long FRESH_MILLIS = 10_000;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 */
    SnapshotCache(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * What is known of a cluster.
     *
     * @param read begins a reading, and returns at once; its future must end
     */
    Snapshot<T> of(String cluster, Supplier<CompletableFuture<T>> read) {
        return entries.computeIfAbsent(cluster, name -> new Entry()).look(read);
    }

    /** Forgets all other clusters. */
    void retain(Collection<String> clusters) {
        entries.keySet().retainAll(clusters);
    }

    private final class Entry {
        private T value;
        private long readAt;
        private long triedAt;
        private Throwable problem;
        private boolean reading;

        synchronized Snapshot<T> look(Supplier<CompletableFuture<T>> read) {
            if (!reading && (triedAt == 0 || clock.getAsLong() - triedAt >= FRESH_MILLIS)) {
                reading = true;
                try {
                    read.get().whenComplete(this::end);
                } catch (RuntimeException e) {
                    end(null, e);
                }
            }
            return new Snapshot<>(value, readAt, problem, reading);
        }

        private synchronized void end(T read, Throwable failure) {
            reading = false;
            triedAt = clock.getAsLong();
            problem = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            if (failure == null) {
                value = read;
                readAt = triedAt;
            }
        }
    }
}
