package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.DeleteOptions;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Another client of the cluster with its own field manager, such as kubectl, Helm or Argo CD. Has all permissions; its
 * calls are neither logged nor subject to faults.
 */
public final class Human {
    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final Caller caller;

    Human(ObjectStore store, ApiMachinery machinery, String manager) {
        this.store = store;
        this.machinery = machinery;
        this.caller = new Caller(manager, manager, false, false);
    }

    /** Replaces the Service's selector. */
    public void patchSelector(String namespace, String service, Map<String, String> selector) {
        store.locked(() -> {
            ObjectKey key = Kind.SERVICE.key(namespace, service);
            ObjectNode changed = existing(key).deepCopy();
            Json.child(changed, "spec").set("selector", Json.object(selector));
            return machinery.update(caller, key, changed);
        });
    }

    public void scale(String namespace, String deployment, int replicas) {
        machinery.scale(caller, Kind.DEPLOYMENT.key(namespace, deployment), replicas, "");
    }

    /** Deletes in the background, as kubectl does. */
    public void delete(String namespace, String resource, String name) {
        machinery.delete(caller, Kind.ofPlural(resource).key(namespace, name), DeleteOptions.BACKGROUND);
    }

    /** Like {@link #delete(String, String, String)}, but 409 if the object has another uid. */
    public void delete(String namespace, String resource, String name, String uid) {
        machinery.delete(caller, Kind.ofPlural(resource).key(namespace, name), DeleteOptions.BACKGROUND.withUid(uid));
    }

    /** Applies a JSON merge patch and returns the changed object. */
    public ObjectNode patch(String namespace, String resource, String name, String mergePatch) {
        try {
            return machinery.patch(caller, Kind.ofPlural(resource).key(namespace, name), "application/merge-patch+json",
                    Json.read(mergePatch.getBytes(StandardCharsets.UTF_8))).deepCopy();
        } catch (IOException e) {
            throw new IllegalArgumentException(mergePatch, e);
        }
    }

    /** Creates or replaces each document (operation Update). */
    public void apply(String namespace, String yaml) {
        for (ObjectNode document : Json.documents(yaml)) {
            ObjectKey key = key(namespace, document);
            if (store.get(key) == null) {
                machinery.create(caller, key.kind(), namespace, document);
            } else {
                Json.child(document, "metadata").set("resourceVersion", existing(key).at("/metadata/resourceVersion"));
                machinery.update(caller, key, document);
            }
        }
    }

    /** Server-side apply of each document. */
    public void serverSideApply(String namespace, String yaml, boolean force) {
        Json.documents(yaml).forEach(document -> machinery.apply(caller, key(namespace, document), document, force));
    }

    private ObjectNode existing(ObjectKey key) {
        ObjectNode object = store.get(key);
        if (object == null) {
            throw StatusError.notFound(key);
        }
        return object;
    }

    private static ObjectKey key(String namespace, ObjectNode document) {
        String apiVersion = Json.text(document, "apiVersion");
        Kind kind = Kind.of(apiVersion, Json.text(document, "kind")).orElseThrow(() -> new IllegalArgumentException(
                "the embedded cluster knows no " + Json.text(document, "kind") + " of " + apiVersion));
        return kind.key(namespace, Json.name(document));
    }
}
