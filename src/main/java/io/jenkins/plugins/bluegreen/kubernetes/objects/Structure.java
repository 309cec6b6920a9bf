package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * Validates the fields that hold maps and lists of maps, in the kinds that a release reads. The API server would refuse
 * them too, but without a line.
 */
final class Structure {
    private static final String LIST = "[]";
    private static final Map<String, List<String>> OF_KIND = Map.of(
            "Deployment",
            List.of(
                    "spec",
                    "spec.selector",
                    "spec.template",
                    "spec.template.metadata",
                    "spec.template.spec",
                    "spec.template.spec.containers[]",
                    "spec.template.spec.initContainers[]",
                    "spec.template.spec.volumes[]"),
            "Service", List.of("spec", "spec.ports[]"),
            "HorizontalPodAutoscaler", List.of("spec", "spec.scaleTargetRef"),
            "PodDisruptionBudget", List.of("spec", "spec.selector"));

    private Structure() {}

    static void check(ManifestObject object) {
        for (String field : OF_KIND.getOrDefault(object.kind(), List.of())) {
            boolean list = field.endsWith(LIST);
            String[] path = field.replace(LIST, "").split("\\.");
            JsonNode value = object.get(path);
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            if (list ? !isListOfMaps(value) : !value.isObject()) {
                throw object.error(list ? "manifest.notAList" : "manifest.notAMap", path, String.join(".", path));
            }
        }
    }

    private static boolean isListOfMaps(JsonNode value) {
        for (JsonNode item : value) {
            if (!item.isObject()) {
                return false;
            }
        }
        return value.isArray();
    }
}
