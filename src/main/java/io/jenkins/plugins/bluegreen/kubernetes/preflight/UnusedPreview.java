package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The preview Service that a former release of the application made, and that this one does not need. */
final class UnusedPreview {
    private final Optional<JsonNode> service;

    private UnusedPreview(Optional<JsonNode> service) {
        this.service = service;
    }

    /** @param services all Services as they were read; empty if they may not be listed */
    static UnusedPreview of(RenderedRelease release, List<JsonNode> services) {
        String name = Rendering.previewService(release.application());
        return new UnusedPreview(services.stream()
                .filter(service -> release.preview().isEmpty())
                .filter(service -> service.at("/metadata/name").asText().equals(name))
                .filter(service -> isOf(release.application(), service.at("/metadata/labels")))
                .findFirst());
    }

    private static boolean isOf(String application, JsonNode labels) {
        return labels.has(MetadataKeys.SIDE)
                && labels.path(MetadataKeys.APPLICATION).asText().equals(application);
    }

    /** Its name; empty if there is none. */
    Optional<String> name() {
        return service.map(found -> found.at("/metadata/name").asText());
    }

    /** Leaves it to APPLY, which deletes the Service as it was read. @return what is to be said of it */
    Optional<Sentence> leave(SeenVersions seen, String namespace, BooleanSupplier mayDelete) {
        return service.map(found -> {
            boolean goes = mayDelete.getAsBoolean();
            if (goes) {
                seen.saw(ResourceTypes.SERVICE, namespace, name().orElseThrow(), found);
            }
            return Sentence.of(goes ? "preflight.previewGoes" : "preflight.previewStays", name().orElseThrow());
        });
    }
}
