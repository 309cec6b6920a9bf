package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.util.List;

/** Finds the Deployments of the manifests that come in colours though no Service sends them requests. */
public final class Companions {
    private Companions() {}

    /** Whether an object is marked as one. */
    public static boolean isMarked(ManifestObject object) {
        return object.get("metadata", "annotations").has(MetadataKeys.COMPANION);
    }

    /**
     * The marked Deployments beside those that carry the traffic.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException for a mark that means nothing
     */
    public static List<ManifestObject> among(List<ManifestObject> objects, List<ManifestObject> traffic) {
        objects.stream().filter(Companions::isMarked).forEach(Companions::check);
        return objects.stream()
                .filter(object -> isMarked(object) && !traffic.contains(object))
                .toList();
    }

    private static void check(ManifestObject object) {
        JsonNode value = object.get("metadata", "annotations", MetadataKeys.COMPANION);
        Object[] place = ManifestObject.at("metadata", "annotations", MetadataKeys.COMPANION);
        if (!List.of(MetadataKeys.WITH_COLOR, MetadataKeys.AFTER_SWITCH).contains(value.asText())) {
            throw object.error("manifest.companionValue", place, MetadataKeys.COMPANION, value.asText());
        }
        if (!Workloads.isDeployment(object)) {
            throw object.error("manifest.companionKind", place, MetadataKeys.COMPANION);
        }
    }
}
