package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.objects.Companions;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import java.util.List;
import java.util.Optional;

/** The companions of the manifests: Deployments that come in colours though no Service sends them requests. */
final class CompanionObjects {
    private final List<ManifestObject> companions;
    private final String colorLabel;

    CompanionObjects(List<ManifestObject> objects, DeploymentChoice deployments, String colorLabel) {
        this.companions = Companions.among(objects, deployments.all());
        this.colorLabel = colorLabel;
        companions.forEach(companion -> {
            DeploymentChoice.check(companion, colorLabel, 0);
            DeploymentChoice.fixedColor(companion, colorLabel).ifPresent(value -> {
                throw companion.error(
                        "manifest.companionOneColor", ManifestObject.at("metadata", "name"), colorLabel, value);
            });
        });
    }

    List<ManifestObject> all() {
        return companions;
    }

    /** The one that a HorizontalPodAutoscaler scales. */
    Optional<ManifestObject> scaledBy(ManifestObject autoscaler) {
        String name = autoscaler.get("spec", "scaleTargetRef", "name").asText();
        String kind = autoscaler.get("spec", "scaleTargetRef", "kind").asText("Deployment");
        return companions.stream()
                .filter(companion -> kind.equals("Deployment") && companion.name().equals(name))
                .findFirst();
    }

    /** Whether a PodDisruptionBudget is for Pods of any. */
    boolean areSelectedBy(ManifestObject budget) {
        LabelSelector selector = LabelSelector.of(budget.get("spec", "selector"));
        return companions.stream()
                .anyMatch(companion ->
                        selector.matches(DeploymentChoice.podLabels(companion, colorLabel), colorLabel));
    }

    static Sentence remark(ManifestObject companion) {
        String key = startsAfterSwitch(companion.tree()) ? "manifest.companionLater" : "manifest.companion";
        return companion.remark(key, ManifestObject.at());
    }

    static boolean startsAfterSwitch(ObjectNode companion) {
        String value =
                companion.at("/metadata/annotations").path(MetadataKeys.COMPANION).asText();
        return value.equals(MetadataKeys.AFTER_SWITCH);
    }

    static Companion view(RenderedObject companion, Color color) {
        return new Companion(
                companion.name(),
                base(companion.name(), color),
                color,
                companion.tree().at("/spec/replicas").asInt(1),
                !companion.tree().path("spec").hasNonNull("replicas"),
                startsAfterSwitch(companion.tree()));
    }

    private static String base(String name, Color color) {
        String end = "-" + color.label();
        return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }
}
