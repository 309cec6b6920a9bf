package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The objects as lists show them while their watch has trouble: one list per {@value #PAUSE_MILLIS} ms at most. */
final class ListedObjects<T extends HasMetadata> {
    static final long PAUSE_MILLIS = 5_000;

    private final Supplier<List<T>> list;
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
    synchronized ReducedStore<T> read(ReducedStore<T> seen) {
        ReducedStore<T> known = items;
        long now = System.nanoTime();
        if (known != null && now - triedAt < TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS)) {
            return known;
        }
        try {
            known = new ReducedStore<>();
            for (T item : list.get()) {
                known.put(known.getKey(item), item);
            }
            lists++;
        } catch (ClusterException e) {
            known = items == null ? seen : items;
            if (known == null || !e.isTransient()) {
                throw e;
            }
        }
        items = known;
        triedAt = now;
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
