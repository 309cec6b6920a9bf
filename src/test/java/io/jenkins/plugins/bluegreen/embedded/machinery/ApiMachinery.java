package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.DeleteOptions;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * The write path of the API server: preconditions, defaults, validation, admission, field ownership, generation. A dry
 * run and a write without a difference store nothing. Source: "Kubernetes API Concepts".
 */
public final class ApiMachinery {
    private static final Set<String> WITHOUT_GENERATION = Set.of("Service", "Pod", "Namespace", "Node", "ResourceQuota",
            "LimitRange", "PersistentVolumeClaim", "Lease");
    private static final Set<String> NO_BLIND_UPDATE = Set.of("Lease", "PodDisruptionBudget");
    private static final String SUFFIX = "bcdfghjklmnpqrstvwxz2456789";

    private final ObjectStore store;
    private final Admission admission;
    private final Quotas quotas;
    private final Defaults defaults = new Defaults();
    private final NodePorts nodePorts = new NodePorts();
    private final ClusterAddresses addresses;

    public ApiMachinery(ObjectStore store, Admission admission, Quotas quotas) {
        this.store = store;
        this.admission = admission;
        this.quotas = quotas;
        addresses = new ClusterAddresses(store);
    }

    public ObjectNode create(Caller caller, Kind kind, String namespace, ObjectNode body) {
        return store.locked(() -> {
            ObjectNode object = body.deepCopy();
            if (!caller.isController()) {
                FieldTypes.created(kind, object, caller.strict());
            }
            ObjectNode metadata = Json.child(object, "metadata");
            String given = Json.text(metadata, "name");
            if (given.isEmpty() && Json.has(metadata, "generateName")) {
                metadata.put("name", Json.text(metadata, "generateName") + suffix());
            }
            ObjectKey key = addressed(kind, namespace, object);
            String version = Json.text(metadata, "resourceVersion");
            if (!caller.dryRun() && !version.isEmpty() && !version.equals("0")) {
                throw new StatusError(500, "", "resourceVersion should not be set on objects to be created");
            }
            metadata.remove("resourceVersion");
            if (store.get(key) != null) {
                throw StatusError.alreadyExists(key);
            }
            object.remove("status");
            own(kind, null, object, caller.manager(), "");
            return commit(caller, "create", key, null, object);
        });
    }

    public ObjectNode update(Caller caller, ObjectKey key, ObjectNode body) {
        return store.locked(() -> {
            ObjectNode before = existing(key);
            ObjectNode object = body.deepCopy();
            FieldTypes.created(key.kind(), object, caller.strict());
            addressed(key.kind(), key.namespace(), object);
            sameName(key, object);
            if (NO_BLIND_UPDATE.contains(key.kind().kind()) && !Json.has(object, "metadata", "resourceVersion")) {
                throw StatusError.invalid(key.kind().group(), key.kind().plural(), key.name(),
                        List.of(new StatusError.Cause("FieldValueInvalid", "metadata.resourceVersion",
                                "Invalid value: 0: must be specified for an update")));
            }
            if (!Json.uid(object).isEmpty() && !Json.uid(object).equals(Json.uid(before))) {
                throw StatusError.otherUid(key, Json.uid(object), Json.uid(before));
            }
            preconditions(key, before, object);
            own(key.kind(), before, object, caller.manager(), "");
            return commit(caller, "update", key, before, object);
        });
    }

    public ObjectNode patch(Caller caller, ObjectKey key, String contentType, JsonNode patch) {
        return store.locked(() -> {
            ObjectNode before = existing(key);
            ObjectNode object = Patches.apply(contentType, before, patch);
            FieldTypes.patched(key.kind(), object, caller.strict());
            sameName(key, object);
            preconditions(key, before, object);
            own(key.kind(), before, object, caller.manager(), "");
            return commit(caller, "patch", key, before, object);
        });
    }

    public ObjectNode apply(Caller caller, ObjectKey key, ObjectNode config, boolean force) {
        return store.locked(() -> {
            if (Json.has(config, "metadata", "managedFields")) {
                throw StatusError.badRequest("metadata.managedFields must be nil");
            }
            ObjectNode given = config.deepCopy();
            if (!Json.text(given, "kind").equals(key.kind().kind())) {
                throw StatusError.badRequest("invalid object type: %s, Kind=%s".formatted(
                        (Json.text(given, "apiVersion").contains("/") ? "" : "/") + Json.text(given, "apiVersion"), Json.text(given, "kind")));
            }
            FieldTypes.applied(key.kind(), given);
            sameName(key, given);
            addressed(key.kind(), key.namespace(), given);
            ObjectNode before = store.get(key);
            if (before == null && !Json.uid(given).isEmpty()) {
                throw StatusError.neverThere(key, Json.uid(given));
            }
            JsonNode expected = Json.child(given, "metadata").remove("resourceVersion");
            ObjectNode live = before == null ? Json.object().put("apiVersion", key.kind().apiVersion())
                    .put("kind", key.kind().kind()) : before;
            ObjectNode merged = ServerSideApply.apply(key.kind(), live, given, caller.manager(), force);
            if (before != null) {
                if (expected != null) {
                    Json.child(merged, "metadata").set("resourceVersion", expected);
                }
                preconditions(key, before, merged);
            }
            return commit(caller, "apply", key, before, merged);
        });
    }

