package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ColorPods;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long rollbacks of a cluster's applications would take. Records are read again only when an application has a newer
 * one, or would go back to something else.
 */
final class RollbackTimes {
    private final Map<String, Measured> measured = new ConcurrentHashMap<>();

    /** @param back what a rollback would bring back */
    private record Measured(String newest, ColorPods back, int live, long seconds) {
        boolean isOf(ReleaseRecord record, ColorPods pods, int liveNow) {
            return newest.equals(record.id()) && back.equals(pods) && live == liveNow;
        }
    }

    /**
     * The seconds of an application, as {@link LastKnown#rollbackSeconds} has them.
     *
     * @param newest its newest record; null: it has none
     * @param records its records, the newest first
     */
    long of(ApplicationView view, ReleaseRecord newest, Iterable<ReleaseRecord> records) {
        String key = view.namespace() + "/" + view.name();
        if (newest == null || view.rollback() == null) {
            measured.remove(key);
            return LastKnown.rollbackSeconds(view, List.of());
        }
        int live = view.live() == null ? 0 : view.live().desired();
        Measured known = measured.get(key);
        if (known == null || !known.isOf(newest, view.rollback(), live)) {
            known = new Measured(
                    newest.id(), view.rollback(), live, LastKnown.rollbackSeconds(view, records));
            measured.put(key, known);
        }
        return known.seconds();
    }
}
