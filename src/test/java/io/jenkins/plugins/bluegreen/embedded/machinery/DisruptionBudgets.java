package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.Selectors;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What PodDisruptionBudgets allow, counted when a Pod is to be evicted. Source: kube-apiserver, {@code EvictionREST};
 * kube-controller-manager, {@code disruption.go}.
 */
public final class DisruptionBudgets {
    private static final Kind BUDGET = Kind.ofPlural("poddisruptionbudgets");
    private static final Set<String> WITHOUT_BUDGET = Set.of("Pending", "Failed", "Succeeded");

    private final ObjectStore store;

    public DisruptionBudgets(ObjectStore store) {
        this.store = store;
    }

    /** Refuses the eviction of a Pod that a budget needs, or that has more than one. */
    public void check(ObjectKey key) {
        ObjectNode pod = store.get(key);
        if (pod == null || Json.deleting(pod) || WITHOUT_BUDGET.contains(Json.text(pod, "status", "phase"))) {
            return;
        }
        List<ObjectNode> budgets = store.list(BUDGET, key.namespace()).stream()
                .filter(budget -> covers(budget, pod))
                .toList();
        if (budgets.size() > 1) {
            throw new StatusError(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource "
                    + "does not support.");
        }
        for (ObjectNode budget : budgets) {
            List<ObjectNode> covered = store.list(Kind.POD, key.namespace()).stream()
                    .filter(one -> covers(budget, one) && !Json.deleting(one))
                    .toList();
            int healthy = (int) covered.stream().filter(DisruptionBudgets::isReady).count();
            int needed = needed(budget, covered);
            boolean spare = isReady(pod) ? healthy > needed : needed > 0 && healthy >= needed;
            if (!spare) {
                throw refusal("The disruption budget %s needs %d healthy pods and has %d currently"
                        .formatted(Json.name(budget), needed, healthy));
            }
        }
    }

    private static StatusError refusal(String cause) {
        ObjectNode details = Json.object();
        StatusError.addCauses(details, List.of(new StatusError.Cause("DisruptionBudget", "", cause)));
        return new StatusError(429, "TooManyRequests",
                "Cannot evict pod as it would violate the pod's disruption budget.", details);
    }

    /** An empty selector covers nothing here. */
    private static boolean covers(ObjectNode budget, ObjectNode pod) {
        JsonNode selector = Json.at(budget, "spec", "selector");
        return !selector.isEmpty() && Selectors.matches(selector, Json.labels(pod));
    }

    private static boolean isReady(ObjectNode pod) {
        return Json.items(pod, "status", "conditions").stream()
                .anyMatch(one -> Json.text(one, "type").equals("Ready") && Json.text(one, "status").equals("True"));
    }

    private int needed(ObjectNode budget, List<ObjectNode> pods) {
        JsonNode least = Json.at(budget, "spec", "minAvailable");
        if (least.isInt()) {
            return least.asInt();
        }
        int expected = expected(pods);
        return least.isTextual()
                ? percent(least, expected)
                : Math.max(0, expected - most(Json.at(budget, "spec", "maxUnavailable"), expected));
    }

    private static int most(JsonNode most, int expected) {
        return most.isTextual() ? percent(most, expected) : most.asInt(1);
    }

    /** Rounded up, also for the Pods that may be missing. */
    private static int percent(JsonNode share, int of) {
        return (Integer.parseInt(share.asText().replace("%", "")) * of + 99) / 100;
    }

    /** The replicas of the Deployments, or ReplicaSets, that the Pods belong to. */
    private int expected(List<ObjectNode> pods) {
        TreeMap<String, Integer> replicas = new TreeMap<>();
        for (ObjectNode pod : pods) {
            ObjectNode owner = owner(Kind.REPLICA_SET, pod);
            ObjectNode deployment = owner == null ? null : owner(Kind.DEPLOYMENT, owner);
            ObjectNode scaled = deployment == null ? owner : deployment;
            if (scaled != null) {
                replicas.put(Json.uid(scaled), Json.number(scaled, 1, "spec", "replicas"));
            }
        }
        return replicas.values().stream().mapToInt(Integer::intValue).sum();
    }

    private ObjectNode owner(Kind kind, ObjectNode object) {
        return Json.items(object, "metadata", "ownerReferences").stream()
                .map(reference -> store.get(kind.key(Json.namespace(object), Json.text(reference, "name"))))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }
}
