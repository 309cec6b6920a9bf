package io.jenkins.plugins.bluegreen.kubernetes.charts;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a cluster serves, as charts ask for it by {@code .Capabilities}.
 *
 * @param version {@code v1.34.0}; empty if it is not known
 * @param apiVersions {@code networking.k8s.io/v1}, and with the kind those that Helm does not know by itself,
 *     {@code monitoring.coreos.com/v1/ServiceMonitor}
 */
public record Capabilities(String version, List<String> apiVersions) {
    /** So many groups of custom resources are looked into. */
    private static final int MOST = 200;

    /** The groups of Kubernetes itself, whose kinds Helm knows. */
    private static final Set<String> KNOWN = Set.of(
            "apps", "batch", "autoscaling", "policy", "extensions", "events.k8s.io", "networking.k8s.io",
            "authentication.k8s.io", "authorization.k8s.io", "rbac.authorization.k8s.io", "storage.k8s.io",
            "admissionregistration.k8s.io", "certificates.k8s.io", "coordination.k8s.io", "discovery.k8s.io",
            "flowcontrol.apiserver.k8s.io", "node.k8s.io", "resource.k8s.io", "scheduling.k8s.io",
            "apiextensions.k8s.io", "apiregistration.k8s.io");

    public Capabilities {
        apiVersions = List.copyOf(apiVersions);
    }

    /** Asks the cluster. Empty values if it does not let itself be asked. */
    public static Capabilities of(ApiServer api) {
        try {
            String version = api.discover("/version", "version")
                    .map(answer -> answer.path("gitVersion").asText())
                    .orElse("");
            Set<String> all = new LinkedHashSet<>();
            Optional<JsonNode> groups = api.discover("/apis", "API groups");
            int looked = 0;
            for (JsonNode group : groups.map(list -> list.path("groups")).orElse(ApiServer.JSON.createArrayNode())) {
                for (JsonNode served : group.path("versions")) {
                    String groupVersion = served.path("groupVersion").asText();
                    all.add(groupVersion);
                    if (!KNOWN.contains(group.path("name").asText()) && looked++ < MOST) {
                        addKinds(api, groupVersion, all);
                    }
                }
            }
            return new Capabilities(version, List.copyOf(all));
        } catch (ClusterException e) {
            if (e.isTransient()) {
                throw e;
            }
            return new Capabilities("", List.of());
        }
    }

    private static void addKinds(ApiServer api, String groupVersion, Set<String> all) {
        for (JsonNode resource : api.discover("/apis/" + groupVersion, groupVersion)
                .map(list -> list.path("resources"))
                .orElse(ApiServer.JSON.createArrayNode())) {
            if (!resource.path("name").asText().contains("/")) {
                all.add(groupVersion + "/" + resource.path("kind").asText());
            }
        }
    }
}
