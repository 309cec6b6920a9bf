package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Makes the preview Service, which reaches the candidate before it has the traffic. */
final class PreviewService {
    private PreviewService() {}

    /**
     * A preview Service, inside the cluster only. It has none of the active Service's labels: tools that scrape or
     * expose Services by label would take the candidate for the application.
     *
     * @param active an active Service to copy ports and selector from, or null
     */
    static ObjectNode make(String name, String namespace, ManifestObject active, ManifestObject deployment) {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("apiVersion", "v1").put("kind", "Service");
        service.putObject("metadata").put("name", name).put("namespace", namespace);
        ObjectNode spec = service.putObject("spec").put("type", "ClusterIP");
        ArrayNode ports = active == null ? containerPorts(deployment) : servicePorts(active);
        JsonNode selector =
                active == null ? deployment.get("spec", "selector", "matchLabels") : active.get("spec", "selector");
        // a Service has no matchExpressions: it selects by all labels of the Pods
        JsonNode labels = selector.isEmpty() ? deployment.get("spec", "template", "metadata", "labels") : selector;
        spec.set("selector", labels.deepCopy());
        if (ports.isEmpty()) {
            spec.put("clusterIP", "None"); // the only Service that may have no ports
        } else {
            spec.set("ports", ports);
        }
        return service;
    }

    /**
     * A Service's URL inside the cluster: of its port {@code http}, or else of its first one.
     *
     * @return null if it has no ports
     */
    static String url(JsonNode service) {
        JsonNode chosen = service.at("/spec/ports/0");
        for (JsonNode port : service.at("/spec/ports")) {
            if (port.path("name").asText().equals("http")) {
                chosen = port;
                break;
            }
        }
        if (chosen.isMissingNode()) {
            return null;
        }
        int number = chosen.path("port").asInt();
        boolean secure = number == 443 || chosen.path("name").asText().equals("https");
        JsonNode metadata = service.path("metadata");
        return (secure ? "https" : "http") + "://" + metadata.path("name").asText() + "."
                + metadata.path("namespace").asText() + ".svc:" + number;
    }

    private static ArrayNode servicePorts(ManifestObject active) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        for (JsonNode port : active.get("spec", "ports")) {
            if (port.isObject()) {
                ObjectNode copy = port.deepCopy();
                copy.remove("nodePort");
                ports.add(copy);
            }
        }
        return ports;
    }

    private static ArrayNode containerPorts(ManifestObject deployment) {
        ArrayNode ports = JsonNodeFactory.instance.arrayNode();
        Set<String> numbers = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (JsonNode container : deployment.podSpec().path("containers")) {
            for (JsonNode port : container.path("ports")) {
                int number = port.path("containerPort").asInt();
                String protocol = port.path("protocol").asText("TCP");
                if (!numbers.add(number + protocol)) {
                    continue;
                }
                // unique within a container, but not within the Pod
                String name = port.path("name").asText("port-" + number);
                if (!names.add(name)) {
                    name = "port-" + number + "-" + protocol.toLowerCase(Locale.ROOT);
                    names.add(name);
                }
                ObjectNode made = ports.addObject()
                        .put("name", name)
                        .put("port", number)
                        .put("targetPort", number);
                if (port.has("protocol")) {
                    made.set("protocol", port.get("protocol"));
                }
            }
        }
        return ports;
    }
}
