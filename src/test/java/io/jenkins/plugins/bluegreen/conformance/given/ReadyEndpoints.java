package io.jenkins.plugins.bluegreen.conformance.given;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import java.util.Set;
import java.util.TreeSet;

/** The ready endpoints of a Service, from its EndpointSlices. */
public final class ReadyEndpoints {
    private ReadyEndpoints() {}

    /** The names of the Pods. */
    public static Set<String> of(EmbeddedCluster cluster, String namespace, String service) {
        Set<String> pods = new TreeSet<>();
        for (JsonNode slice : cluster.list(namespace, "endpointslices")) {
            if (slice.at("/metadata/labels/kubernetes.io~1service-name").asText().equals(service)) {
                slice.path("endpoints").valueStream()
                        .filter(endpoint -> endpoint.at("/conditions/ready").asBoolean(true))
                        .forEach(endpoint -> pods.add(endpoint.at("/targetRef/name").asText()));
            }
        }
        return pods;
    }
}
