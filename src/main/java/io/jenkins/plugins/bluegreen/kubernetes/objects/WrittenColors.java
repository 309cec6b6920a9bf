package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Recognises the colour label by what the manifests say: {@code ver: green}, {@code slot: ${COLOR}}. */
public final class WrittenColors {
    /** The colour label of manifests that have none. */
    public static final String DEFAULT_LABEL = "color";

    static final Set<String> FIXED = Set.of("blue", "green");

    private WrittenColors() {}

    /**
     * The colour label: the one that the user states, else the one label of the Pods whose value is a colour and that
     * something beside the Pods takes for a colour: the placeholder, the Deployment's name, the Deployment of the other
     * colour, or the Service's selector.
     *
     * @param deployments the application's: one, or one of each colour
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException if there are two of them
     */
    public static String label(ReleaseSpec spec, List<ManifestObject> deployments, List<ManifestObject> objects) {
        if (spec.colorLabel() != null) {
            return spec.colorLabel();
        }
        Set<String> found = new TreeSet<>();
        Set<String> selected = new TreeSet<>();
        for (ManifestObject deployment : deployments) {
            Map<String, String> labels = podLabels(deployment);
            labels.keySet().stream().filter(label -> isColor(labels.get(label))).forEach(label -> {
                if (isSelected(label, labels, objects)) {
                    selected.add(label);
                }
                if (selected.contains(label) || isMeant(label, deployment, deployments)) {
                    found.add(label);
                }
            });
        }
        Set<String> left = found.size() > 1 && selected.size() == 1 ? selected : found;
        if (left.size() > 1) {
            ManifestObject first = deployments.get(0);
            throw first.error(
                    "manifest.twoColorLabels",
                    ManifestObject.at("spec", "template", "metadata", "labels"),
                    written(podLabels(first), left),
                    lines(left));
        }
        return left.isEmpty() ? DEFAULT_LABEL : left.iterator().next();
    }

    /** What to write to choose one of these labels. */
    private static String lines(Set<String> labels) {
        return labels.stream().map(label -> "colorLabel: '" + label + "'").collect(Collectors.joining(" / "));
    }

    private static String written(Map<String, String> labels, Set<String> keys) {
        List<String> written = new ArrayList<>();
        keys.forEach(key -> written.add(key + ": " + labels.getOrDefault(key, "")));
        return String.join(", ", written);
    }

    private static boolean isMeant(String label, ManifestObject deployment, List<ManifestObject> deployments) {
        String value = podLabels(deployment).get(label);
        return value.equals(Placeholders.OPEN_COLOR)
                || deployment.name().endsWith("-" + value)
                || deployments.stream()
                        .map(other -> podLabels(other).getOrDefault(label, value))
                        .anyMatch(other -> isColor(other) && !other.equals(value));
    }

    private static boolean isSelected(String label, Map<String, String> labels, List<ManifestObject> objects) {
        return objects.stream()
                .filter(object -> object.is("", "Service"))
                .map(service -> service.get("spec", "selector"))
                .filter(selector -> isColor(selector.path(label).asText("")))
                .anyMatch(selector -> labels.entrySet()
                        .containsAll(LabelSelector.labelsWithout(label, selector).entrySet()));
    }

    private static boolean isColor(String value) {
        return FIXED.contains(value) || value.equals(Placeholders.OPEN_COLOR);
    }

    static Map<String, String> podLabels(ManifestObject deployment) {
        JsonNode labels = deployment.get("spec", "template", "metadata", "labels");
        return LabelSelector.labels(labels);
    }
}
