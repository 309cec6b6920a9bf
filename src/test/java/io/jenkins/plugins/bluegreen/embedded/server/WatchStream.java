package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One watch: what changed since a revision, or the current state, and then every change, in order. Source: "Kubernetes API
 * Concepts", efficient detection of changes.
 */
final class WatchStream {
    /** Where the events go. */
    interface Sink {
        void send(String event);

        void close();
    }

    private final ObjectStore store;
    private final Kind kind;
    private final String namespace;
    private final Predicate<JsonNode> wanted;
    private final String since;
    private final boolean bookmarks;
    private final int seconds;
    private final StatusError refusal;
    private final Consumer<Change> listener = this::changed;
    private Sink sink;
    private boolean closed;

    WatchStream(ObjectStore store, ApiRequest request, Predicate<JsonNode> wanted) {
        this.store = store;
        this.kind = request.kind();
        this.namespace = request.namespace();
        this.wanted = wanted;
        this.since = request.parameter("resourceVersion");
        this.bookmarks = List.of("true", "1").contains(request.parameter("allowWatchBookmarks"));
        this.seconds = request.parameter("timeoutSeconds").isEmpty() ? 0 : Integer.parseInt(request.parameter("timeoutSeconds"));
        this.refusal = null;
    }

    private WatchStream(StatusError refusal) {
        this.store = null;
        this.kind = null;
        this.namespace = "";
        this.wanted = object -> false;
        this.since = "";
        this.bookmarks = false;
        this.seconds = 0;
        this.refusal = refusal;
    }

    /** A watch that is opened, says why not and is closed. */
    static WatchStream refused(StatusError why) {
        return new WatchStream(why);
    }

    void open(Sink to) {
        if (refusal != null) {
            sink = to;
            end(refusal);
            return;
        }
        store.locked(() -> {
            sink = to;
            if (since.isEmpty() || since.equals("0")) {
                store.list(kind, namespace).stream().filter(wanted).forEach(object -> send("ADDED", object));
            } else {
                List<Change> missed = store.since(kind, Long.parseLong(since));
                if (missed == null) {
                    end(new StatusError(410, "Expired", "too old resource version: " + since + " (" + store.revision() + ")"));
                    return null;
                }
                missed.forEach(this::changed);
            }
            if (!closed) {
                store.listen(listener);
            }
            return null;
        });
    }

    private void changed(Change change) {
        boolean mine = change.key().kind().equals(kind)
                && (namespace.isEmpty() || change.key().namespace().equals(namespace));
        if (!mine) {
            return;
        }
        boolean before = change.before() != null && wanted.test(change.before());
        boolean after = change.after() != null && wanted.test(change.after());
        if (after) {
            send(before ? "MODIFIED" : "ADDED", change.after());
        } else if (before) {
            send("DELETED", change.last());
        }
    }

    /** When the client wants it to end; 0 for never. */
    int seconds() {
        return seconds;
    }

    /** Tells a client that wants to know how far it has come, where nothing else told it. */
    void bookmark() {
        store.locked(() -> {
            if (bookmarks && !closed) {
                ObjectNode mark = Json.object().put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
                mark.putObject("metadata").put("resourceVersion", Long.toString(store.revision()));
                send("BOOKMARK", mark);
            }
            return null;
        });
    }

    /** Says why and closes. */
    void end(StatusError why) {
        send("ERROR", why.status());
        close();
    }

    void close() {
        detach();
        sink.close();
    }

    /** The other side is gone. */
    void detach() {
        closed = true;
        if (store != null) {
            store.forget(listener);
        }
    }

    private void send(String type, ObjectNode object) {
        sink.send("{\"type\":\"" + type + "\",\"object\":" + Json.string(object) + "}");
    }
}
