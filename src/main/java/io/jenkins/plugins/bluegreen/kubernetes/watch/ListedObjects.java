package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The objects as lists show them while their watch has trouble: one list per {@value #PAUSE_MILLIS} ms at most. */
final class ListedObjects<T extends HasMetadata> {
    static final long PAUSE_MILLIS = 5_000;

    private final Supplier<List<T>> list;
    private final ReentrantLock listing = new ReentrantLock();
    private volatile ReducedStore<T> items;
    private volatile int lists;
    private long triedAt;

    ListedObjects(Supplier<List<T>> list) {
        this.list = list;
    }

    /**
     * The objects. If they can't be listed now, those that are known.
     *
     * @param seen what the watch has shown; null for nothing
     * @throws ClusterException if the list is refused for good, or nothing is known
     */
    ReducedStore<T> read(ReducedStore<T> seen) {
        ReducedStore<T> known = items == null ? seen : items;
        if (known == null) {
            listing.lock();
        } else if (!listing.tryLock()) {
            // a cluster that does not answer holds up one of its releases, not all
            return known;
        }
        try {
            ReducedStore<T> last = items;
            boolean recent = System.nanoTime() - triedAt < TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
            return last != null && recent ? last : listed(last == null ? seen : last);
        } finally {
            listing.unlock();
        }
    }

    private ReducedStore<T> listed(ReducedStore<T> before) {
        ReducedStore<T> known = before;
        try {
            ReducedStore<T> now = new ReducedStore<>();
            list.get().forEach(item -> now.put(now.getKey(item), item));
            known = now;
            lists++;
        } catch (ClusterException e) {
            if (known == null || !e.isTransient()) {
                throw e;
            }
        }
        items = known;
        triedAt = System.nanoTime();
        return known;
    }

    /** What was read last; empty while the watch shows the objects. */
    Optional<ReducedStore<T>> known() {
        return Optional.ofNullable(items);
    }

    /** Whether the watch has had trouble for longer than the pause between two lists. */
    boolean isRepeated() {
        return lists > 1;
    }

    /** The watch shows the objects again. */
    void end() {
        items = null;
        lists = 0;
    }
}
