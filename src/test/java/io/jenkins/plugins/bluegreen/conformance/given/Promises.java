package io.jenkins.plugins.bluegreen.conformance.given;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.store.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * Checks every write to the API, as it takes effect, against the promises that a release makes. Only the plugin's
 * writes, and Pods that appear because of them, can break one. Writes of controllers and users can't.
 */
public final class Promises {
    /** A promise, which must hold at every instant. */
    public enum Promise {
        /** The active Service is never made to select no ready Pod. */
        NEVER_EMPTY,
        /** The active Service never selects Pods of both colours. */
        NEVER_MIXED,
        /** No object is written from which the Pods behind the active Service are made. */
        LIVE_COLOR_UNTOUCHED,
        /**
         * No workload is scaled down or deleted while the active Service selects it, but to the replicas that the
         * manifests state once the other colour is at zero.
         */
        LIVE_PODS_STAY,
        /** No workload is scaled down or deleted while its Pods are the only endpoints of the active Service. */
        ENDPOINTS_STAY,
        /** Nothing is written without a Lease that is not expired. */
        UNDER_LOCK,
        /**
         * Nothing is created twice: one Deployment per colour, one ReplicaSet per version, one revision per switch, one
         * Job at a time.
         */
        NOTHING_TWICE,
        /** No workload is scaled to nothing or deleted while its Pods are the only endpoints of somebody's Service. */
        NOBODY_CUT_OFF,
        /** No Ingress is of another version than the one that has the traffic. */
        ROUTES_WITH_TRAFFIC,
        /**
         * The active Service is not moved to fewer ready Pods than the load needs, nor back to fewer than an autoscaler
         * has left there; but for what ended right before.
         */
        NO_SMALLER
    }

    /** A broken promise, and the write that broke it. */
    record Violation(Promise promise, String what) {}

    private static final String OUR_MANAGER = "jenkins-blue-green";
    /** The replicas that the manifests state. */
    private static final int STATED = 2;

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static final Set<String> CONFIGURATION = Set.of("configmaps", "secrets");

    private final EmbeddedCluster cluster;
    private final String namespace;
    private final String service;
    private final Bystanders bystanders;
    private final List<Violation> violations = new CopyOnWriteArrayList<>();

    private final Map<String, Instant> ended = new ConcurrentHashMap<>();
    /** The replicas that autoscalers have shrunk Deployments to, since the last switch forward. */
    private final Map<String, Integer> left = new ConcurrentHashMap<>();
    private volatile int expected;

