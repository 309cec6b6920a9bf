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
import java.util.stream.Collectors;

/** The role of each object of the manifests in the release. */
final class ObjectRoles {
    enum Role {
        DEPLOYMENT,
        COMPANION,
        SERVICE,
        CONFIGURATION,
        AUTOSCALER,
        BUDGET,
        ROUTE,
        JOB,
        OTHER,
        OTHER_COLOR
    }

    private static final Set<String> WORKLOADS =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "CronJob", "ReplicationController");

    private static final Set<String> GATEWAY_KINDS =
            Set.of("Gateway", "HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute");

    private final DeploymentChoice deployments;
    private final ManifestObject deployment;
    private final CompanionObjects companions;
    private final ActiveServices services;
    private final String colorLabel;
    private final Color color;
    private final Map<String, String> podLabels;
    private final Set<String> ownConfiguration;
    private final Set<String> otherColorsConfiguration;
    private final Set<String> referencedByOthers = new HashSet<>();
    private final Set<String> referencedByJobs = new HashSet<>();
    private final ConfigurationNames names;

    ObjectRoles(
            List<ManifestObject> objects,
            String namespace,
            DeploymentChoice deployments,
            CompanionObjects companions,
            ActiveServices services,
            String colorLabel,
            Color color) {
        this.deployments = deployments;
        this.deployment = deployments.of(color);
        this.companions = companions;
        this.services = services;
        this.colorLabel = colorLabel;
        this.color = color;
        podLabels = DeploymentChoice.podLabels(deployment, colorLabel);
        ownConfiguration = configurationOf(deployment);
        otherColorsConfiguration = configurationOf(deployments.of(color.other()));
        companions.all().forEach(companion -> ownConfiguration.addAll(configurationOf(companion)));
        objects.stream()
                .filter(object -> !deployments.all().contains(object) && !companions.all().contains(object))
                .forEach(object -> ConfigurationReferences.of(object.tree(), (kind, holder, field) ->
                        (JobObjects.isJob(object) ? referencedByJobs : referencedByOthers)
                                .add(kind + "/" + holder.path(field).asText())));
        names = ConfigurationNames.in(objects, namespace, services.application());
        objects.forEach(this::refuseSelectedPods);
    }

    private static Set<String> configurationOf(ManifestObject deployment) {
        Set<String> names = new HashSet<>();
        ConfigurationReferences.ofPods(deployment.podSpec(), (kind, holder, field) ->
                names.add(kind + "/" + holder.path(field).asText()));
        return names;
    }

    Role of(ManifestObject object) {
        if (deployments.all().contains(object)) {
            return Role.DEPLOYMENT;
        }
        if (companions.all().contains(object)) {
            return Role.COMPANION;
        }
        if (object == services.preview() || services.active().contains(object)) {
            return Role.SERVICE;
        }
        if (isOfOtherColor(object)) {
            return Role.OTHER_COLOR;
        }
        if (object.isConfiguration() && ownConfiguration.contains(object.title())) {
            return Role.CONFIGURATION;
        }
        if (object.is("autoscaling", "HorizontalPodAutoscaler")
                && (targets(object, "scaleTargetRef", deployment) || companions.scaledBy(object).isPresent())) {
            return Role.AUTOSCALER;
        }
        if (object.is("policy", "PodDisruptionBudget")
                && (LabelSelector.of(object.get("spec", "selector")).matches(podLabels, colorLabel)
                        || companions.areSelectedBy(object))) {
            return Role.BUDGET;
        }
        if (JobObjects.isJob(object)) {
            return Role.JOB;
        }
        return isRoute(object) ? Role.ROUTE : Role.OTHER;
    }

    /** Whether an object decides which requests reach which Service or Pod. */
    private static boolean isRoute(ManifestObject object) {
        return object.is("networking.k8s.io", "Ingress")
                || object.is("networking.k8s.io", "NetworkPolicy")
                || object.group().equals("gateway.networking.k8s.io") && GATEWAY_KINDS.contains(object.kind());
    }

    /** Whether anything but the Pods' references names a ConfigMap or Secret, and so by its own name. */
    boolean isSharedConfiguration(ManifestObject configuration) {
        return referencedByOthers.contains(configuration.title()) || names.name(configuration);
    }

    /** A warning about an object that is applied uncoloured. */
    Optional<Sentence> remark(ManifestObject object) {
        if (WORKLOADS.contains(object.kind())) {
            Optional<Sentence> narrowed = narrowed(object);
            if (narrowed.isPresent()) {
                return narrowed;
            }
            return Optional.of(object.remark("manifest.warnUncolored", ManifestObject.at()));
        }
        if (object.isConfiguration()
                && !isSharedConfiguration(object)
                && !referencedByJobs.contains(object.title())) {
            return Optional.of(object.remark("manifest.warnConfiguration", ManifestObject.at()));
        }
        if (object.is("", "Service") && !ActiveServices.isOfOneColor(object, colorLabel)) {
            return Optional.of(object.remark("manifest.warnService", ManifestObject.at("spec", "selector")));
        }
        for (String field : List.of("scaleTargetRef", "targetRef")) {
            if (targets(object, field, deployment)) {
                return Optional.of(object.remark(
                        "manifest.warnTarget",
                        ManifestObject.at("spec", field),
                        deployment.name(),
                        services.application()));
            }
        }
        return Optional.empty();
    }

    /** A workload whose Pods are endpoints of the Services that get the colour into their selectors. */
    private Optional<Sentence> narrowed(ManifestObject workload) {
        Map<String, String> labels =
                LabelSelector.labelsWithout(colorLabel, workload.get("spec", "template", "metadata", "labels"));
        String names = services.active().stream()
                .filter(service -> LabelSelector.ofLabels(LabelSelector.labelsWithout(
                                colorLabel, service.get("spec", "selector")))
                        .matches(labels))
                .map(ManifestObject::name)
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(workload.remark("manifest.warnNarrowed", ManifestObject.at(), names, colorLabel));
    }

    private boolean isOfOtherColor(ManifestObject object) {
        String other = color.other().label();
        if (object.isConfiguration() && ownConfiguration.contains(object.title())) {
            return false;
        }
        if (object.get("metadata", "labels", colorLabel).asText().equals(other)) {
            return true;
        }
        if (object.isConfiguration()) {
            return otherColorsConfiguration.contains(object.title()) && !isSharedConfiguration(object);
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

    /** Refuses Pods that the Deployment's selector would take for its own. */
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
