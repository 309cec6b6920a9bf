package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Marks;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** {@link ServiceRecord} as annotations of the active Service. What can't be read counts as not written. */
final class ServiceAnnotations {
    private ServiceAnnotations() {}

    /** The record in a Service's annotations. */
    static ServiceRecord read(JsonNode annotations) {
        return ServiceRecord.none()
                .withLive(
                        color(annotations, Marks.COLOR),
                        revision(annotations),
                        text(annotations, Marks.IMAGE),
                        text(annotations, Marks.SPEC_HASH))
                .withPrevious(
                        color(annotations, Marks.PREVIOUS_COLOR),
                        text(annotations, Marks.PREVIOUS_DEPLOYMENT),
                        traffic(annotations))
                .withRolledBackFrom(text(annotations, Marks.ROLLED_BACK_FROM))
                .writtenBy(text(annotations, Marks.RELEASE), text(annotations, Marks.BUILD_URL), phase(annotations))
                .withServices(services(annotations));
    }

    /** All our annotations, null where the record knows nothing: a merge patch then removes what was there. */
    static ObjectNode write(ServiceRecord record) {
        Traffic previous = record.previousTraffic();
        ObjectNode annotations = ApiServer.JSON.createObjectNode();
        annotations.put(Marks.COLOR, label(record.color()));
        annotations.put(Marks.PREVIOUS_COLOR, label(record.previousColor()));
        annotations.put(Marks.PREVIOUS_DEPLOYMENT, record.previousDeployment());
        annotations.put(Marks.PREVIOUS_SELECTOR, previous == null ? null : selector(previous).toString());
        annotations.put(Marks.PREVIOUS_PORTS, previous == null ? null : previous.ports());
        annotations.put(Marks.REVISION, record.revision() == 0 ? null : String.valueOf(record.revision()));
        annotations.put(Marks.IMAGE, record.image());
        annotations.put(Marks.SPEC_HASH, record.specHash());
        annotations.put(Marks.BUILD_URL, record.buildUrl());
        annotations.put(Marks.RELEASE, record.release());
        annotations.put(Marks.PHASE, record.phase() == null ? null : record.phase().name());
        annotations.put(Marks.ROLLED_BACK_FROM, record.rolledBackFrom());
        annotations.put(
                Marks.SERVICES, record.services().isEmpty() ? null : String.join(",", record.services()));
        return annotations;
    }

    /** A selector as JSON, its labels in order. */
    static ObjectNode selector(Traffic traffic) {
        ObjectNode selector = ApiServer.JSON.createObjectNode();
        traffic.selector().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(label -> selector.put(label.getKey(), label.getValue()));
        return selector;
    }

    private static String label(Color color) {
        return color == null ? null : color.label();
    }

    private static String text(JsonNode annotations, String name) {
        String value = annotations.path(name).asText();
        return value.isEmpty() ? null : value;
    }

    private static List<String> services(JsonNode annotations) {
        String services = text(annotations, Marks.SERVICES);
        return services == null ? List.of() : List.of(services.split(","));
    }

    private static Color color(JsonNode annotations, String name) {
        return Color.ofLabel(text(annotations, name)).orElse(null);
    }

    private static int revision(JsonNode annotations) {
        String revision = annotations.path(Marks.REVISION).asText();
        return revision.matches("\\d{1,9}") ? Integer.parseInt(revision) : 0;
    }

    private static Phase phase(JsonNode annotations) {
        String name = text(annotations, Marks.PHASE);
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Traffic traffic(JsonNode annotations) {
        JsonNode selector = json(annotations, Marks.PREVIOUS_SELECTOR);
        if (!selector.isObject() || selector.isEmpty()) {
            return null;
        }
        JsonNode ports = json(annotations, Marks.PREVIOUS_PORTS);
        return new Traffic(ServiceViews.strings(selector), ports.isArray() && !ports.isEmpty() ? ports.toString() : null);
    }

    private static JsonNode json(JsonNode annotations, String name) {
        try {
            return ApiServer.JSON.readTree(annotations.path(name).asText());
        } catch (JsonProcessingException e) {
            return ApiServer.JSON.missingNode();
        }
    }
}
