package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds objects that exist under the names of a release's coloured objects and belong to another application, or to
 * nobody that the plugin knows. An apply would overwrite them.
 */
final class ForeignObjects {
    private final ApiServer api;
    private final ResourceDiscovery types;
    private final WorkloadReader workloads;
    private final String namespace;

    ForeignObjects(ApiServer api, ResourceDiscovery types, WorkloadReader workloads, String namespace) {
        this.api = api;
        this.types = types;
        this.workloads = workloads;
        this.namespace = namespace;
    }

    /**
     * One sentence for each object of somebody else.
     *
     * @param services all Services of the namespace; empty if they may not be listed
     * @param mayList the kinds that may be listed; objects of other kinds are not looked at
     * @param known whether an object does not exist, or was applied by a release of this application
     */
    List<Sentence> problems(
            ReleaseSpec spec,
            List<AppliedObject> objects,
            Optional<List<JsonNode>> services,
            Predicate<ResourceType> mayList,
            Predicate<AppliedObject> known) {
        Map<ResourceType, List<AppliedObject>> byType = new LinkedHashMap<>();
        for (AppliedObject object : objects) {
            if (!application(object.tree().path("metadata")).isEmpty() && !known.test(object)) {
                byType.computeIfAbsent(object.type(types), type -> new ArrayList<>()).add(object);
            }
        }
        List<Sentence> problems = new ArrayList<>();
        byType.forEach((type, wanted) -> {
            Map<String, Map<String, String>> there = labels(type, wanted, services, mayList);
            for (AppliedObject object : wanted) {
                Map<String, String> labels = there.get(object.ref().name());
                if (labels != null) {
                    problem(spec, object, labels).ifPresent(problems::add);
                }
            }
        });
        return problems;
    }

    private static Optional<Sentence> problem(ReleaseSpec spec, AppliedObject object, Map<String, String> labels) {
        String owner = labels.get(MetadataKeys.APPLICATION);
        String own = application(object.tree().path("metadata"));
        Sentence place = object.rendered().source().sentence();
        if (owner != null) {
            return owner.equals(own)
                    ? Optional.empty()
                    : Optional.of(Sentence.of("preflight.otherApplication", object.ref(), place, owner, own));
        }
        boolean named = object.rendered().originalName().equals(object.ref().name());
        if (named || object.isDeployment() && spec.policy().adopt()) {
            return Optional.empty();
        }
        String key = object.isDeployment() ? "preflight.foreignDeployment" : "preflight.foreign";
        return Optional.of(Sentence.of(key, object.ref(), place, MetadataKeys.APPLICATION + "=" + own));
    }

    /** The labels of the objects of a kind, by name. */
    private Map<String, Map<String, String>> labels(
            ResourceType type,
            List<AppliedObject> wanted,
            Optional<List<JsonNode>> services,
            Predicate<ResourceType> mayList) {
        Map<String, Map<String, String>> labels = new LinkedHashMap<>();
        if (type.equals(ResourceTypes.DEPLOYMENT)) {
            workloads.deployments().forEach(deployment -> labels.put(
                    deployment.getMetadata().getName(), WorkloadReader.labels(deployment)));
            return labels;
        }
        List<JsonNode> found = new ArrayList<>();
        if (type.equals(ResourceTypes.SERVICE)) {
            services.ifPresentOrElse(found::addAll, () -> wanted.forEach(
                    service -> api.find(type, namespace, service.ref().name()).ifPresent(found::add)));
        } else if (mayList.test(type)) {
            String name = wanted.size() == 1 ? "metadata.name=" + wanted.get(0).ref().name() : null;
            found.addAll(api.metadata(type, namespace, null, name));
        }
        found.forEach(object -> labels.put(
                object.path("metadata").path("name").asText(),
                LabelSelector.labels(object.path("metadata").path("labels"))));
        return labels;
    }

    private static String application(JsonNode metadata) {
        return metadata.path("labels").path(MetadataKeys.APPLICATION).asText("");
    }
}
