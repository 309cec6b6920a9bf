package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.util.List;
import java.util.Set;

/**
 * A copy of a namespace's objects, without Pods and other objects that controllers create. A new cluster can start from
 * it.
 */
public final class Backup {
    private static final Set<Kind> MADE = Set.of(Kind.POD, Kind.REPLICA_SET, Kind.SLICE, Kind.EVENT);
    private static final Caller CALLER = Caller.controller("backup");

    private final List<Entry> entries;

    private record Entry(ObjectKey key, ObjectNode object) {}

    private Backup(List<Entry> entries) {
        this.entries = entries;
    }

    static Backup of(ObjectStore store, String namespace) {
        return store.locked(() -> new Backup(Kind.ALL.stream()
                .filter(kind -> kind.namespaced() && !MADE.contains(kind))
                .flatMap(kind -> store.list(kind, namespace).stream()
                        .map(object -> new Entry(ObjectKey.of(kind, object), object.deepCopy())))
                .toList()));
    }

    /** Stores the objects with their uids, field owners and generations. Controllers compute the status. */
    void restore(ObjectStore store) {
        store.locked(() -> {
            for (Entry entry : entries) {
                ObjectNode object = entry.object.deepCopy();
                object.remove("status");
                store.put(entry.key, object, CALLER.write("create", entry.key));
            }
            return null;
        });
    }
}
