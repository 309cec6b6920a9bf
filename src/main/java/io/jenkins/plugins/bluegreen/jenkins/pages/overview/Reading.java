package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseRecord;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ApplicationView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ClusterView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A reading of a cluster, with what this controller knows besides.
 *
 * @param newest the newest records of its applications, by {@code namespace/name}; releases of other controllers have
 *     none
 * @param rollbacks how many seconds their rollbacks would take; -1: not known
 */
record Reading(ClusterView view, Map<String, ReleaseRecord> newest, Map<String, Long> rollbacks) {

    /** Finds the newest record of an application. */
    interface Records {
        /** Null if there is none. */
        ReleaseRecord newest(String namespace, String application);
    }

    /** Tells how long a rollback would take. */
    interface Times {
        /**
         * As {@link LastKnown#rollbackSeconds} has it.
         *
         * @param newest null: there is none
         */
        long seconds(ApplicationView view, ReleaseRecord newest);
    }

    static Reading of(ClusterView view, Records records, Times times) {
        Map<String, ReleaseRecord> newest = new HashMap<>();
        Map<String, Long> rollbacks = new HashMap<>();
        for (ApplicationView each : view.applications()) {
            ReleaseRecord record = records.newest(each.namespace(), each.name());
            if (record != null) {
                newest.put(key(each.namespace(), each.name()), record);
            }
            rollbacks.put(key(each.namespace(), each.name()), times.seconds(each, record));
        }
        return new Reading(view, newest, rollbacks);
    }

    private static String key(String namespace, String name) {
        return namespace + "/" + name;
    }

    Optional<ApplicationView> application(String namespace, String name) {
        return view.applications().stream()
                .filter(each -> each.namespace().equals(namespace) && each.name().equals(name))
                .findFirst();
    }

    /** How many seconds a rollback would take; -1: not known. */
    long rollbackSeconds(String namespace, String name) {
        return rollbacks.getOrDefault(key(namespace, name), -1L);
    }

    /** Null if there is none. */
    ReleaseRecord newest(String namespace, String name) {
        return newest.get(key(namespace, name));
    }
}