    /** Sets the replicas of a Deployment or ReplicaSet; owned through the subresource "scale". */
    public ObjectNode scale(Caller caller, ObjectKey key, int replicas, String resourceVersion) {
        return store.locked(() -> {
            ObjectNode before = existing(key);
            if (!resourceVersion.isEmpty() && !resourceVersion.equals(Json.text(before, "metadata", "resourceVersion"))) {
                throw StatusError.modified(key);
            }
            ObjectNode object = before.deepCopy();
            Json.child(object, "spec").put("replicas", replicas);
            own(key.kind(), before, object, caller.manager(), "scale");
            return commit(caller, "update", key, before, object);
        });
    }

    /** Applies a controller's change to any part but the spec; does nothing if the object no longer exists. */
    public void status(Caller controller, ObjectKey key, Consumer<ObjectNode> change) {
        store.locked(() -> {
            ObjectNode before = store.get(key);
            if (before != null) {
                ObjectNode object = before.deepCopy();
                change.accept(object);
                if (!object.equals(before)) {
                    store.put(key, object, controller.write("update", key));
                }
            }
            return null;
        });
    }

    /** @return the object if it stays until later, else a Status */
    public ObjectNode delete(Caller caller, ObjectKey key, DeleteOptions options) {
        return store.locked(() -> {
            ObjectNode before = existing(key);
            if (!options.uid().isEmpty() && !options.uid().equals(Json.uid(before))) {
                throw StatusError.precondition(key, "UID", options.uid(), Json.uid(before), "deleted and then recreated");
            }
            String version = Json.text(before, "metadata", "resourceVersion");
            if (!options.resourceVersion().isEmpty() && !options.resourceVersion().equals(version)) {
                throw StatusError.precondition(key, "ResourceVersion", options.resourceVersion(), version, "modified");
            }
            if (caller.dryRun()) {
                return deleted(key, before);
            }
            int grace = options.graceSeconds() >= 0 ? options.graceSeconds()
                    : Json.number(before, 30, "spec", "terminationGracePeriodSeconds");
            boolean graceful = key.kind().equals(Kind.POD) && grace > 0 && Json.has(before, "spec", "nodeName");
            boolean waits = !Json.at(before, "metadata", "finalizers").isEmpty();
            if (graceful || waits || key.kind().equals(Kind.NAMESPACE) || options.policy().equals("Foreground")) {
                return Json.deleting(before) ? before : mark(caller, key, before, graceful ? grace : 0, options);
            }
            if (options.policy().equals("Orphan")) {
                orphan(caller, Json.uid(before));
            }
            store.remove(key, caller.write("delete", key));
            return deleted(key, before);
        });
    }

    private ObjectNode mark(Caller caller, ObjectKey key, ObjectNode before, int grace, DeleteOptions options) {
        ObjectNode object = before.deepCopy();
        ObjectNode metadata = Json.child(object, "metadata");
        metadata.put("deletionTimestamp", Instant.now().plusSeconds(grace).truncatedTo(ChronoUnit.SECONDS).toString());
        metadata.put("deletionGracePeriodSeconds", grace);
        if (key.kind().equals(Kind.NAMESPACE)) {
            Json.child(object, "status").put("phase", "Terminating");
        }
        if (options.policy().equals("Foreground") && !key.kind().equals(Kind.POD)) {
            metadata.withArray("finalizers").add("foregroundDeletion");
        }
        return store.put(key, object, caller.write("delete", key));
    }

    private void orphan(Caller caller, String owner) {
        for (Kind kind : Kind.ALL) {
            for (ObjectNode dependent : store.list(kind, "")) {
                if (Json.items(dependent, "metadata", "ownerReferences").stream().anyMatch(o -> Json.text(o, "uid").equals(owner))) {
                    status(caller, ObjectKey.of(kind, dependent), o -> Json.child(o, "metadata").remove("ownerReferences"));
                }
            }
        }
    }

    private static ObjectNode deleted(ObjectKey key, ObjectNode object) {
        ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1").put("status", "Success");
        status.putObject("metadata");
        status.set("details", StatusError.details(key.kind().group(), key.kind().plural(), key.name()).put("uid", Json.uid(object)));
        return status;
    }

    private ObjectNode existing(ObjectKey key) {
        ObjectNode object = store.get(key);
        if (object == null) {
            throw StatusError.notFound(key);
        }
        return object;
    }

    private static void sameName(ObjectKey key, ObjectNode object) {
        if (!Json.name(object).equals(key.name())) {
            throw StatusError.badRequest("the name of the object (%s) does not match the name on the URL (%s)"
                    .formatted(Json.name(object), key.name()));
        }
    }

