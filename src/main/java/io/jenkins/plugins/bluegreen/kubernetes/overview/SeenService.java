package io.jenkins.plugins.bluegreen.kubernetes.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.seen.ColorLabel;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.kubernetes.ServiceViews;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An active Service of a list.
 *
 * @param colorLabel the label of its selector whose value is the colour
 * @param writtenAt when the plugin wrote it last; null when unknown
 */
record SeenService(
        String namespace, ServiceView view, String colorLabel, Instant writtenAt, Optional<HandChange> changed) {

    /** Null for a Service that no release has written. */
    static SeenService of(JsonNode service) {
        JsonNode annotations = service.at("/metadata/annotations");
        boolean active = List.of(MetadataKeys.COLOR, MetadataKeys.HELD, MetadataKeys.PHASE, MetadataKeys.RELEASE)
                .stream()
                .anyMatch(annotations::has);
        if (!active) {
            return null;
        }
        ServiceView view = ServiceViews.of(service);
        return new SeenService(
                service.at("/metadata/namespace").asText(),
                view,
                label(view),
                SeenLease.time(annotations.path(MetadataKeys.WRITTEN_AT).asText()),
                HandChange.of(service));
    }

    private static String label(ServiceView view) {
        try {
            return ColorLabel.of(null, List.of(view));
        } catch (ReleaseException e) {
            // two labels could be it: a release would ask which one it is
            return "color";
        }
    }

    String name() {
        return view.name();
    }

    ServiceRecord record() {
        return view.record();
    }

    Map<String, String> selector() {
        return view.traffic().selector();
    }

    /** The colour that has the traffic; null: its selector has none. */
    Color color() {
        return Color.ofLabel(selector().get(colorLabel)).orElse(null);
    }

    /** The Deployments that it selects in one colour or the other. */
    List<SeenDeployment> either(List<SeenDeployment> ofNamespace) {
        return ofNamespace.stream()
                .filter(deployment -> deployment.isSelected(selector(), colorLabel))
                .toList();
    }

    /** Whether the list lacks a Deployment that its record or its selector speaks of. */
    boolean lacks(List<SeenDeployment> ofNamespace) {
        String previous = record().previousDeployment();
        boolean plain = color() == null;
        return ofNamespace.stream()
                        .filter(deployment -> !plain || deployment.color() == null)
                        .noneMatch(deployment -> deployment.isSelected(selector(), ""))
                || previous != null
                        && ofNamespace.stream().noneMatch(deployment -> deployment.name().equals(previous));
    }

    /** The application's name: that of its Deployments; without any, that of its record, else the Service's. */
    String application(List<SeenDeployment> ofNamespace) {
        List<SeenDeployment> all = either(ofNamespace);
        Optional<String> named = all.stream()
                .map(SeenDeployment::application)
                .filter(name -> name != null)
                // a selector may be as wide as another application's
                .min((one, other) -> Boolean.compare(other.equals(name()), one.equals(name())))
                .or(() -> all.stream().map(SeenDeployment::base).findFirst());
        if (named.isPresent()) {
            return named.get();
        }
        String former = record().formerDeployment() == null ? "" : record().formerDeployment();
        for (Color each : Color.values()) {
            if (former.endsWith("-" + each.label())) {
                return former.substring(0, former.length() - each.label().length() - 1);
            }
        }
        return record().services().isEmpty() ? name() : record().services().get(0);
    }
}
