package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.DeleteOptions;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import java.util.List;
import java.util.Optional;

/** The Deployment controller: rolls out the Pod template by scaling ReplicaSets. Source: "Deployments". */
public final class DeploymentController {
    private static final Caller CALLER = Caller.controller("kube-controller-manager");
    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final ControllerLoop loop;
    private final DeploymentStatus status;

    public DeploymentController(ObjectStore store, ApiMachinery machinery, ControllerLoop loop) {
        this.store = store;
        this.machinery = machinery;
        this.loop = loop;
        this.status = new DeploymentStatus(machinery, loop, this::enqueue);
    }

    /** Whether the status of Deployments tells of Pods that became ready; those that are not are always told. */
    public void tellsReadiness(boolean told) {
        status.tellsReadiness = told;
        store.list(Kind.DEPLOYMENT, "").forEach(deployment -> enqueue(ObjectKey.of(Kind.DEPLOYMENT, deployment)));
    }

    public void changed(Change change) {
        if (change.key().kind().equals(Kind.DEPLOYMENT)) {
            enqueue(change.key());
        } else if (change.key().kind().equals(Kind.REPLICA_SET)) {
            String owner = Json.text(Controllers.owner(change.last()), "name");
            if (!owner.isEmpty()) {
                enqueue(Kind.DEPLOYMENT.key(change.key().namespace(), owner));
            }
        }
    }

    private void enqueue(ObjectKey key) {
        loop.soon(key, () -> reconcile(key));
    }

    private void reconcile(ObjectKey key) {
        ObjectNode deployment = store.get(key);
        if (deployment == null || Json.deleting(deployment)) {
            status.forget(key);
            return;
        }
        if (!Json.at(deployment, "spec", "paused").asBoolean()) {
            roll(deployment);
        } else {
            present(deployment).ifPresent(set -> scale(set, Json.number(deployment, 1, "spec", "replicas")));
        }
        status.write(key, deployment, present(deployment), sets(deployment));
        prune(deployment);
    }

    private void roll(ObjectNode deployment) {
        int desired = Json.number(deployment, 1, "spec", "replicas");
        ObjectNode present = present(deployment).orElse(null);
        if (present == null) {
            present = create(deployment);
        }
        String uid = Json.uid(present);
        List<ObjectNode> old = sets(deployment).stream().filter(s -> !Json.uid(s).equals(uid) && replicas(s) > 0).toList();
        if (old.isEmpty()) {
            scale(present, desired);
            return;
        }
        int others = old.stream().mapToInt(DeploymentController::replicas).sum();
        if (Json.text(deployment, "spec", "strategy", "type").equals("Recreate")) {
            old.forEach(set -> scale(set, 0));
            return;
        }
        JsonNode rolling = Json.at(deployment, "spec", "strategy", "rollingUpdate");
        int surge = Controllers.share(rolling.path("maxSurge"), desired, true);
        int unavailable = Controllers.share(rolling.path("maxUnavailable"), desired, false);
        unavailable = surge == 0 && unavailable == 0 ? 1 : Math.min(unavailable, desired);
        int room = desired + surge - others - replicas(present);
        if (replicas(present) > desired) {
            scale(present, desired);
        } else if (room > 0 && replicas(present) < desired) {
            scale(present, Math.min(desired, replicas(present) + room));
        }
        present = store.get(ObjectKey.of(Kind.REPLICA_SET, present));
        int notYet = replicas(present) - available(present);
        int spare = others + replicas(present) - (desired - unavailable) - notYet;
        for (ObjectNode set : old) {
            int unhealthy = replicas(set) - available(set);
            int fewer = Math.min(spare, replicas(set));
            if (fewer > 0) {
                spare -= Math.max(fewer, Math.min(unhealthy, fewer));
                scale(set, replicas(set) - fewer);
            }
        }
    }

    private ObjectNode create(ObjectNode deployment) {
        ObjectNode template = (ObjectNode) Json.at(deployment, "spec", "template").deepCopy();
        String hash = hash(Json.string(template));
        ObjectNode set = Json.object();
        String name = Json.name(deployment) + "-" + hash;
        while (store.get(Kind.REPLICA_SET.key(Json.namespace(deployment), name)) != null) {
            hash = hash(hash + name);
            name = Json.name(deployment) + "-" + hash;
        }
        Json.child(template, "metadata", "labels").put(HASH, hash);
        Json.child(set, "metadata").put("name", name).set("labels", Json.at(template, "metadata", "labels").deepCopy());
        int revision = sets(deployment).stream().mapToInt(DeploymentController::revision).max().orElse(0) + 1;
        Json.child(set, "metadata", "annotations").put(REVISION, Integer.toString(revision));
        Controllers.own(Kind.DEPLOYMENT, deployment, set);
        ObjectNode spec = Json.child(set, "spec").put("replicas", 0);
        spec.put("minReadySeconds", Json.number(deployment, 0, "spec", "minReadySeconds"));
        spec.set("selector", Json.at(deployment, "spec", "selector").deepCopy());
        Json.child(spec, "selector", "matchLabels").put(HASH, hash);
        spec.set("template", template);
        machinery.status(CALLER, ObjectKey.of(Kind.DEPLOYMENT, deployment),
                d -> Json.child(d, "metadata", "annotations").put(REVISION, Integer.toString(revision)));
        return machinery.create(CALLER, Kind.REPLICA_SET, Json.namespace(deployment), set);
    }

    private Optional<ObjectNode> present(ObjectNode deployment) {
        JsonNode wanted = Json.at(deployment, "spec", "template");
        return sets(deployment).stream().filter(set -> {
            ObjectNode template = (ObjectNode) Json.at(set, "spec", "template").deepCopy();
            Json.child(template, "metadata", "labels").remove(HASH);
            return template.equals(wanted);
        }).findFirst();
    }

    private List<ObjectNode> sets(ObjectNode deployment) {
        return Controllers.owned(store, Kind.REPLICA_SET, deployment);
    }

    private void scale(ObjectNode set, int replicas) {
        if (replicas(set) != replicas) {
            machinery.scale(CALLER, ObjectKey.of(Kind.REPLICA_SET, set), replicas, "");
        }
    }

    private void prune(ObjectNode deployment) {
        List<ObjectNode> idle = sets(deployment).stream()
                .filter(set -> replicas(set) == 0 && Json.number(set, 0, "status", "replicas") == 0 && !Json.deleting(set))
                .sorted((a, b) -> revision(b) - revision(a)).toList();
        idle.stream().skip(Json.number(deployment, 10, "spec", "revisionHistoryLimit") + 1L)
                .forEach(set -> machinery.delete(CALLER, ObjectKey.of(Kind.REPLICA_SET, set), DeleteOptions.BACKGROUND));
    }

    private static int revision(ObjectNode set) {
        return Integer.parseInt(Json.at(set, "metadata", "annotations").path(REVISION).asText("0"));
    }

    static int replicas(ObjectNode set) {
        return Json.number(set, 0, "spec", "replicas");
    }

    private static int available(ObjectNode set) {
        return Json.number(set, 0, "status", "availableReplicas");
    }

    private static String hash(String text) {
        StringBuilder name = new StringBuilder();
        for (char digit : Integer.toUnsignedString(text.hashCode()).toCharArray()) {
            name.append("bcdfghjklmnpqrstvwxz2456789".charAt(digit % 27));
        }
        return name.toString();
    }
}
