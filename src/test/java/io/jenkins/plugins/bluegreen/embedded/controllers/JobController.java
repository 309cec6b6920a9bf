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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The Job controller and the TTL controller: runs a Job's Pods until enough have succeeded, too many have failed or its
 * time is over. Seconds of a Job are {@link Speed#second}. Source: "Jobs", "Automatic Cleanup for Finished Jobs".
 */
public final class JobController {
    private static final Caller CALLER = Caller.controller("kube-controller-manager");
    private static final String NAME = "job-controller";
    private static final Duration RETRY = Duration.ofMillis(500);

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final ControllerLoop loop;
    private final EventRecorder events;
    private final Speed speed;
    private final Map<String, Run> runs = new HashMap<>();

    /** What is known of a Job beside its status. */
    private static final class Run {
        private final long begin = System.nanoTime();
        private final Set<String> failed = new HashSet<>();
        private long notBefore = begin;
    }

    public JobController(
            ObjectStore store, ApiMachinery machinery, ControllerLoop loop, EventRecorder events, Speed speed) {
        this.store = store;
        this.machinery = machinery;
        this.loop = loop;
        this.events = events;
        this.speed = speed;
    }

    public void changed(Change change) {
        if (change.key().kind().equals(Kind.JOB)) {
            enqueue(change.key());
        } else if (change.key().kind().equals(Kind.POD)
                && Json.text(Controllers.owner(change.last()), "kind").equals("Job")) {
            String owner = Json.text(Controllers.owner(change.last()), "name");
            enqueue(Kind.JOB.key(change.key().namespace(), owner));
        }
    }

    private void enqueue(ObjectKey key) {
        loop.soon(key, () -> reconcile(key));
    }

    private void reconcile(ObjectKey key) {
        ObjectNode job = store.get(key);
        if (job == null || Json.deleting(job) || isFinished(job) || job.at("/spec/suspend").asBoolean()) {
            return;
        }
        Run run = runs.computeIfAbsent(Json.uid(job), uid -> new Run());
        List<ObjectNode> pods = Controllers.owned(store, Kind.POD, job);
        List<ObjectNode> active = pods.stream().filter(pod -> !Json.deleting(pod) && phase(pod).isEmpty()).toList();
        pods.stream().filter(pod -> phase(pod).equals("Failed") && run.failed.add(Json.uid(pod))).forEach(pod ->
                run.notBefore = System.nanoTime() + speed.crashBackoff().toNanos() * (1L << run.failed.size() - 1));
        long succeeded = pods.stream().filter(pod -> phase(pod).equals("Succeeded")).count();
        int wanted = Json.number(job, 1, "spec", "completions");
        if (succeeded >= wanted) {
            finish(key, "Complete", "CompletionsReached", "Reached expected number of succeeded pods", active);
        } else if (isOverLimit(job, run, active)) {
            finish(key, "Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit", active);
        } else if (left(key, job, run).isNegative()) {
            finish(key, "Failed", "DeadlineExceeded", "Job was active longer than specified deadline", active);
        } else {
            long missing = Math.min(Json.number(job, 1, "spec", "parallelism"), wanted - succeeded) - active.size();
            start(key, job, run, missing);
        }
        status(key, run, succeeded);
    }

    private static boolean isFinished(ObjectNode job) {
        return job.at("/status/conditions").valueStream().anyMatch(condition ->
                Set.of("Complete", "Failed").contains(Json.text(condition, "type"))
                        && Json.text(condition, "status").equals("True"));
    }

    /** {@code Succeeded}, {@code Failed}, or empty. */
    private static String phase(ObjectNode pod) {
        String phase = Json.text(pod, "status", "phase");
        return Set.of("Succeeded", "Failed").contains(phase) ? phase : "";
    }

    /** Pods that failed; with restartPolicy OnFailure the restarts of containers too. */
    private static boolean isOverLimit(ObjectNode job, Run run, List<ObjectNode> active) {
        int limit = Json.number(job, 6, "spec", "backoffLimit");
        int restarts = active.stream()
                .flatMap(pod -> Json.items(pod, "status", "containerStatuses").stream())
                .mapToInt(status -> Json.number(status, 0, "restartCount"))
                .sum();
        return run.failed.size() > limit || restarts > 0 && restarts >= limit;
    }

    private Duration left(ObjectKey key, ObjectNode job, Run run) {
        int seconds = Json.number(job, -1, "spec", "activeDeadlineSeconds");
        if (seconds < 0) {
            return Duration.ZERO;
        }
        Duration left = speed.second().multipliedBy(seconds).minusNanos(System.nanoTime() - run.begin);
        if (!left.isNegative()) {
            loop.after(left.plusMillis(1), () -> enqueue(key));
        }
        return left;
    }

    private void start(ObjectKey key, ObjectNode job, Run run, long missing) {
        Duration pause = Duration.ofNanos(run.notBefore - System.nanoTime());
        if (missing > 0 && !pause.isNegative()) {
            loop.after(pause.plusMillis(1), () -> enqueue(key));
            return;
        }
        for (long i = 0; i < missing; i++) {
            ObjectNode pod = Json.object();
            pod.set("metadata", Json.child(job, "spec", "template", "metadata").deepCopy());
            pod.set("spec", Json.at(job, "spec", "template", "spec").deepCopy());
            Json.child(pod, "metadata").put("generateName", Json.name(job) + "-");
            Controllers.own(Kind.JOB, job, pod);
            try {
                machinery.create(CALLER, Kind.POD, Json.namespace(job), pod);
            } catch (StatusError e) {
                events.warning(NAME, Kind.JOB, job, "FailedCreate", "Error creating: " + e.getMessage());
                loop.after(RETRY, () -> enqueue(key));
                return;
            }
        }
    }

    private void finish(ObjectKey key, String condition, String reason, String message, List<ObjectNode> active) {
        active.forEach(pod -> machinery.delete(CALLER, ObjectKey.of(Kind.POD, pod), DeleteOptions.BACKGROUND));
        machinery.status(CALLER, key, job -> {
            ObjectNode status = Json.child(job, "status");
            new Conditions(status).set(condition, true, reason, message);
            if (condition.equals("Complete")) {
                status.put("completionTime", Json.now());
            }
        });
        ObjectNode job = store.get(key);
        int ttl = Json.number(job, -1, "spec", "ttlSecondsAfterFinished");
        if (ttl >= 0) {
            loop.after(speed.second().multipliedBy(ttl), () -> expire(key, Json.uid(job)));
        }
    }

    private void expire(ObjectKey key, String uid) {
        ObjectNode job = store.get(key);
        if (job != null && Json.uid(job).equals(uid)) {
            machinery.delete(CALLER, key, DeleteOptions.BACKGROUND);
        }
    }

    private void status(ObjectKey key, Run run, long succeeded) {
        machinery.status(CALLER, key, job -> {
            List<ObjectNode> active = Controllers.owned(store, Kind.POD, job).stream()
                    .filter(pod -> !Json.deleting(pod) && phase(pod).isEmpty())
                    .toList();
            ObjectNode status = Json.child(job, "status");
            Json.defaultTo(status, "startTime", Json.now());
            status.put("active", active.size())
                    .put("ready", (int) active.stream().filter(ReplicaSetController::isReady).count())
                    .put("succeeded", (int) succeeded)
                    .put("failed", run.failed.size());
        });
    }
}
