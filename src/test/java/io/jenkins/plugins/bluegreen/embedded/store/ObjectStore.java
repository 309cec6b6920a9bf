package io.jenkins.plugins.bluegreen.embedded.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An in-memory etcd: objects, one revision counter for all of them, and the last changes, so that a watch can start in
 * the past. Stored trees are never changed; writers change a copy.
 */
public final class ObjectStore {
    private static final int HISTORY = 20_000;

    private final Map<Kind, TreeMap<String, ObjectNode>> objects = new HashMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final List<Consumer<Change>> listeners = new CopyOnWriteArrayList<>();
    private long revision = 100;
    private long forgotten = 100;

    /** Runs the work while the store is locked against other writes. */
    public synchronized <T> T locked(Supplier<T> work) {
        return work.get();
    }

    public synchronized long revision() {
        return revision;
    }

    /** The object, or null. */
    public synchronized ObjectNode get(ObjectKey key) {
        return of(key.kind()).get(path(key));
    }

    /** @param namespace empty for all */
    public synchronized List<ObjectNode> list(Kind kind, String namespace) {
        Map<String, ObjectNode> all = of(kind);
        if (namespace.isEmpty() || !kind.namespaced()) {
            return new ArrayList<>(all.values());
        }
        return new ArrayList<>(of(kind).subMap(namespace + "/", namespace + "0").values());
    }

    /** The objects at the revision; null if it is too old. */
    public synchronized List<ObjectNode> listAt(Kind kind, String namespace, long at) {
        List<Change> later = since(kind, at);
        if (later == null) {
            return null;
        }
        Map<String, ObjectNode> then = new TreeMap<>(of(kind));
        for (int i = later.size() - 1; i >= 0; i--) {
            Change change = later.get(i);
            if (change.before() == null) {
                then.remove(path(change.key()));
            } else {
                then.put(path(change.key()), change.before());
            }
        }
        return then.values().stream().filter(o -> namespace.isEmpty() || Json.namespace(o).equals(namespace)).toList();
    }

    /** Stores the object with the next revision. The store owns the object from now on. */
    public synchronized ObjectNode put(ObjectKey key, ObjectNode object, Write write) {
        Json.child(object, "metadata").put("resourceVersion", Long.toString(++revision));
        ObjectNode before = of(key.kind()).put(path(key), object);
        tell(new Change(key, before, object, object, revision, write));
        return object;
    }

    public synchronized ObjectNode remove(ObjectKey key, Write write) {
        ObjectNode before = of(key.kind()).remove(path(key));
        ObjectNode last = before.deepCopy();
        Json.child(last, "metadata").put("resourceVersion", Long.toString(++revision));
        tell(new Change(key, before, null, last, revision, write));
        return last;
    }

    /** Adds a listener, which is called in the order of the writes while the lock is held. */
    public void listen(Consumer<Change> listener) {
        listeners.add(listener);
    }

    public void forget(Consumer<Change> listener) {
        listeners.remove(listener);
    }

    /** Changes of a kind after the revision; null if it is too old. */
    public synchronized List<Change> since(Kind kind, long after) {
        if (after < forgotten && after != 0) {
            return null;
        }
        return history.stream().filter(c -> c.revision() > after && c.key().kind().equals(kind)).toList();
    }

    private void tell(Change change) {
        history.addLast(change);
        if (history.size() > HISTORY) {
            forgotten = history.removeFirst().revision();
        }
        listeners.forEach(listener -> listener.accept(change));
    }

    private TreeMap<String, ObjectNode> of(Kind kind) {
        return objects.computeIfAbsent(kind, k -> new TreeMap<>());
    }

    private static String path(ObjectKey key) {
        return key.namespace() + "/" + key.name();
    }
}
