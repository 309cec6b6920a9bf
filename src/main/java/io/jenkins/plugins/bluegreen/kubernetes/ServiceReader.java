package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads Services and ready Pods from the API server itself. A watch may lag behind, and the switch depends on them. */
final class ServiceReader {
    private final ApiServer api;
    private final String namespace;

    ServiceReader(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    Optional<ServiceView> find(String name) {
        return api.find(ResourceTypes.SERVICE, namespace, name).map(ServiceViews::of);
    }

    /** The names of the Pods that a selector matches and that can take requests; none for an empty selector. */
    List<String> readyPods(Map<String, String> selector) {
        if (selector.isEmpty()) {
            return List.of();
        }
        String labels = LabelSelector.ofLabels(selector).query();
        return api.list(ResourceTypes.POD, namespace, labels, null).stream()
                .filter(ServiceReader::takesRequests)
                .map(pod -> pod.path("metadata").path("name").asText())
                .sorted()
                .toList();
    }

    private static boolean takesRequests(JsonNode pod) {
        if (pod.path("metadata").has("deletionTimestamp")) {
            return false;
        }
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
