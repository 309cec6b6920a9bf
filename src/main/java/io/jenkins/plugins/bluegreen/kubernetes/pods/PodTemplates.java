package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Converts the Pod template of a Deployment to the engine's view. */
public final class PodTemplates {
    private static final String NOBODY = "unknown";

    private PodTemplates() {}

    /** As a watch shows it: without managers. */
    static TestedPods.Template of(Deployment deployment) {
        return new TestedPods.Template(
                deployment.getMetadata().getUid(),
                deployment.getMetadata().getGeneration(),
                hash(deployment.getSpec().getTemplate()),
                NOBODY);
    }

    /** As the API server answers. */
    public static TestedPods.Template of(JsonNode deployment) {
        JsonNode metadata = deployment.path("metadata");
        return new TestedPods.Template(
                metadata.path("uid").asText(),
                metadata.path("generation").asLong(),
                hash(ApiServer.JSON.convertValue(deployment.at("/spec/template"), PodTemplateSpec.class)),
                manager(metadata.path("managedFields")));
    }

    /** Of what the client's model holds of it, wherever it comes from. */
    private static String hash(PodTemplateSpec template) {
        String text = ApiServer.JSON.valueToTree(template).toString();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String manager(JsonNode managedFields) {
        String manager = NOBODY;
        String latest = "";
        for (JsonNode entry : managedFields) {
            String name = entry.path("manager").asText(NOBODY);
            String time = entry.path("time").asText();
            boolean owns = entry.path("fieldsV1").path("f:spec").has("f:template");
            if (owns && !name.equals(ApiServer.FIELD_MANAGER) && time.compareTo(latest) >= 0) {
                latest = time;
                manager = name;
            }
        }
        return manager;
    }

    /** Whether a container has a preStop hook, which delays its end. */
    static boolean hasPreStop(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(Container::getLifecycle)
                .anyMatch(lifecycle -> lifecycle != null && lifecycle.getPreStop() != null);
    }
}
