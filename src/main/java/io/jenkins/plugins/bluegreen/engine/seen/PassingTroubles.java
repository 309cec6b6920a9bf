package io.jenkins.plugins.bluegreen.engine.seen;

import java.io.Serializable;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** Since when there have been troubles that may pass. A trouble that goes and comes back begins anew. */
public final class PassingTroubles implements Serializable {
    private static final long serialVersionUID = 1L;

    private final TreeMap<String, Long> since = new TreeMap<>();

    /**
     * Updates what there is.
     *
     * @param present a name for each trouble that is there now
     * @param now in milliseconds, as all times here
     */
    public void see(Collection<String> present, long now) {
        since.keySet().retainAll(present);
        present.forEach(trouble -> since.putIfAbsent(trouble, now));
    }

    /** A trouble that has been there for {@code limit}, if there is one. */
    public Optional<String> overdue(long now, long limit) {
        return since.keySet().stream()
                .filter(trouble -> now - since.get(trouble) >= limit)
                .findFirst();
    }

    /** When the first trouble will have been there for {@code limit}; {@link Long#MAX_VALUE} without any. */
    public long due(long limit) {
        return since.values().stream().mapToLong(begin -> begin + limit).min().orElse(Long.MAX_VALUE);
    }
}
