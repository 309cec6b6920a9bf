package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.DeleteOptions;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;

/**
 * The garbage collector: deletes the dependents of deleted owners, in the background or before the owner, and the
 * content of deleted namespaces. Source: "Garbage Collection".
 */
public final class GarbageCollector {
    private static final Caller CALLER = Caller.controller("generic-garbage-collector");
    private static final String FOREGROUND = "foregroundDeletion";

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final ControllerLoop loop;

    public GarbageCollector(ObjectStore store, ApiMachinery machinery, ControllerLoop loop) {
        this.store = store;
        this.machinery = machinery;
        this.loop = loop;
    }

    public void changed(Change change) {
        String namespace = change.key().kind().equals(Kind.NAMESPACE) ? change.key().name() : change.key().namespace();
        ObjectNode home = namespace.isEmpty() ? null : store.get(Kind.NAMESPACE.key("", namespace));
        if (home != null && Json.deleting(home)) {
            loop.soon("namespace " + namespace, () -> empty(namespace));
        }
        if (change.after() == null) {
            loop.soon(() -> collect(change));
        } else if (waitsForDependents(change.after())) {
            loop.soon(() -> foreground(change.key()));
        }
    }

    private void collect(Change change) {
        dependents(Json.uid(change.before())).forEach(key -> delete(key.kind(), store.get(key), DeleteOptions.BACKGROUND));
        for (ObjectNode owner : Json.items(change.before(), "metadata", "ownerReferences")) {
            Kind.of(Json.text(owner, "apiVersion"), Json.text(owner, "kind"))
                    .ifPresent(kind -> foreground(kind.key(change.key().namespace(), Json.text(owner, "name"))));
        }
    }

    /** Deletes all objects in a namespace that is being deleted, then the namespace. */
    private void empty(String namespace) {
        boolean held = false;
        for (Kind kind : Kind.ALL) {
            if (kind.namespaced()) {
                store.list(kind, namespace).forEach(object -> delete(kind, object, DeleteOptions.NOW));
                held |= !store.list(kind, namespace).isEmpty();
            }
        }
        ObjectKey key = Kind.NAMESPACE.key("", namespace);
        if (!held && store.get(key) != null) {
            store.remove(key, CALLER.write("delete", key));
        }
    }

    private void foreground(ObjectKey key) {
        ObjectNode owner = store.get(key);
        if (owner == null || !waitsForDependents(owner)) {
            return;
        }
        List<ObjectKey> dependents = dependents(Json.uid(owner));
        dependents.forEach(dependent -> delete(dependent.kind(), store.get(dependent), new DeleteOptions("", "", -1, "Foreground")));
        if (dependents.isEmpty()) {
            machinery.status(CALLER, key, object -> {
                var finalizers = Json.child(object, "metadata").withArray("finalizers");
                for (int i = finalizers.size() - 1; i >= 0; i--) {
                    if (finalizers.get(i).asText().equals(FOREGROUND)) {
                        finalizers.remove(i);
                    }
                }
            });
            machinery.delete(CALLER, key, DeleteOptions.BACKGROUND);
        }
    }

    private static boolean waitsForDependents(ObjectNode object) {
        return Json.deleting(object) && Json.at(object, "metadata", "finalizers").toString().contains(FOREGROUND);
    }

    private List<ObjectKey> dependents(String uid) {
        List<ObjectKey> found = new ArrayList<>();
        for (Kind kind : Kind.ALL) {
            for (ObjectNode object : store.list(kind, "")) {
                if (Json.items(object, "metadata", "ownerReferences").stream().anyMatch(o -> Json.text(o, "uid").equals(uid))) {
                    found.add(ObjectKey.of(kind, object));
                }
            }
        }
        return found;
    }

    private void delete(Kind kind, ObjectNode object, DeleteOptions options) {
        if (object != null && store.get(ObjectKey.of(kind, object)) != null) {
            machinery.delete(CALLER, ObjectKey.of(kind, object), options);
        }
    }
}