    private Promises(EmbeddedCluster cluster, String namespace, String service) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.service = service;
        bystanders = new Bystanders(cluster, namespace, service);
    }

    /** Checks all writes that concern an active Service from now on. */
    static Promises watch(EmbeddedCluster cluster, String namespace, String service) {
        Promises promises = new Promises(cluster, namespace, service);
        cluster.onWrite(promises::written);
        return promises;
    }

    /** How many ready Pods the active Service has to select at each switch from now on. */
    void expectAtEachSwitch(int ready) {
        expected = ready;
    }

    /** The violations so far. */
    List<Violation> violations() {
        return List.copyOf(violations);
    }

    void assertKept() {
        assertEquals(List.of(), violations(), "promises were broken");
    }

    private void written(ObjectNode before, ObjectNode after, Write write) {
        if (!write.namespace().equals(namespace)) {
            return;
        }
        if (write.resource().equals("pods") && before != null && isReady(before) && after != null && !isReady(after)) {
            ended.put(after.at("/metadata/uid").asText(), Instant.now());
        }
        if (write.manager().equals("horizontal-pod-autoscaler") && write.resource().equals("deployments")) {
            left.merge(write.name(), replicas(after), Math::min);
        }
        boolean ours = write.manager().startsWith(OUR_MANAGER);
        // an Event tells what has happened, and may come after the Lease is gone
        if (ours && !Set.of("leases", "events").contains(write.resource())) {
            checkLocked(write);
        }
        if (write.resource().equals("services") && write.name().equals(service)) {
            if (ours && after != null) {
                boolean moved = !labels(after, "/spec/selector").equals(labels(before, "/spec/selector"));
                if (moved) {
                    checkSelection(labels(after, "/spec/selector"), write);
                    checkSize(after, write);
                }
                Once.service(before, after, moved).ifPresent(how -> broken(Promise.NOTHING_TWICE, write, how));
            }
            return;
        }
        if (ours && write.resource().equals("ingresses")) {
            bystanders.strays(before, after).ifPresent(how -> broken(Promise.ROUTES_WITH_TRAFFIC, write, how));
        }
        if (ours && after != null && write.resource().equals("deployments")) {
            Once.deployment(before, after, cluster.list(namespace, "deployments"))
                    .ifPresent(how -> broken(Promise.NOTHING_TWICE, write, how));
        }
        if (ours && before == null && write.resource().equals("jobs")) {
            Once.job(cluster.list(namespace, "jobs")).ifPresent(how -> broken(Promise.NOTHING_TWICE, write, how));
        }
        Map<String, String> selector = labels(cluster.get(namespace, "services", service), "/spec/selector");
        if (selector.isEmpty()) {
            return;
        }
        if (write.resource().equals("pods") && before == null && isWithin(selector, after, "/metadata/labels")) {
            checkMixed(selector, write);
        } else if (ours && before != null) {
            checkLive(selector, before, after, write);
        }
    }

    private void checkSelection(Map<String, String> selector, Write write) {
        if (pods(selector).stream().noneMatch(Promises::isReady)) {
            broken(Promise.NEVER_EMPTY, write, "selects no ready Pod with " + selector);
        }
        checkMixed(selector, write);
    }

    private void checkSize(JsonNode service, Write write) {
        Map<String, String> selector = labels(service, "/spec/selector");
        int least = expected;
        if (!service.at("/metadata/annotations/blue-green.jenkins.io~1phase").asText().matches("MONITOR|RETIRE")) {
            least = cluster.list(namespace, "deployments").stream()
                    .filter(deployment -> isBehind(selector, deployment))
                    .mapToInt(deployment -> left.getOrDefault(deployment.at("/metadata/name").asText(), expected))
                    .reduce(expected, Math::min);
        } else {
            left.clear();
        }
        long ready = pods(selector).stream().filter(Promises::isReady).count();
        if (ready + justEnded(selector) < least) {
            broken(Promise.NO_SMALLER, write, "selects " + ready + " of " + least + " ready Pods with " + selector);
        }
    }

    /** The Pods that were ready a moment ago: a watch may not have told of their end yet. */
    private long justEnded(Map<String, String> selector) {
        Instant moment = Instant.now().minus(MOMENT);
        return pods(selector).stream()
                .filter(pod -> !isReady(pod))
                .filter(pod -> ended.getOrDefault(pod.at("/metadata/uid").asText(), moment).isAfter(moment))
                .count();
    }

    private void checkMixed(Map<String, String> selector, Write write) {
        Set<String> colors = new TreeSet<>();
        pods(selector).forEach(pod -> colors.add(color(pod)));
        if (colors.size() > 1) {
            broken(Promise.NEVER_MIXED, write, "the Service selects " + colors + " with " + selector);
        }
    }

    /** The value of whatever label says it. */
    private static String color(JsonNode pod) {
        return pod.at("/metadata/labels").valueStream()
                .map(JsonNode::asText)
                .filter(value -> value.equals("blue") || value.equals("green"))
                .findFirst()
                .orElse("no color");
    }

    private boolean isRetired(String live) {
        return cluster.list(namespace, "deployments").stream()
                .filter(deployment -> !deployment.at("/metadata/name").asText().equals(live))
                .allMatch(deployment -> replicas(deployment) == 0);
    }

    private void checkLive(Map<String, String> selector, ObjectNode before, ObjectNode after, Write write) {
        boolean gone = after == null || after.at("/metadata").has("deletionTimestamp");
        switch (write.resource()) {
            case "deployments" -> {
                boolean less = gone || replicas(after) < replicas(before);
                if (less && (gone || replicas(after) == 0)) {
                    bystanders.cutOff(write).ifPresent(how -> broken(Promise.NOBODY_CUT_OFF, write, how));
                }
                if (less && !gone && replicas(after) == STATED && isRetired(write.name())) {
                    return;
                }
                if (isBehind(selector, before)) {
                    broken(
                            less ? Promise.LIVE_PODS_STAY : Promise.LIVE_COLOR_UNTOUCHED,
                            write,
                            "replicas " + replicas(before) + " -> " + (gone ? "deleted" : replicas(after)));
                } else if (less) {
                    checkEndpoints(write);
                }
            }
            case "pods" -> {
                if (gone && isWithin(selector, before, "/metadata/labels")) {
                    broken(Promise.LIVE_PODS_STAY, write, "a Pod behind the Service");
                }
            }
            default -> {
                if (CONFIGURATION.contains(write.resource()) && isUsed(selector, write)) {
                    broken(Promise.LIVE_COLOR_UNTOUCHED, write, "read by the Pods behind the Service");
                }
            }
        }
    }

    private void checkLocked(Write write) {
        if (cluster.list(namespace, "leases").stream().noneMatch(Promises::isHeld)) {
            broken(Promise.UNDER_LOCK, write, "the Leases are " + cluster.list(namespace, "leases"));
        }
    }

    private static boolean isHeld(JsonNode lease) {
        return Instant.parse(lease.at("/spec/renewTime").asText())
                .plusSeconds(lease.at("/spec/leaseDurationSeconds").asInt())
                .isAfter(Instant.now());
    }

    private void checkEndpoints(Write write) {
        Set<String> endpoints = ReadyEndpoints.of(cluster, namespace, service);
        // backend-59d4c65645-dqw5v is of backend, backend-blue-59d4c65645-dqw5v is not
        Pattern ofIt = Pattern.compile(Pattern.quote(write.name()) + "-[^-]+-[^-]+");
        if (!endpoints.isEmpty() && endpoints.stream().allMatch(pod -> ofIt.matcher(pod).matches())) {
            broken(Promise.ENDPOINTS_STAY, write, "the Service's endpoints are " + endpoints);
        }
    }

    /** Whether a Deployment behind the Service uses this ConfigMap or Secret. */
    private boolean isUsed(Map<String, String> selector, Write write) {
        String kind = write.resource().equals("secrets") ? "secret" : "configMap";
        return cluster.list(namespace, "deployments").stream()
                .filter(deployment -> isBehind(selector, deployment))
                .anyMatch(deployment -> names(deployment.at("/spec/template/spec"), kind, write.name()));
    }

    private static boolean isBehind(Map<String, String> selector, JsonNode deployment) {
        return replicas(deployment) > 0 && isWithin(selector, deployment, "/spec/template/metadata/labels");
    }

    /**
     * Whether the tree contains a reference such as {@code configMapRef: {name: …}} or {@code secret: {secretName: …}}
     * at any depth.
     */
    private static boolean names(JsonNode node, String kind, String name) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode reference = field.getValue();
            boolean named = reference.path("name").asText().equals(name)
                    || reference.path("secretName").asText().equals(name);
            if (field.getKey().startsWith(kind) && named || names(reference, kind, name)) {
                return true;
            }
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (names(element, kind, name)) {
                    return true;
                }
            }
        }
        return false;
    }

    private void broken(Promise promise, Write write, String how) {
        String object = write.resource() + "/" + write.name();
        violations.add(new Violation(promise, write.manager() + ": " + write.verb() + " " + object + ": " + how));
    }

    private List<ObjectNode> pods(Map<String, String> selector) {
        return cluster.list(namespace, "pods").stream()
                .filter(pod -> isWithin(selector, pod, "/metadata/labels"))
                .filter(pod -> !pod.path("metadata").has("deletionTimestamp"))
                .toList();
    }

    private static boolean isReady(JsonNode pod) {
        for (JsonNode condition : pod.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }

    private static int replicas(JsonNode deployment) {
        return deployment.at("/spec/replicas").asInt(1);
    }

    private static boolean isWithin(Map<String, String> selector, JsonNode object, String path) {
        return labels(object, path).entrySet().containsAll(selector.entrySet());
    }

    private static Map<String, String> labels(JsonNode object, String path) {
        Map<String, String> labels = new HashMap<>();
        if (object != null) {
            object.at(path).properties().forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        }
        return labels;
    }
}
