package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each object of the manifests is to the release. */
final class Roles {
    enum Role {
        DEPLOYMENT,
        SERVICE,
        CONFIGURATION,
        AUTOSCALER,
        BUDGET,
        OTHER,
        OTHER_COLORS
    }

    private static final Set<String> WORKLOADS =
            Set.of("StatefulSet", "DaemonSet", "Job", "CronJob", "ReplicationController");

    private final DeploymentChoice deployments;
    private final ManifestObject deployment;
    private final ActiveServices services;
    private final String colorLabel;
    private final Color color;
    private final Map<String, String> podLabels;
    private final Set<String> ours;
    private final Set<String> otherColors;
    private final Set<String> others = new HashSet<>();

    Roles(
            List<ManifestObject> objects,
            DeploymentChoice deployments,
            ActiveServices services,
            String colorLabel,
            Color color) {
        this.deployments = deployments;
        this.deployment = deployments.of(color);
        this.services = services;
        this.colorLabel = colorLabel;
        this.color = color;
        podLabels = DeploymentChoice.podLabels(deployment, colorLabel);
        ours = configurationOf(deployment);
        otherColors = configurationOf(deployments.of(color.other()));
        objects.stream()
                .filter(object -> !DeploymentChoice.isDeployment(object))
                .forEach(object -> References.of(object.tree(), (kind, holder, field) ->
                        others.add(kind + "/" + holder.path(field).asText())));
        objects.forEach(this::refuseSelectedPods);
    }

    private static Set<String> configurationOf(ManifestObject deployment) {
        Set<String> names = new HashSet<>();
        References.ofPods(deployment.get("spec", "template", "spec"), (kind, holder, field) ->
                names.add(kind + "/" + holder.path(field).asText()));
        return names;
    }

    Role of(ManifestObject object) {
        if (DeploymentChoice.isDeployment(object)) {
            return Role.DEPLOYMENT;
        }
        if (object == services.preview() || services.active().contains(object)) {
            return Role.SERVICE;
        }
        if (isOtherColors(object)) {
            return Role.OTHER_COLORS;
        }
        if (isConfiguration(object) && ours.contains(object.title())) {
            return Role.CONFIGURATION;
        }
        if (object.is("autoscaling", "HorizontalPodAutoscaler") && targets(object, "scaleTargetRef", deployment)) {
            return Role.AUTOSCALER;
        }
        if (object.is("policy", "PodDisruptionBudget")
                && LabelSelector.of(object.get("spec", "selector")).matches(podLabels, colorLabel)) {
            return Role.BUDGET;
        }
        return Role.OTHER;
    }

    /** Whether a coloured ConfigMap or Secret is named by other objects too, which know it by its own name. */
    boolean isSharedConfiguration(ManifestObject configuration) {
        return others.contains(configuration.title());
    }

    /** What is worth knowing of an object that is applied as it is. */
    Optional<Sentence> remark(ManifestObject object) {
        if (WORKLOADS.contains(object.kind())) {
            return Optional.of(object.place().remark("manifest.warnUncolored", object.title()));
        }
        if (isConfiguration(object) && !others.contains(object.title())) {
            return Optional.of(object.place().remark("manifest.warnConfiguration", object.title()));
        }
        if (object.is("", "Service") && !ActiveServices.isOneColors(object, colorLabel)) {
            return Optional.of(object.place("spec", "selector").remark("manifest.warnService", object.title()));
        }
        for (String field : List.of("scaleTargetRef", "targetRef")) {
            if (targets(object, field, deployment)) {
                return Optional.of(object.place("spec", field)
                        .remark("manifest.warnTarget", object.title(), deployment.name(), services.application()));
            }
        }
        return Optional.empty();
    }

    private static boolean isConfiguration(ManifestObject object) {
        return object.is("", "ConfigMap") || object.is("", "Secret");
    }

    private boolean isOtherColors(ManifestObject object) {
        String other = color.other().label();
        if (isConfiguration(object) && ours.contains(object.title())) {
            return false;
        }
        if (object.get("metadata", "labels", colorLabel).asText().equals(other)) {
            return true;
        }
        if (isConfiguration(object)) {
            return otherColors.contains(object.title()) && !others.contains(object.title());
        }
        if (object.is("autoscaling", "HorizontalPodAutoscaler")) {
            return deployments.isPair() && targets(object, "scaleTargetRef", deployments.of(color.other()));
        }
        JsonNode selector = object.get("spec", "selector");
        if (object.is("policy", "PodDisruptionBudget")) {
            return selector.path("matchLabels").path(colorLabel).asText().equals(other)
                    && LabelSelector.of(selector).matches(podLabels, colorLabel);
        }
        return object.is("", "Service")
                && selector.path(colorLabel).asText().equals(other)
                && LabelSelector.ofLabels(selector).matches(podLabels, colorLabel);
    }

    private boolean targets(ManifestObject object, String field, ManifestObject target) {
        JsonNode reference = object.get("spec", field);
        String name = reference.path("name").asText();
        return reference.path("kind").asText("Deployment").equals("Deployment")
                && (name.equals(target.name()) || name.equals(services.application() + "-" + Placeholders.OPEN_COLOR));
    }

    /** Pods beside the Deployment's would be counted and selected as its own. */
    private void refuseSelectedPods(ManifestObject object) {
        boolean pod = object.is("", "Pod");
        if (pod || object.is("apps", "ReplicaSet")) {
            JsonNode labels = pod
                    ? object.get("metadata", "labels")
                    : object.get("spec", "template", "metadata", "labels");
            Map<String, String> carried = LabelSelector.labelsWithout(colorLabel, labels);
            if (LabelSelector.of(deployment.get("spec", "selector")).matches(carried, colorLabel)) {
                throw object.error("manifest.selectedPods", ManifestObject.at(), deployment.title());
            }
        }
    }
}
