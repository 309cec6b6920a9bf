package io.jenkins.plugins.bluegreen.embedded.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.machinery.ApiMachinery;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.DeleteOptions;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.jenkins.plugins.bluegreen.embedded.store.Selectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The EndpointSlice controller: one slice per Service with a selector and set of resolved ports. A Pod that is being
 * deleted is terminating and not ready at once. Source: "EndpointSlices".
 */
public final class EndpointSliceController {
    public static final String SERVICE = "kubernetes.io/service-name";
    private static final Caller CALLER = Caller.controller("endpointslice-controller");

    private final ObjectStore store;
    private final ApiMachinery machinery;
    private final ControllerLoop loop;
    /** The Services that changed, and are not processed yet: their Pods' changes neither. */
    private final Set<ObjectKey> late = ConcurrentHashMap.newKeySet();
    private volatile Duration lag = Duration.ZERO;

    public EndpointSliceController(ObjectStore store, ApiMachinery machinery, ControllerLoop loop) {
        this.store = store;
        this.machinery = machinery;
        this.loop = loop;
    }

    /** Sets how long the controller takes to process a changed Service. */
    public void lag(Duration duration) {
        lag = duration;
    }

    public void changed(Change change) {
        if (change.key().kind().equals(Kind.SERVICE)) {
            Duration delay = lag;
            if (!delay.isZero()) {
                late.add(change.key());
            }
            loop.after(delay, () -> {
                if (!delay.isZero()) {
                    late.remove(change.key());
                }
                enqueue(change.key());
            });
        } else if (change.key().kind().equals(Kind.POD)) {
            Map<String, String> labels = Json.labels(change.last());
            Map<String, String> before = change.before() == null ? labels : Json.labels(change.before());
            for (ObjectNode service : store.list(Kind.SERVICE, change.key().namespace())) {
                Map<String, String> selector = selector(service);
                ObjectKey key = ObjectKey.of(Kind.SERVICE, service);
                boolean selected = Selectors.matches(selector, labels) || Selectors.matches(selector, before);
                if (selected && !late.contains(key)) {
                    enqueue(key);
                }
            }
        }
    }

    private static Map<String, String> selector(ObjectNode service) {
        return Json.strings(service, "spec", "selector");
    }

    private void enqueue(ObjectKey service) {
        loop.soon("slices " + service, () -> reconcile(service));
    }

    private void reconcile(ObjectKey key) {
        if (late.contains(key)) {
            // a change before the late one was still in the queue: it would be processed with the late one
            return;
        }
        store.locked(() -> {
            ObjectNode service = store.get(key);
            if (service != null && !selector(service).isEmpty() && !Json.text(service, "spec", "type").equals("ExternalName")) {
                write(service, endpoints(service));
            }
            return null;
        });
    }

    private Map<ArrayNode, ArrayNode> endpoints(ObjectNode service) {
        Map<ArrayNode, ArrayNode> byPorts = new LinkedHashMap<>();
        Map<String, String> selector = selector(service);
        boolean all = Json.at(service, "spec", "publishNotReadyAddresses").asBoolean();
        for (ObjectNode pod : store.list(Kind.POD, Json.namespace(service))) {
            boolean over = List.of("Failed", "Succeeded").contains(Json.text(pod, "status", "phase"));
            if (Selectors.matches(selector, Json.labels(pod)) && Json.has(pod, "status", "podIP") && !over) {
                byPorts.computeIfAbsent(ports(service, pod), p -> Json.array()).add(endpoint(pod, all));
            }
        }
        if (byPorts.isEmpty()) {
            byPorts.put(Json.array(), Json.array());
        }
        return byPorts;
    }

    private static ObjectNode endpoint(ObjectNode pod, boolean publishNotReady) {
        ObjectNode endpoint = Json.object();
        endpoint.putArray("addresses").add(Json.text(pod, "status", "podIP"));
        boolean serving = ReplicaSetController.isReady(pod);
        boolean terminating = Json.deleting(pod);
        endpoint.putObject("conditions").put("ready", publishNotReady || serving && !terminating).put("serving", serving)
                .put("terminating", terminating);
        endpoint.put("nodeName", Scheduler.NODE);
        endpoint.putObject("targetRef").put("kind", "Pod").put("name", Json.name(pod)).put("namespace", Json.namespace(pod))
                .put("uid", Json.uid(pod));
        return endpoint;
    }

    private static ArrayNode ports(ObjectNode service, ObjectNode pod) {
        ArrayNode ports = Json.array();
        for (ObjectNode port : Json.items(service, "spec", "ports")) {
            int number = resolve(port.path("targetPort"), pod);
            if (number > 0) {
                ports.addObject().put("name", Json.text(port, "name")).put("port", number).put("protocol", Json.text(port, "protocol"));
            }
        }
        return ports;
    }

    private static int resolve(JsonNode targetPort, ObjectNode pod) {
        if (targetPort.isInt()) {
            return targetPort.asInt();
        }
        for (ObjectNode container : Json.items(pod, "spec", "containers")) {
            for (ObjectNode port : Json.items(container, "ports")) {
                if (Json.text(port, "name").equals(targetPort.asText())) {
                    return Json.number(port, -1, "containerPort");
                }
            }
        }
        return targetPort.asInt(-1);
    }

    private void write(ObjectNode service, Map<ArrayNode, ArrayNode> wanted) {
        List<ObjectNode> free = new ArrayList<>(slices(store, ObjectKey.of(Kind.SERVICE, service)));
        wanted.forEach((ports, endpoints) -> {
            ObjectNode slice = free.stream().filter(s -> s.path("ports").equals(ports)).findFirst()
                    .orElse(free.isEmpty() || wanted.size() > 1 ? null : free.get(0));
            free.remove(slice);
            if (slice == null) {
                create(service, ports, endpoints);
            } else {
                machinery.status(CALLER, ObjectKey.of(Kind.SLICE, slice), s -> {
                    s.set("ports", orNull(ports));
                    s.set("endpoints", orNull(endpoints));
                });
            }
        });
        free.forEach(slice -> machinery.delete(CALLER, ObjectKey.of(Kind.SLICE, slice), DeleteOptions.BACKGROUND));
    }

    private void create(ObjectNode service, ArrayNode ports, ArrayNode endpoints) {
        ObjectNode slice = Json.object().put("addressType", "IPv4");
        Json.child(slice, "metadata").put("generateName", Json.name(service) + "-");
        Json.child(slice, "metadata", "labels").put(SERVICE, Json.name(service))
                .put("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io");
        Controllers.own(Kind.SERVICE, service, slice);
        slice.set("endpoints", orNull(endpoints));
        slice.set("ports", orNull(ports));
        machinery.create(CALLER, Kind.SLICE, Json.namespace(service), slice);
    }

    /** A list of nothing is null in the JSON of this kind. */
    private static JsonNode orNull(ArrayNode list) {
        return list.isEmpty() ? list.nullNode() : list;
    }

    public static List<ObjectNode> slices(ObjectStore store, ObjectKey service) {
        return store.list(Kind.SLICE, service.namespace()).stream()
                .filter(slice -> service.name().equals(Json.labels(slice).get(SERVICE))).toList();
    }
}
