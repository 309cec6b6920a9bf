package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.objects.Workloads;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Replaces images of the manifest by those of the spec. */
final class ImageOverrides {
    private ImageOverrides() {}

    /** Sets the images in the Deployments that carry the traffic, and in those that are applied as they are. */
    static void apply(List<ManifestObject> deployments, List<ManifestObject> objects, ReleaseSpec spec) {
        Set<String> others = new HashSet<>();
        objects.stream()
                .filter(object -> Workloads.isDeployment(object) && !deployments.contains(object))
                .forEach(other -> others.addAll(applyToOther(other, spec)));
        deployments.forEach(each -> apply(each, spec, others));
    }

    /** By name, or by repository. @return the names of all containers */
    private static Set<String> applyToOther(ManifestObject other, ReleaseSpec spec) {
        applyToJob(other, spec);
        Map<String, ObjectNode> containers = containers(other, "initContainers");
        containers.putAll(containers(other, "containers"));
        containers.forEach((name, container) -> {
            if (spec.source().images().containsKey(name)) {
                container.put("image", spec.source().images().get(name));
            }
        });
        return containers.keySet();
    }

    /**
     * Sets the images in a Deployment. The spec's single image goes to every container and init container that runs the
     * same repository, or else to the only container. Its images by name go to the containers and init containers of
     * these names, and to no other.
     */
    private static void apply(ManifestObject deployment, ReleaseSpec spec, Set<String> others) {
        Map<String, ObjectNode> containers = containers(deployment, "containers");
        Map<String, ObjectNode> byName = containers(deployment, "initContainers");
        byName.putAll(containers);
        if (spec.source().image() != null) {
            Set<String> named = spec.source().images().keySet();
            applyToAll(deployment, spec.source().image(), without(named, containers), without(named, byName));
        }
        spec.source().images().forEach((name, image) -> {
            ObjectNode container = byName.get(name);
            if (container == null && others.contains(name)) {
                return;
            }
            if (container == null) {
                throw deployment.error(
                        "manifest.unknownContainer",
                        ManifestObject.at("spec", "template", "spec", "containers"),
                        name,
                        String.join(", ", byName.keySet()));
            }
            container.put("image", image);
        });
        containers.forEach((name, container) -> {
            if (container.path("image").asText("").isBlank()) {
                throw deployment.error(
                        "manifest.noImage", ManifestObject.at("spec", "template", "spec", "containers"), name);
            }
        });
    }

    /** Sets the images in a Job: each goes to every container of the same repository, and to no other. */
    static void applyToJob(ManifestObject job, ReleaseSpec spec) {
        Map<String, ObjectNode> containers = containers(job, "initContainers");
        containers.putAll(containers(job, "containers"));
        containers.forEach((name, container) -> {
            String own = repository(container.path("image").asText());
            Stream<String> byName = Stream.ofNullable(spec.source().images().get(name));
            Stream<String> others = Stream.concat(
                    Stream.ofNullable(spec.source().image()), spec.source().images().values().stream());
            Stream.concat(byName, others)
                    .filter(image -> repository(image).equals(own))
                    .findFirst()
                    .ifPresent(image -> container.put("image", image));
        });
    }

    private static void applyToAll(
            ManifestObject deployment, String image, Map<String, ObjectNode> containers, Map<String, ObjectNode> all) {
        List<ObjectNode> same = all.values().stream()
                .filter(container -> repository(container.path("image").asText()).equals(repository(image)))
                .toList();
        if (same.isEmpty() && containers.size() > 1) {
            throw deployment.error(
                    "manifest.imageOfNone",
                    ManifestObject.at("spec", "template", "spec", "containers"),
                    repository(image),
                    String.join(", ", containers.keySet()));
        }
        (same.isEmpty() ? containers.values() : same).forEach(container -> container.put("image", image));
    }

    private static Map<String, ObjectNode> without(Set<String> names, Map<String, ObjectNode> containers) {
        Map<String, ObjectNode> left = new LinkedHashMap<>(containers);
        left.keySet().removeAll(names);
        return left;
    }

    private static Map<String, ObjectNode> containers(ManifestObject deployment, String list) {
        Map<String, ObjectNode> containers = new LinkedHashMap<>();
        for (JsonNode container : deployment.podSpec().path(list)) {
            if (container instanceof ObjectNode object) {
                containers.put(object.path("name").asText(), object);
            }
        }
        return containers;
    }

    /** An image without tag and digest. */
    static String repository(String image) {
        String name = image.contains("@") ? image.substring(0, image.indexOf('@')) : image;
        // a tag that a shell should have filled in may hold a colon itself
        int shell = name.indexOf(":$");
        int tag = shell >= 0 ? shell : name.lastIndexOf(':');
        // a colon before the last slash is the registry's port
        return tag > name.lastIndexOf('/') ? name.substring(0, tag) : name;
    }

    /** Whether an image's name may stand for another image tomorrow: no tag, or {@code latest}. */
    static boolean isMutable(String image) {
        String tag = image.substring(repository(image).length());
        return tag.isEmpty() || tag.equals(":latest");
    }
}
