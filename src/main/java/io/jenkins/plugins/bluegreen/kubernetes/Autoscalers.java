package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.workload.Autoscaler;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The HorizontalPodAutoscalers of a namespace. One that may not shrink its Deployment has
 * {@code behavior.scaleDown.selectPolicy: Disabled}, and the user's own policy in an annotation: whoever finds it, this
 * release or a later build, can give it back without the manifests.
 */
final class Autoscalers {
    private static final int ATTEMPTS = 5;
    private static final String POLICY = "/spec/behavior/scaleDown/selectPolicy";
    private static final String DISABLED = "Disabled";
    /** The annotation's value for an autoscaler without {@code spec.behavior}. */
    private static final String NO_BEHAVIOR = "-";

    private final ApiServer api;
    private final String namespace;

    Autoscalers(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** All of the namespace; empty if they may not be listed. */
    Optional<List<Autoscaler>> all() {
        try {
            return Optional.of(api.list(ResourceTypes.AUTOSCALER, namespace, null, null).stream()
                    .filter(object -> object.at("/spec/scaleTargetRef/kind").asText().equals("Deployment"))
                    .map(object -> new Autoscaler(
                            object.at("/metadata/name").asText(),
                            object.at("/spec/scaleTargetRef/name").asText(),
                            object.path("metadata").path("labels").path(MetadataKeys.APPLICATION).asText(null)))
                    .toList());
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.FORBIDDEN) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The same object; a colour's autoscaler in its version 2 may not shrink its Deployment. */
    static ObjectNode keepingSize(ResourceType type, ObjectNode object) {
        if (type.equals(ResourceTypes.AUTOSCALER) && isOfOneColor(object)) {
            object.withObject("/metadata/annotations").put(MetadataKeys.SCALE_DOWN, policy(object));
            object.withObject("/spec/behavior/scaleDown").put("selectPolicy", DISABLED);
        }
        return object;
    }

    /** Whether a colour's autoscaler comes in a version that has no field for it: it has to be changed afterwards. */
    static boolean lacksBehavior(ResourceType type, JsonNode object) {
        return type.kind().equals(ResourceTypes.AUTOSCALER.kind())
                && !type.equals(ResourceTypes.AUTOSCALER)
                && isOfOneColor(object);
    }

    private static boolean isOfOneColor(JsonNode object) {
        return object.path("metadata").path("labels").has(MetadataKeys.SIDE);
    }

    private static String policy(JsonNode object) {
        return object.path("spec").has("behavior") ? object.at(POLICY).asText("") : NO_BEHAVIOR;
    }

    /** As {@link io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter#keepSize}. */
    void keepSize(Fence fence, String application, Set<Color> kept, Set<Color> free) {
        for (int attempt = 1; ; attempt++) {
            try {
                String ours = LabelSelector.ofLabels(Map.of(MetadataKeys.APPLICATION, application)).query();
                for (JsonNode object : api.list(ResourceTypes.AUTOSCALER, namespace, ours, null)) {
                    Color color = Color.ofLabel(object.path("metadata").path("labels").path(MetadataKeys.SIDE).asText())
                            .orElse(null);
                    boolean marked = object.path("metadata").path("annotations").has(MetadataKeys.SCALE_DOWN);
                    if (kept.contains(color) && !object.at(POLICY).asText().equals(DISABLED)) {
                        patch(fence, object, policy(object), true);
                    } else if (free.contains(color) && marked) {
                        String policy = object.path("metadata").path("annotations").path(MetadataKeys.SCALE_DOWN)
                                .asText();
                        patch(fence, object, policy, false);
                    } else if (free.contains(color)) {
                        touch(fence, object);
                    }
                }
                return;
            } catch (ClusterException e) {
                // its controller writes its status all the time
                if (e.kind() != ClusterException.Kind.CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Changes the version alone: a patch of ours that has not arrived yet would hold the size for ever. */
    private void touch(Fence fence, JsonNode object) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        ConditionalWrites.stamp(patch);
        send(fence, object, patch);
    }

    private void patch(Fence fence, JsonNode object, String policy, boolean keep) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.putObject("annotations").put(MetadataKeys.SCALE_DOWN, keep ? policy : null);
        if (!keep && policy.equals(NO_BEHAVIOR)) {
            patch.putObject("spec").putNull("behavior");
        } else {
            patch.withObject("/spec/behavior/scaleDown")
                    .put("selectPolicy", keep ? DISABLED : policy.isEmpty() ? null : policy);
        }
        send(fence, object, patch);
    }

    private void send(Fence fence, JsonNode object, ObjectNode patch) {
        patch.withObject("/metadata")
                .put("resourceVersion", object.at("/metadata/resourceVersion").asText());
        fence.check();
        try {
            api.patch(
                    ResourceTypes.AUTOSCALER,
                    namespace,
                    object.at("/metadata/name").asText(),
                    patch,
                    ApiServer.WriteOptions.PLAIN);
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
