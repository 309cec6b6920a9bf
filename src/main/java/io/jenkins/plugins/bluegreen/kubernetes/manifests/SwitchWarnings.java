package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what makes two colours hard to run beside each other, or lets traffic lag behind the switch. */
public final class SwitchWarnings {
    /** By these a load balancer sends to Pods and not to nodes: "Annotations" of the AWS and GKE controllers. */
    private static final Map<String, Set<String>> FOLLOWS_ENDPOINTS = Map.of(
            "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type", Set.of("ip"),
            "service.beta.kubernetes.io/aws-load-balancer-type", Set.of("nlb-ip"),
            "alb.ingress.kubernetes.io/target-type", Set.of("ip"),
            "cloud.google.com/neg", Set.of());
    /** Made by the GKE controller where it does; it marks every Service as one that may. */
    private static final String NEG_STATUS = "cloud.google.com/neg-status";
    private static final String EXTERNAL = "externalTrafficPolicy";

    private SwitchWarnings() {}

    /** The warnings for a Deployment and its active Services among the objects of its release. */
    static List<Sentence> of(
            ManifestObject deployment,
            Map<String, String> podLabels,
            String colorLabel,
            int seconds,
            List<ManifestObject> active,
            List<ManifestObject> objects) {
        List<Sentence> found = new ArrayList<>();
        spread(deployment, podLabels, colorLabel).ifPresent(found::add);
        for (ManifestObject service : active) {
            for (String field : List.of(EXTERNAL, "internalTrafficPolicy")) {
                if (service.get("spec", field).asText().equals("Local")) {
                    found.add(service.remark("manifest.warnLocal", ManifestObject.at("spec", field), field, seconds));
                }
            }
        }
        for (ManifestObject object : objects) {
            if (active.contains(object) || object.is("networking.k8s.io", "Ingress")) {
                followed(object, seconds).ifPresent(found::add);
            }
        }
        return found;
    }

    private static Optional<Sentence> spread(
            ManifestObject deployment, Map<String, String> podLabels, String colorLabel) {
        JsonNode terms = deployment
                .podSpec()
                .path("affinity")
                .path("podAntiAffinity")
                .path("requiredDuringSchedulingIgnoredDuringExecution");
        for (JsonNode term : terms) {
            if (LabelSelector.of(term.path("labelSelector")).matches(podLabels, colorLabel)) {
                return Optional.of(deployment.remark(
                        "manifest.warnAntiAffinity",
                        ManifestObject.at("spec", "template", "spec", "affinity", "podAntiAffinity"),
                        term.path("topologyKey").asText()));
            }
        }
        return Optional.empty();
    }

    /** What makes a load balancer follow the endpoints of a Service of the cluster by itself; empty for nothing. */
    public static Optional<String> following(JsonNode service) {
        JsonNode annotations = service.at("/metadata/annotations");
        if (service.path("spec").path(EXTERNAL).asText().equals("Local")) {
            return Optional.of(EXTERNAL + ": Local");
        }
        return annotations.has(NEG_STATUS)
                ? Optional.of(NEG_STATUS)
                : followed(annotations).filter(key -> !FOLLOWS_ENDPOINTS.get(key).isEmpty());
    }

    /** Whether the warnings have said it of a Service of the manifests. */
    public static boolean isSaid(JsonNode service) {
        return service.path("spec").path(EXTERNAL).asText().equals("Local")
                || followed(service.at("/metadata/annotations")).isPresent();
    }

    private static Optional<Sentence> followed(ManifestObject object, int seconds) {
        return followed(object.get("metadata", "annotations"))
                .map(key -> object.remark(
                        "manifest.warnLoadBalancer", ManifestObject.at("metadata", "annotations", key), key, seconds));
    }

    private static Optional<String> followed(JsonNode annotations) {
        return annotations.properties().stream()
                .filter(entry -> FOLLOWS_ENDPOINTS.containsKey(entry.getKey()))
                .filter(entry -> FOLLOWS_ENDPOINTS.get(entry.getKey()).isEmpty()
                        || FOLLOWS_ENDPOINTS.get(entry.getKey()).contains(entry.getValue().asText()))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
