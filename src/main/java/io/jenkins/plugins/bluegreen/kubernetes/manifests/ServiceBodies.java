package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.List;
import java.util.Map;

/** The request bodies of writes to an active Service. */
public final class ServiceBodies {
    private ServiceBodies() {}

    /**
     * An active Service of the manifests without the fields that the switch changes: for an apply. Those that the
     * plugin wrote last keep their present values, because an apply removes what its manager owned and no longer names.
     */
    public static ObjectNode withoutTraffic(RenderedRelease release, String name, Traffic present) {
        ObjectNode service = release.activeServices().get(name).tree();
        ObjectNode spec = service.withObject("/spec");
        spec.remove(List.of("selector", "ports"));
        ServiceFields.of(spec).fieldNames().forEachRemaining(spec::remove);
        ObjectNode fields = ServiceFields.parsed(present.fields());
        present.ours().forEach(field -> spec.set(field, fields.get(field)));
        return service;
    }

    /** An active Service of the manifests with its selector and ports: for a creation. */
    public static ObjectNode withTraffic(RenderedRelease release, String name, Traffic traffic) {
        ObjectNode service = release.activeServices().get(name).tree();
        ObjectNode spec = service.withObject("/spec");
        spec.set("selector", selector(traffic));
        if (traffic.ports() != null) {
            spec.set("ports", ports(traffic.ports()));
        }
        return service;
    }

    /**
     * The merge patch that sends a Service's traffic elsewhere. It removes the labels of the present selector that the
     * new one does not have, and the further fields that the plugin wrote last and that are not wanted any more.
     */
    public static ObjectNode switchPatch(Traffic present, Traffic traffic) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        ObjectNode spec = patch.putObject("spec");
        ObjectNode selector = spec.putObject("selector");
        present.selector().keySet().forEach(selector::putNull);
        selector.setAll(selector(traffic));
        if (traffic.ports() != null) {
            spec.set("ports", ports(traffic.ports()));
        }
        if (traffic.fields() != null) {
            present.ours().forEach(spec::putNull);
            spec.setAll(ServiceFields.parsed(traffic.fields()));
        }
        return patch;
    }

    /**
     * Whether a switch writes nothing but the colour: other ports or fields may be refused, and have to be tried.
     *
     * @param colorLabel the label whose value is the colour
     */
    public static boolean switchesColorAlone(Traffic present, Traffic traffic, String colorLabel) {
        return present.selector().containsKey(colorLabel)
                && present.with(colorLabel, "").selectsAs(traffic.with(colorLabel, ""))
                && (traffic.ports() == null || hasPorts(present, ports(traffic.ports())))
                && (traffic.fields() == null || hasFields(present, ServiceFields.parsed(traffic.fields())));
    }

    private static boolean hasPorts(Traffic present, JsonNode wanted) {
        ArrayNode complete = ApiServer.JSON.createArrayNode();
        for (JsonNode port : wanted) {
            ObjectNode defaults = ApiServer.JSON.createObjectNode().put("protocol", "TCP");
            defaults.set("targetPort", port.get("port"));
            complete.add(defaults.setAll((ObjectNode) port));
        }
        return complete.equals(ports(present.ports()));
    }

    private static boolean hasFields(Traffic present, ObjectNode wanted) {
        ObjectNode there = ServiceFields.parsed(present.fields());
        return present.ours().stream().allMatch(wanted::has)
                && wanted.properties().stream().allMatch(field -> field.getValue().equals(there.get(field.getKey())));
    }

    /** A selector as JSON, its labels in order. */
    public static ObjectNode selector(Traffic traffic) {
        ObjectNode selector = ApiServer.JSON.createObjectNode();
        traffic.selector().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> selector.put(label.getKey(), label.getValue()));
        return selector;
    }

    /** The JSON of {@link Traffic#ports()}; an empty list for null. */
    static JsonNode ports(String ports) {
        try {
            return ports == null ? ApiServer.JSON.createArrayNode() : ApiServer.JSON.readTree(ports);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("ports are not JSON: " + ports, e);
        }
    }
}
