package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.objects.Workloads;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Deployments of the manifests that become the colours: one for both, or two of one colour each. */
final class DeploymentChoice {
    private final Map<Color, ManifestObject> members;

    private DeploymentChoice(Map<Color, ManifestObject> members) {
        this.members = members;
    }

    /** @param deployments those that carry the traffic */
    static DeploymentChoice among(
            List<ManifestObject> deployments, List<ManifestObject> objects, String colorLabel) {
        deployments.forEach(deployment -> check(deployment, colorLabel, 1));
        Map<Color, ManifestObject> members = new EnumMap<>(Color.class);
        if (deployments.size() == 1) {
            ManifestObject only = deployments.get(0);
            fixedColor(only, colorLabel).ifPresent(value -> {
                throw only.error("manifest.oneColor", ManifestObject.at("metadata", "name"), colorLabel, value);
            });
            members.put(Color.BLUE, only);
            members.put(Color.GREEN, only);
            return new DeploymentChoice(members);
        }
        for (ManifestObject deployment : deployments) {
            color(deployment, colorLabel).ifPresent(color -> members.put(color, deployment));
        }
        if (deployments.size() == 2 && members.size() == 2) {
            return new DeploymentChoice(members);
        }
        ManifestObject first =
                Workloads.traffic(deployments.stream().map(List::of).toList(), objects);
        ManifestObject second =
                deployments.stream().filter(each -> each != first).findFirst().orElseThrow();
        throw Workloads.severalDeployments(second, first);
    }

    static boolean isDeployment(ManifestObject object) {
        return Workloads.isDeployment(object);
    }

    /** One Deployment, or two. */
    List<ManifestObject> all() {
        return isPair() ? List.copyOf(members.values()) : List.of(members.get(Color.BLUE));
    }

    /** The Deployment that becomes this colour. */
    ManifestObject of(Color color) {
        return members.get(color);
    }

    /** Whether there is one for each colour. */
    boolean isPair() {
        return members.get(Color.BLUE) != members.get(Color.GREEN);
    }

    /** The name of the Deployments without their colour, where it ends in the colour. */
    Optional<String> base() {
        String blue = members.get(Color.BLUE).name();
        if (!isPair()) {
            int end = blue.length() - Placeholders.OPEN_COLOR.length() - 1;
            boolean open = end > 0 && blue.endsWith("-" + Placeholders.OPEN_COLOR);
            return open ? Optional.of(blue.substring(0, end)) : Optional.empty();
        }
        String base = blue.substring(0, Math.max(0, blue.lastIndexOf('-')));
        boolean named = blue.equals(base + "-" + Color.BLUE.label())
                && members.get(Color.GREEN).name().equals(base + "-" + Color.GREEN.label());
        return named ? Optional.of(base) : Optional.empty();
    }

    /** The labels of a Deployment's Pods without the colour. */
    static Map<String, String> podLabels(ManifestObject deployment, String colorLabel) {
        return LabelSelector.labelsWithout(colorLabel, deployment.get("spec", "template", "metadata", "labels"));
    }

    private static Optional<Color> color(ManifestObject deployment, String colorLabel) {
        Optional<Color> labelled = fixedColor(deployment, colorLabel).flatMap(Color::ofLabel);
        return labelled.or(() -> {
            String name = deployment.name();
            return Color.ofLabel(name.substring(name.lastIndexOf('-') + 1));
        });
    }

    /** The colour label's value, unless it is {@code ${COLOR}}. */
    static Optional<String> fixedColor(ManifestObject deployment, String colorLabel) {
        for (JsonNode labels : List.of(
                deployment.get("metadata", "labels"),
                deployment.get("spec", "template", "metadata", "labels"),
                deployment.get("spec", "selector", "matchLabels"))) {
            String value = labels.path(colorLabel).asText(Placeholders.OPEN_COLOR);
            if (!value.equals(Placeholders.OPEN_COLOR)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** @param least how many replicas it has at least */
    static void check(ManifestObject deployment, String colorLabel, int least) {
        if (!deployment.apiVersion().equals("apps/v1")) {
            throw deployment.error(
                    "manifest.deploymentVersion", ManifestObject.at("apiVersion"), deployment.apiVersion());
        }
        JsonNode replicas = deployment.get("spec", "replicas");
        Object[] at = ManifestObject.at("spec", "replicas");
        if (replicas.isIntegralNumber() && replicas.asLong() == 0 && least > 0) {
            throw deployment.error("manifest.noReplicas", at);
        }
        boolean unset = replicas.isMissingNode() || replicas.isNull();
        if (!unset && !(replicas.canConvertToInt() && replicas.isIntegralNumber() && replicas.asInt() >= least)) {
            throw deployment.error("manifest.replicas", at, replicas.asText());
        }
        if (deployment.get("spec", "paused").asBoolean()) {
            throw deployment.error("manifest.paused", ManifestObject.at("spec", "paused"));
        }
        checkPods(deployment, colorLabel);
    }

    private static void checkPods(ManifestObject deployment, String colorLabel) {
        JsonNode containers = deployment.podSpec().path("containers");
        if (!containers.isArray() || containers.isEmpty()) {
            throw deployment.error(
                    "manifest.noContainers", ManifestObject.at("spec", "template", "spec", "containers"));
        }
        for (int i = 0; i < containers.size(); i++) {
            if (!containers.get(i).isObject() || !containers.get(i).path("name").isTextual()) {
                throw deployment.error(
                        "manifest.noContainerName", ManifestObject.at("spec", "template", "spec", "containers", i));
            }
        }
        LabelSelector selector = LabelSelector.of(deployment.get("spec", "selector"));
        if (!selector.matches(podLabels(deployment, colorLabel), colorLabel)) {
            throw deployment.error("manifest.deploymentSelector", ManifestObject.at("spec", "selector"));
        }
    }
}
