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
 * One watch: sends all changes since a revision, or the current state and then all changes, in order. Source:
 * "Kubernetes API Concepts", efficient detection of changes.
 */
final class WatchStream {
    /** Receives the events of a watch. */
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
    private volatile Sink sink;
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

    /** A watch that opens, sends the error and closes. */
    static WatchStream refused(StatusError why) {
        return new WatchStream(why);
    }

    /** Connects the client; before that the watch can't be ended. */
    void connect(Sink to) {
        sink = to;
    }

    void open() {
        if (refusal != null) {
            end(refusal);
            return;
        }
        store.locked(() -> {
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

    /** What is watched, as in paths; empty for a watch that is refused. */
    String resource() {
        return kind == null ? "" : kind.plural();
    }

    /** The client's timeout in seconds; 0 for none. */
    int seconds() {
        return seconds;
    }

    /** Sends the current revision to a client that asked for bookmarks, if no event has sent it. */
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

    /** Sends the error and closes. */
    void end(StatusError why) {
        send("ERROR", why.status());
        close();
    }

    void close() {
        detach();
        sink.close();
    }

    /** Stops the watch after the client closed the connection. */
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
