package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The selector, ports and further fields of Services once a colour is live. Refuses those that this colour's Pods can't
 * serve.
 */
final class ServiceTraffic {
    private final String colorLabel;
    private final Map<String, String> podLabels;
    private final Set<String> portNames = new TreeSet<>();
    private final List<RenderedObject> companions;

    /** @param companions in the same colour: no Service may send them requests */
    ServiceTraffic(ObjectNode deployment, String colorLabel, List<RenderedObject> companions) {
        this.companions = companions;
        this.colorLabel = colorLabel;
        this.podLabels = LabelSelector.labels(deployment.at("/spec/template/metadata/labels"));
        for (String list : new String[] {"containers", "initContainers"}) {
            for (JsonNode container : deployment.at("/spec/template/spec").path(list)) {
                container.path("ports").forEach(port -> portNames.add(port.path("name").asText("")));
            }
        }
        portNames.remove("");
    }

    /**
     * As {@link io.jenkins.plugins.bluegreen.engine.cluster.Rendering#traffic}.
     *
     * @param rendered the Service of the manifests; null if only the cluster has it
     */
    Traffic of(String service, RenderedObject rendered, Traffic current) {
        if (rendered == null && current == null) {
            throw new ReleaseException(Sentence.of("manifest.serviceNowhere", service));
        }
        Map<String, String> selector = new TreeMap<>();
        if (rendered == null) {
            selector.putAll(current.selector());
            selector.remove("pod-template-hash");
        } else {
            selector.putAll(LabelSelector.labels(rendered.tree().at("/spec/selector")));
        }
        selector.remove(colorLabel);
        checkSelector(service, selector);
        selector.put(colorLabel, podLabels.get(colorLabel));
        companions.forEach(companion -> checkSelectsNone(service, selector, companion));
        if (rendered == null) {
            checkPorts(service, ServiceBodies.ports(current.ports()));
            return new Traffic(selector, null);
        }
        JsonNode ports = rendered.tree().at("/spec/ports");
        checkPorts(service, ports);
        ObjectNode fields = ServiceFields.of(rendered.tree().path("spec"));
        boolean keep = current != null && ServiceFields.keepNodePorts(current, fields);
        return new Traffic(
                selector, withNodePorts(ports, keep ? current.ports() : null), fields.toString(), List.of());
    }

    private void checkSelector(String service, Map<String, String> selector) {
        if (selector.isEmpty()) {
            throw new ReleaseException(Sentence.of("manifest.trafficNoSelector", service, colorLabel));
        }
        selector.forEach((label, value) -> {
            if (!value.equals(podLabels.get(label))) {
                throw new ReleaseException(Sentence.of("manifest.trafficSelector", service, label + "=" + value));
            }
        });
    }

    private static void checkSelectsNone(String service, Map<String, String> selector, RenderedObject companion) {
        LabelSelector wanted = LabelSelector.ofLabels(selector);
        if (wanted.matches(LabelSelector.labels(companion.tree().at("/spec/template/metadata/labels")))) {
            throw companion.source().error(
                    "manifest.companionSelected", companion.ref(), service, wanted.query());
        }
    }

    /** A port name that no container has would leave the Service without endpoints. A number needs no declaration. */
    private void checkPorts(String service, JsonNode ports) {
        for (JsonNode port : ports) {
            JsonNode target = port.path("targetPort");
            if (target.isTextual() && !portNames.contains(target.asText())) {
                throw new ReleaseException(Sentence.of(
                        "manifest.trafficPort",
                        service,
                        target.asText(),
                        portNames.isEmpty() ? "-" : String.join(", ", portNames)));
            }
        }
    }

    /** Keeps the node ports that the cluster has chosen: load balancers point to them. */
    private static String withNodePorts(JsonNode ports, String currentPorts) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        JsonNode before = ServiceBodies.ports(currentPorts);
        for (JsonNode port : ports) {
            ObjectNode copy = port.deepCopy();
            for (JsonNode old : before) {
                if (isSame(port, old) && !copy.has("nodePort") && old.path("nodePort").asInt() > 0) {
                    copy.set("nodePort", old.get("nodePort"));
                }
            }
            kept.add(copy);
        }
        return kept.toString();
    }

    private static boolean isSame(JsonNode port, JsonNode old) {
        boolean named = port.hasNonNull("name") && old.hasNonNull("name");
        return named
                ? port.get("name").equals(old.get("name"))
                : port.path("port").asInt() == old.path("port").asInt()
                        && port.path("protocol").asText("TCP").equals(old.path("protocol").asText("TCP"));
    }
}