    private static ObjectKey addressed(Kind kind, String namespace, ObjectNode object) {
        String apiVersion = Json.text(object, "apiVersion");
        String given = Json.text(object, "kind");
        if (!apiVersion.isEmpty() && !apiVersion.equals(kind.apiVersion()) || !given.isEmpty() && !given.equals(kind.kind())) {
            throw StatusError.badRequest("%s in version \"%s\" cannot be handled as a %s: no kind \"%s\" is registered for the "
                    .formatted(given, apiVersion, kind.kind(), given) + "request's path");
        }
        object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        String own = Json.namespace(object);
        if (kind.namespaced() && !own.isEmpty() && !own.equals(namespace)) {
            throw StatusError.badRequest("the namespace of the provided object does not match the namespace sent on the request");
        }
        if (kind.namespaced()) {
            Json.child(object, "metadata").put("namespace", namespace);
        }
        return ObjectKey.of(kind, object);
    }

    private static void preconditions(ObjectKey key, ObjectNode before, ObjectNode object) {
        String version = Json.text(object, "metadata", "resourceVersion");
        if (!version.isEmpty() && !version.equals(Json.text(before, "metadata", "resourceVersion"))) {
            throw StatusError.modified(key);
        }
        String uid = Json.uid(object);
        if (!uid.isEmpty() && !uid.equals(Json.uid(before))) {
            throw StatusError.invalid(key, List.of(new StatusError.Cause("FieldValueInvalid", "metadata.uid",
                    "Invalid value: \"" + uid + "\": field is immutable")));
        }
    }

    private ObjectNode commit(Caller caller, String verb, ObjectKey key, ObjectNode before, ObjectNode object) {
        ObjectNode metadata = Json.child(object, "metadata");
        if (before == null) {
            if (key.kind().namespaced()) {
                checkNamespace(key);
            }
            metadata.put("uid", UUID.randomUUID().toString()).put("creationTimestamp", Json.now());
        } else {
            keep(key, before, object, metadata);
        }
        defaults.fill(key.kind(), object);
        if (key.kind().equals(Kind.SERVICE)) {
            nodePorts.fill(before, object);
            addresses.check(key, before, object, caller.dryRun());
        }
        Validation.check(key, before, object);
        boolean grows = !WITHOUT_GENERATION.contains(key.kind().kind()) && object.has("spec");
        if (grows && (before == null || !Json.at(before, "spec").equals(Json.at(object, "spec")))) {
            metadata.put("generation", before == null ? 1 : Json.number(before, 1, "metadata", "generation") + 1);
        }
        if (!caller.isController()) {
            admission.admit(object);
        }
        if (before == null) {
            quotas.admit(key.kind(), object);
        }
        if (caller.dryRun()) {
            if (before == null) {
                metadata.remove("resourceVersion");
            }
            return object;
        }
        if (before != null && comparable(before).equals(comparable(object))) {
            return before;
        }
        if (before != null && Json.deleting(before) && Json.at(metadata, "finalizers").isEmpty() && !key.kind().equals(Kind.POD)) {
            return store.remove(key, caller.write(verb, key));
        }
        return store.put(key, object, caller.write(verb, key));
    }

    private void checkNamespace(ObjectKey key) {
        ObjectKey namespace = Kind.NAMESPACE.key("", key.namespace());
        ObjectNode found = store.get(namespace);
        if (found == null) {
            throw StatusError.notFound(namespace);
        }
        if (Json.deleting(found)) {
            throw StatusError.terminating(key);
        }
    }

    /** Restores the fields that no client may change by writing the object. */
    private static void keep(ObjectKey key, ObjectNode before, ObjectNode object, ObjectNode metadata) {
        for (String field : new String[] {"uid", "creationTimestamp", "generation", "deletionTimestamp",
                "deletionGracePeriodSeconds", "resourceVersion", "namespace", "name"}) {
            JsonNode value = Json.at(before, "metadata", field);
            if (value.isMissingNode()) {
                metadata.remove(field);
            } else {
                metadata.set(field, value);
            }
        }
        if (before.has("status")) {
            object.set("status", before.get("status"));
        } else {
            object.remove("status");
        }
        if (key.kind().equals(Kind.SERVICE) && !Json.text(object, "spec", "type").equals("ExternalName")) {
            for (String field : new String[] {"clusterIP", "clusterIPs"}) {
                if (!Json.has(object, "spec", field) && Json.has(before, "spec", field)) {
                    Json.child(object, "spec").set(field, before.get("spec").get(field));
                }
            }
        }
    }

    private static ObjectNode comparable(ObjectNode object) {
        if (!(Json.at(object, "metadata", "managedFields") instanceof ArrayNode)) {
            return object;
        }
        ObjectNode copy = object.deepCopy();
        Json.items(copy, "metadata", "managedFields").forEach(entry -> entry.remove("time"));
        return copy;
    }

    public static String suffix() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            text.append(SUFFIX.charAt(ThreadLocalRandom.current().nextInt(SUFFIX.length())));
        }
        return text.toString();
    }

    /** Updates the field ownership after an update that is not an apply. */
    private static void own(Kind kind, ObjectNode before, ObjectNode after, String manager, String subresource) {
        ManagedFields fields = new ManagedFields(kind, before);
        fields.update(before, after, manager, subresource);
        fields.writeTo(after);
    }
}
