package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.Selectors;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * The autoscaler's controller: scales Deployments to the number that a test sets, or, once it follows the load, to what
 * the requests of the last period need; without load to the minimum. Both within the autoscaler's bounds; one whose
 * {@code behavior.scaleDown.selectPolicy} is {@code Disabled} does not shrink a Deployment, but to its maximum. A
 * Deployment at zero is left alone ("implicit maintenance-mode deactivation"). Source: "Horizontal Pod Autoscaling".
 */
public final class HpaController {
    private static final Caller CALLER = Caller.controller("horizontal-pod-autoscaler");

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final ControllerLoop loop;
    private final Map<ObjectKey, Integer> wanted = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Integer> needed = new ConcurrentHashMap<>();
    private final Map<String, Long> seen = new ConcurrentHashMap<>();

    public HpaController(ObjectStore store, ApiMachinery machinery, ControllerLoop loop) {
        this.store = store;
        this.machinery = machinery;
        this.loop = loop;
    }

    /** Sets the replicas that the metrics ask for. */
    public void desired(ObjectKey autoscaler, int replicas) {
        wanted.put(autoscaler, replicas);
        enqueue(autoscaler);
    }

    /**
     * Follows the load from now on, where no test sets a number.
     *
     * @param requests how many requests the Services have sent to a Pod so far
     * @param perPod   how many requests of a period a Pod is for
     */
    public void followLoad(ToLongFunction<ObjectNode> requests, int perPod, Duration period) {
        store.list(Kind.HPA, "").forEach(autoscaler -> measure(ObjectKey.of(Kind.HPA, autoscaler), requests, perPod));
        loop.after(period, () -> followLoad(requests, perPod, period));
    }

    private void measure(ObjectKey key, ToLongFunction<ObjectNode> requests, int perPod) {
        String target = Json.text(store.get(key), "spec", "scaleTargetRef", "name");
        ObjectNode deployment = store.get(Kind.DEPLOYMENT.key(key.namespace(), target));
        if (deployment == null) {
            return;
        }
        long load = 0;
        for (ObjectNode pod : store.list(Kind.POD, key.namespace())) {
            if (Selectors.matches(deployment.at("/spec/selector"), Json.labels(pod))) {
                long now = requests.applyAsLong(pod);
                load += now - seen.getOrDefault(Json.uid(pod), 0L);
                seen.put(Json.uid(pod), now);
            }
        }
        needed.put(key, (int) ((load + perPod - 1) / perPod));
        enqueue(key);
    }

    public void changed(Change change) {
        if (change.key().kind().equals(Kind.HPA)) {
            enqueue(change.key());
        } else if (change.key().kind().equals(Kind.DEPLOYMENT)) {
            store.list(Kind.HPA, change.key().namespace()).stream()
                    .filter(a -> Json.text(a, "spec", "scaleTargetRef", "name").equals(change.key().name()))
                    .forEach(a -> enqueue(ObjectKey.of(Kind.HPA, a)));
        }
    }

    private void enqueue(ObjectKey key) {
        loop.soon(key, () -> reconcile(key));
    }

    private void reconcile(ObjectKey key) {
        ObjectNode autoscaler = store.get(key);
        if (autoscaler == null || !Json.text(autoscaler, "spec", "scaleTargetRef", "kind").equals("Deployment")) {
            return;
        }
        ObjectKey target = Kind.DEPLOYMENT.key(key.namespace(), Json.text(autoscaler, "spec", "scaleTargetRef", "name"));
        ObjectNode deployment = store.get(target);
        int current = deployment == null ? 0 : Json.number(deployment, 1, "spec", "replicas");
        int min = Json.number(autoscaler, 1, "spec", "minReplicas");
        int max = Json.number(autoscaler, min, "spec", "maxReplicas");
        int asked = wanted.getOrDefault(key, needed.getOrDefault(key, current));
        boolean shrinks = !Json.text(autoscaler, "spec", "behavior", "scaleDown", "selectPolicy").equals("Disabled");
        int least = shrinks ? min : Math.max(min, current);
        int desired = current == 0 ? 0 : Math.min(max, Math.max(least, asked));
        machinery.status(CALLER, key, object -> {
            ObjectNode status = Json.child(object, "status").put("currentReplicas", current).put("desiredReplicas", desired);
            new Conditions(status).set("ScalingActive", current > 0, current > 0 ? "ValidMetricFound" : "ScalingDisabled",
                    current > 0 ? "" : "scaling is disabled since the replica count of the target is zero");
        });
        if (deployment != null && desired != current) {
            machinery.scale(CALLER, target, desired, "");
        }
    }
}
