package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The scheduler of the single node: checks the capacity, and says why a Pod does not fit. */
public final class Scheduler {
    public static final String NODE = "embedded";

    private final ObjectStore store;
    private volatile String cpu = "64";
    private volatile String memory = "256Gi";

    public Scheduler(ObjectStore store) {
        this.store = store;
    }

    public void capacity(String newCpu, String newMemory) {
        cpu = newCpu;
        memory = newMemory;
    }

    /** Whether the Pod's status says that it fits on no node. */
    static boolean isUnschedulable(ObjectNode pod) {
        return Json.items(pod, "status", "conditions").stream()
                .anyMatch(condition -> Json.text(condition, "reason").equals("Unschedulable"));
    }

    /** Why the Pod does not fit on the node, or null. */
    public String unschedulable(ObjectNode pod) {
        for (ObjectNode volume : Json.items(pod, "spec", "volumes")) {
            String claim = Json.text(volume, "persistentVolumeClaim", "claimName");
            if (!claim.isEmpty() && store.get(Kind.CLAIM.key(Json.namespace(pod), claim)) == null) {
                return "0/1 nodes are available: persistentvolumeclaim \"" + claim + "\" not found. not found";
            }
        }
        Map<String, String> selector = Json.strings(pod, "spec", "nodeSelector");
        selector.remove("kubernetes.io/os", "linux");
        if (!selector.isEmpty()) {
            return none("node(s) didn't match Pod's node affinity/selector");
        }
        if (asked(pod, "cpu").compareTo(free(pod, "cpu", cpu)) > 0) {
            return none("Insufficient cpu");
        }
        return asked(pod, "memory").compareTo(free(pod, "memory", memory)) > 0 ? none("Insufficient memory") : null;
    }

    private static String none(String why) {
        return "0/1 nodes are available: 1 " + why + ". preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.";
    }

    private BigDecimal free(ObjectNode pod, String resource, String capacity) {
        BigDecimal free = Quantity.of(capacity);
        if (asked(pod, resource).signum() == 0) {
            return free;
        }
        for (ObjectNode other : store.list(Kind.POD, "")) {
            boolean over = List.of("Failed", "Succeeded").contains(Json.text(other, "status", "phase"));
            if (!over && Json.has(other, "spec", "nodeName") && !Json.uid(other).equals(Json.uid(pod))) {
                free = free.subtract(asked(other, resource));
            }
        }
        return free;
    }

    private static BigDecimal asked(ObjectNode pod, String resource) {
        BigDecimal sum = BigDecimal.ZERO;
        for (ObjectNode container : Json.items(pod, "spec", "containers")) {
            String stated = Json.text(container, "resources", "requests", resource);
            sum = sum.add(Quantity.of(stated.isEmpty() ? Json.text(container, "resources", "limits", resource) : stated));
        }
        return sum;
    }
}
