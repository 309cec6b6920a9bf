package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives Services node ports and external traffic policies as their type needs them. A type that has none loses those
 * that the write left unchanged; changed ones are kept, and refused by {@link Validation}.
 */
final class NodePorts {
    private final AtomicInteger next = new AtomicInteger(30100);

    /** Completes a Service; {@code before} is null for a creation. */
    void fill(ObjectNode before, ObjectNode service) {
        ObjectNode spec = Json.child(service, "spec");
        List<ObjectNode> ports = Json.items(spec, "ports");
        if (isExternal(spec)) {
            Json.defaultTo(spec, "externalTrafficPolicy", "Cluster");
            ports.stream()
                    .filter(port -> Json.number(port, 0, "nodePort") == 0)
                    .forEach(port -> port.put("nodePort", next.getAndIncrement()));
        } else if (before != null && isExternal(Json.child(before, "spec"))) {
            ObjectNode old = Json.child(before, "spec");
            if (numbers(ports).equals(numbers(Json.items(old, "ports")))) {
                ports.forEach(port -> port.remove("nodePort"));
            }
            if (Json.text(old, "externalTrafficPolicy").equals(Json.text(spec, "externalTrafficPolicy"))) {
                spec.remove("externalTrafficPolicy");
            }
        }
    }

    static boolean isExternal(ObjectNode spec) {
        return List.of("NodePort", "LoadBalancer").contains(Json.text(spec, "type"));
    }

    private static List<Integer> numbers(List<ObjectNode> ports) {
        return ports.stream().map(port -> Json.number(port, 0, "nodePort")).toList();
    }
}
