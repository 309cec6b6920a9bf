package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.ServiceFields;

/** Converts a Service of the API to the engine's view. */
public final class ServiceViews {
    private ServiceViews() {}

    /** The Service with its record. */
    public static ServiceView of(JsonNode service) {
        JsonNode metadata = service.path("metadata");
        JsonNode spec = service.path("spec");
        JsonNode ports = spec.path("ports");
        return new ServiceView(
                metadata.path("name").asText(),
                metadata.path("resourceVersion").asText(),
                spec.path("type").asText("ClusterIP"),
                new Traffic(
                        LabelSelector.labels(spec.path("selector")),
                        ports.isArray() ? ports.toString() : null,
                        ServiceFields.of(spec).toString(),
                        ServiceFields.ours(service)),
                ServiceAnnotations.read(metadata.path("annotations")),
                manager(metadata.path("managedFields"), "f:selector"),
                manager(metadata.path("managedFields"), "f:ports"));
    }

    // several managers own it when they applied the same value: the last writer counts
    private static String manager(JsonNode managedFields, String field) {
        String manager = "unknown";
        String latest = "";
        for (JsonNode entry : managedFields) {
            boolean owns = entry.path("fieldsV1").path("f:spec").has(field);
            String time = entry.path("time").asText();
            if (owns && time.compareTo(latest) >= 0) {
                latest = time;
                manager = entry.path("manager").asText("unknown");
            }
        }
        return manager;
    }
}
