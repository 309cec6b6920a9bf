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
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ReplicaSet controller: creates and deletes Pods until there are as many as specified. Source: "ReplicaSet". */
public final class ReplicaSetController {
    private static final Caller CALLER = Caller.controller("kube-controller-manager");
    private static final Duration RETRY = Duration.ofMillis(500);

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final ControllerLoop loop;
    private final EventRecorder events;
    private final Map<String, Long> readySince = new HashMap<>();

    public ReplicaSetController(ObjectStore store, ApiMachinery machinery, ControllerLoop loop, EventRecorder events) {
        this.store = store;
        this.machinery = machinery;
        this.loop = loop;
        this.events = events;
    }

    public void changed(Change change) {
        if (change.key().kind().equals(Kind.REPLICA_SET)) {
            enqueue(change.key());
        } else if (change.key().kind().equals(Kind.POD)) {
            String owner = Json.text(Controllers.owner(change.last()), "name");
            if (!owner.isEmpty()) {
                enqueue(Kind.REPLICA_SET.key(change.key().namespace(), owner));
            }
        }
    }

    private void enqueue(ObjectKey key) {
        loop.soon(key, () -> reconcile(key));
    }

    private void reconcile(ObjectKey key) {
        ObjectNode set = store.get(key);
        if (set == null || Json.deleting(set)) {
            return;
        }
        List<ObjectNode> active = active(set);
        int wanted = Json.number(set, 1, "spec", "replicas");
        StatusError failure = null;
        for (int i = active.size(); i < wanted && failure == null; i++) {
            failure = create(set);
        }
        active.stream().sorted(Comparator.comparing(ReplicaSetController::isReady).thenComparing(
                pod -> Long.parseLong(Json.text(pod, "metadata", "resourceVersion")), Comparator.reverseOrder()))
                .limit(Math.max(0, active.size() - wanted))
                .forEach(pod -> machinery.delete(CALLER, ObjectKey.of(Kind.POD, pod), DeleteOptions.BACKGROUND));
        if (failure != null) {
            loop.after(RETRY, () -> enqueue(key));
        }
        status(key, set, active(set), failure);
    }

    private List<ObjectNode> active(ObjectNode set) {
        return Controllers.owned(store, Kind.POD, set).stream().filter(pod -> !Json.deleting(pod)
                && !List.of("Failed", "Succeeded").contains(Json.text(pod, "status", "phase"))).toList();
    }

    /** Creates a Pod; returns null, or the API server's refusal. */
    private StatusError create(ObjectNode set) {
        ObjectNode pod = Json.object();
        pod.set("metadata", Json.child(set, "spec", "template", "metadata").deepCopy());
        pod.set("spec", Json.at(set, "spec", "template", "spec").deepCopy());
        Json.child(pod, "metadata").put("generateName", Json.name(set) + "-");
        Controllers.own(Kind.REPLICA_SET, set, pod);
        try {
            machinery.create(CALLER, Kind.POD, Json.namespace(set), pod);
            return null;
        } catch (StatusError e) {
            events.warning("replicaset-controller", Kind.REPLICA_SET, set, "FailedCreate", "Error creating: " + e.getMessage());
            return e;
        }
    }

    private void status(ObjectKey key, ObjectNode set, List<ObjectNode> pods, StatusError failure) {
        int ready = (int) pods.stream().filter(ReplicaSetController::isReady).count();
        int available = (int) pods.stream().filter(pod -> available(key, pod, Json.number(set, 0, "spec", "minReadySeconds"))).count();
        machinery.status(CALLER, key, object -> {
            ObjectNode status = Json.child(object, "status");
            status.put("replicas", pods.size()).put("fullyLabeledReplicas", pods.size()).put("readyReplicas", ready)
                    .put("availableReplicas", available).put("observedGeneration", Json.number(set, 1, "metadata", "generation"));
            Conditions conditions = new Conditions(status);
            if (failure == null) {
                conditions.remove("ReplicaFailure");
            } else {
                conditions.set("ReplicaFailure", true, "FailedCreate", failure.getMessage());
            }
        });
    }

    private boolean available(ObjectKey set, ObjectNode pod, int minReadySeconds) {
        String uid = Json.uid(pod);
        if (!isReady(pod)) {
            readySince.remove(uid);
            return false;
        }
        Duration missing = Duration.ofSeconds(minReadySeconds)
                .minusNanos(System.nanoTime() - readySince.computeIfAbsent(uid, first -> System.nanoTime()));
        if (missing.isNegative() || missing.isZero() || minReadySeconds == 0) {
            return true;
        }
        loop.after(missing, () -> enqueue(set));
        return false;
    }

    public static boolean isReady(ObjectNode pod) {
        return Json.items(pod, "status", "conditions").stream()
                .anyMatch(c -> Json.text(c, "type").equals("Ready") && Json.text(c, "status").equals("True"));
    }
}
