package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Computes a Deployment's status: counts, conditions, progress deadline. Source: "Deployments", status. */
final class DeploymentStatus {
    private static final Caller CALLER = Caller.controller("kube-controller-manager");

    private final ApiMachinery machinery;
    private final ControllerLoop loop;
    private final Consumer<ObjectKey> again;
    private final Map<ObjectKey, Progress> progress = new HashMap<>();
    /** Whether it tells of Pods that became ready. */
    volatile boolean tellsReadiness = true;

    /** The last observed progress, and its time by the monotonic clock. */
    private record Progress(String seen, long since) {}

    DeploymentStatus(ApiMachinery machinery, ControllerLoop loop, Consumer<ObjectKey> again) {
        this.machinery = machinery;
        this.loop = loop;
        this.again = again;
    }

    void forget(ObjectKey key) {
        progress.remove(key);
    }

    void write(ObjectKey key, ObjectNode deployment, Optional<ObjectNode> present, List<ObjectNode> sets) {
        int desired = Json.number(deployment, 1, "spec", "replicas");
        int total = sum(sets, "replicas");
        int updated = present.map(set -> Json.number(set, 0, "status", "replicas")).orElse(0);
        int available = told(deployment, sets, "availableReplicas");
        int ready = told(deployment, sets, "readyReplicas");
        boolean complete = updated == desired && total == desired && available == desired;
        boolean late = !complete && late(key, deployment, updated + "/" + total + "/" + available
                + present.map(Json::name).orElse(""));
        JsonNode rolling = Json.at(deployment, "spec", "strategy", "rollingUpdate");
        int missing = Controllers.share(rolling.path("maxUnavailable"), desired, false);
        machinery.status(CALLER, key, object -> {
            ObjectNode status = Json.child(object, "status");
            status.put("observedGeneration", Json.number(deployment, 1, "metadata", "generation"));
            count(status, "replicas", total);
            count(status, "updatedReplicas", updated);
            count(status, "readyReplicas", ready);
            count(status, "availableReplicas", available);
            count(status, "unavailableReplicas", Math.max(0, Math.max(desired, total) - available));
            Conditions conditions = new Conditions(status);
            boolean enough = available >= desired - missing;
            conditions.set("Available", enough, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                    enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.");
            progressing(conditions, present.map(Json::name).orElse(""), complete, late);
            failure(conditions, sets);
        });
    }

    private static void progressing(Conditions conditions, String set, boolean complete, boolean late) {
        String named = "ReplicaSet \"" + set + "\" ";
        if (complete) {
            conditions.set("Progressing", true, "NewReplicaSetAvailable", named + "has successfully progressed.");
        } else if (late) {
            conditions.set("Progressing", false, "ProgressDeadlineExceeded", named + "has timed out progressing.");
        } else {
            conditions.set("Progressing", true, "ReplicaSetUpdated", named + "is progressing.");
        }
    }

    private static void failure(Conditions conditions, List<ObjectNode> sets) {
        Optional<ObjectNode> failed = sets.stream().flatMap(set -> Json.items(set, "status", "conditions").stream())
                .filter(c -> Json.text(c, "type").equals("ReplicaFailure")).findFirst();
        if (failed.isPresent()) {
            conditions.set("ReplicaFailure", true, Json.text(failed.get(), "reason"), Json.text(failed.get(), "message"));
        } else {
            conditions.remove("ReplicaFailure");
        }
    }

    /** Whether there was no progress for progressDeadlineSeconds. Schedules the next check for when they are over. */
    private boolean late(ObjectKey key, ObjectNode deployment, String seen) {
        String state = Json.text(deployment, "metadata", "generation") + " " + seen;
        Progress last = progress.get(key);
        if (last == null || !last.seen().equals(state)) {
            last = new Progress(state, System.nanoTime());
            progress.put(key, last);
            loop.after(deadline(deployment).plusMillis(1), () -> again.accept(key));
        }
        return System.nanoTime() - last.since() >= deadline(deployment).toNanos();
    }

    private static Duration deadline(ObjectNode deployment) {
        return Duration.ofSeconds(Json.number(deployment, 600, "spec", "progressDeadlineSeconds"));
    }

    private int told(ObjectNode deployment, List<ObjectNode> sets, String field) {
        int now = sum(sets, field);
        return tellsReadiness ? now : Math.min(now, Json.number(deployment, 0, "status", field));
    }

    private static int sum(List<ObjectNode> sets, String field) {
        return sets.stream().mapToInt(set -> Json.number(set, 0, "status", field)).sum();
    }

    /** Omits a count of zero, like the real controller. */
    private static void count(ObjectNode status, String field, int count) {
        if (count == 0) {
            status.remove(field);
        } else {
            status.put(field, count);
        }
    }
}
