package io.jenkins.plugins.bluegreen.conformance.given;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.store.Write;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a write of a release does to objects beside its colours: Services of others, and Ingresses. */
final class Bystanders {
    private final EmbeddedCluster cluster;
    private final String namespace;
    private final String service;

    Bystanders(EmbeddedCluster cluster, String namespace, String service) {
        this.cluster = cluster;
        this.namespace = namespace;
        this.service = service;
    }

    /** Which Services of others have no endpoints but the Pods of a Deployment that is to have none. */
    Optional<String> cutOff(Write write) {
        Pattern ofIt = Pattern.compile(Pattern.quote(write.name()) + "-[^-]+-[^-]+");
        Set<String> others = new TreeSet<>();
        for (ObjectNode other : cluster.list(namespace, "services")) {
            String name = other.at("/metadata/name").asText();
            Set<String> endpoints = ReadyEndpoints.of(cluster, namespace, name);
            if (!name.equals(service)
                    && !name.equals(service + "-preview")
                    && !endpoints.isEmpty()
                    && endpoints.stream().allMatch(pod -> ofIt.matcher(pod).matches())) {
                others.add(name);
            }
        }
        return others.isEmpty() ? Optional.empty() : Optional.of("the only endpoints of Services of others: " + others);
    }

    /** Whether an Ingress of {@link Yaml#INGRESS} is changed to another version than the one that has the traffic. */
    Optional<String> strays(ObjectNode before, ObjectNode after) {
        String version = version(after);
        String live = liveVersion();
        return version.isEmpty() || live.isEmpty() || version.equals(version(before)) || version.equals(live)
                ? Optional.empty()
                : Optional.of("of " + version + " while " + live + " has the traffic");
    }

    static String version(ObjectNode ingress) {
        return ingress == null ? "" : ingress.at("/metadata/annotations/example.com~1of").asText();
    }

    private String liveVersion() {
        ObjectNode active = cluster.get(namespace, "services", service);
        String color = active == null ? "" : active.at("/spec/selector/color").asText();
        ObjectNode configuration = cluster.get(namespace, "configmaps", service + "-config-" + color);
        return configuration == null ? "" : configuration.at("/data/VERSION").asText();
    }
}
