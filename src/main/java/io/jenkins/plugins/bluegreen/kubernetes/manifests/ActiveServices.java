package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Services that carry the application's traffic: all that select the Deployment's Pods, in any colour, and the one
 * that the spec names.
 *
 * @param application the application's name: the Deployment's without its colour, else the first Service's
 * @param active those in the manifests, in their order
 * @param preview the user's own preview Service, or null
 * @param names of all active Services, those that are not in the manifests at the end
 */
record ActiveServices(String application, List<ManifestObject> active, ManifestObject preview, List<String> names) {

    /** @param base the Deployment's name without its colour: the application's, unless the spec names it */
    static ActiveServices among(
            List<ManifestObject> objects,
            Map<String, String> podLabels,
            Optional<String> base,
            ReleaseSpec spec,
            String colorLabel) {
        List<ManifestObject> services =
                objects.stream().filter(object -> object.is("", "Service")).toList();
        List<ManifestObject> active = new ArrayList<>(services.stream()
                .filter(service -> refusal(service, podLabels, colorLabel).isEmpty()
                        && !isOfOneColor(service, colorLabel))
                .toList());
        String application = application(spec, base, services, active, podLabels, colorLabel);
        String previewName = previewName(application);
        ManifestObject preview = services.stream()
                .filter(service -> service.name().equals(previewName))
                .findFirst()
                .orElse(null);
        active.remove(preview);
        List<String> names = new ArrayList<>(active.stream().map(ManifestObject::name).toList());
        String named = spec.service() != null ? spec.service() : spec.application();
        boolean wanted = spec.service() != null || active.isEmpty();
        if (named != null && !names.contains(named)) {
            services.stream()
                    .filter(service -> service.name().equals(named))
                    .findFirst()
                    .ifPresent(service -> refuse(service, podLabels, colorLabel));
            if (wanted) {
                names.add(named);
            }
        }
        return new ActiveServices(application, active, preview, names);
    }

    static String previewName(String application) {
        return Rendering.previewService(application);
    }

    private static String application(
            ReleaseSpec spec,
            Optional<String> base,
            List<ManifestObject> services,
            List<ManifestObject> active,
            Map<String, String> podLabels,
            String colorLabel) {
        if (spec.application() != null) {
            return spec.application();
        }
        if (base.isPresent() && (spec.service() != null || !active.isEmpty())) {
            return base.get();
        }
        if (spec.service() != null) {
            return spec.service();
        }
        if (active.isEmpty()) {
            services.stream().findFirst().ifPresent(service -> refuse(service, podLabels, colorLabel));
            throw new ReleaseException(Sentence.of("manifest.noService"));
        }
        List<String> names = active.stream().map(ManifestObject::name).toList();
        return names.stream()
                .filter(name -> !name.endsWith("-preview"))
                .findFirst()
                .orElse(names.get(0));
    }

    /** Whether a Service belongs to one colour, as {@code web-blue} that selects blue does: it is never switched. */
    static boolean isOfOneColor(ManifestObject service, String colorLabel) {
        String color = service.get("spec", "selector", colorLabel).asText();
        return service.name().contains(Placeholders.OPEN_COLOR)
                || Color.ofLabel(color).isPresent() && service.name().endsWith("-" + color);
    }

    private static void refuse(ManifestObject service, Map<String, String> podLabels, String colorLabel) {
        Sentence reason = refusal(service, podLabels, colorLabel).orElse(Sentence.of("manifest.serviceOneColor"));
        throw service.error("manifest.service", ManifestObject.at("spec", "selector"), reason);
    }

    /** Why a Service can't carry the application's traffic. */
    private static Optional<Sentence> refusal(
            ManifestObject service, Map<String, String> podLabels, String colorLabel) {
        JsonNode selector = service.get("spec", "selector");
        if (service.get("spec", "type").asText().equals("ExternalName")) {
            return Optional.of(Sentence.of("manifest.serviceExternal"));
        }
        if (selector.isEmpty()) {
            return Optional.of(Sentence.of("manifest.serviceNoSelector"));
        }
        Map<String, String> wanted = LabelSelector.labelsWithout(colorLabel, selector);
        if (wanted.isEmpty()) {
            return Optional.of(Sentence.of("manifest.serviceOnlyColor", colorLabel));
        }
        return wanted.entrySet().stream()
                .filter(label -> !label.getValue().equals(podLabels.get(label.getKey())))
                .findFirst()
                .map(label -> Sentence.of(
                        "manifest.serviceOtherPods",
                        Placeholders.asWritten(label.getKey() + "=" + label.getValue())));
    }
}
