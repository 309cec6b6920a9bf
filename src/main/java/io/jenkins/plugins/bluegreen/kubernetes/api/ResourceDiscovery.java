package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The kinds that one cluster serves. Kinds that {@link ResourceTypes} does not know are asked for once. */
public final class ResourceDiscovery {
    private final ApiServer api;
    private final Map<String, ResourceType> discovered = new ConcurrentHashMap<>();

    public ResourceDiscovery(ApiServer api) {
        this.api = api;
    }

    /** Empty when the cluster does not know the kind. */
    public Optional<ResourceType> find(String apiVersion, String kind) {
        return ResourceTypes.known(apiVersion, kind).or(() -> {
            String key = ResourceTypes.key(apiVersion, kind);
            if (!discovered.containsKey(key)) {
                discover(apiVersion);
            }
            return Optional.ofNullable(discovered.get(key));
        });
    }

    private void discover(String apiVersion) {
        String path = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        Optional<JsonNode> list = api.discover(path, apiVersion);
        for (JsonNode resource : list.map(all -> all.path("resources")).orElse(ApiServer.JSON.createArrayNode())) {
            String plural = resource.path("name").asText();
            String kind = resource.path("kind").asText();
            if (!plural.contains("/")) {
                discovered.put(
                        ResourceTypes.key(apiVersion, kind),
                        ResourceTypes.of(
                                apiVersion, kind, plural, resource.path("namespaced").asBoolean()));
            }
        }
    }
}
