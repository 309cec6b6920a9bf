package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.ServiceBodies;
import java.util.Arrays;
import java.util.List;

/** A {@link ServiceRecord} as annotations of the active Service. What can't be parsed counts as absent. */
final class ServiceAnnotations {
    /** The value of a list that is known to be empty. */
    private static final String NONE = "-";

    private ServiceAnnotations() {}

    /** The record in a Service's annotations. */
    static ServiceRecord read(JsonNode annotations) {
        ServiceRecord record = ServiceRecord.none()
                .withLive(
                        color(annotations, MetadataKeys.COLOR),
                        revision(annotations),
                        text(annotations, MetadataKeys.IMAGE),
                        text(annotations, MetadataKeys.SPEC_HASH))
                .withSharedHash(text(annotations, MetadataKeys.SHARED_HASH))
                .withObjects(objects(annotations))
                .withPrevious(
                        color(annotations, MetadataKeys.PREVIOUS_COLOR),
                        text(annotations, MetadataKeys.PREVIOUS_DEPLOYMENT),
                        traffic(annotations))
                .withPreviousRoutes(text(annotations, MetadataKeys.PREVIOUS_ROUTES))
                .withRolledBackFrom(text(annotations, MetadataKeys.ROLLED_BACK_FROM))
                .writtenBy(
                        text(annotations, MetadataKeys.RELEASE),
                        text(annotations, MetadataKeys.BUILD_URL),
                        phase(annotations));
        ServiceRecord ended = record.phase() == null ? record.atRest(text(annotations, MetadataKeys.OUTCOME)) : record;
        return ended.withHeld(HeldCandidate.of(text(annotations, MetadataKeys.HELD)))
                .withServices(services(annotations));
    }

    /** All our annotations, for a merge patch: null, which removes the annotation, where the record has no value. */
    static ObjectNode write(ServiceRecord record) {
        Traffic previous = record.previousTraffic();
        ObjectNode annotations = ApiServer.JSON.createObjectNode();
        annotations.put(MetadataKeys.COLOR, label(record.color()));
        annotations.put(MetadataKeys.PREVIOUS_COLOR, label(record.previousColor()));
        annotations.put(MetadataKeys.PREVIOUS_DEPLOYMENT, record.previousDeployment());
        String selector = previous == null ? null : ServiceBodies.selector(previous).toString();
        annotations.put(MetadataKeys.PREVIOUS_SELECTOR, selector);
        annotations.put(MetadataKeys.PREVIOUS_PORTS, previous == null ? null : previous.ports());
        annotations.put(MetadataKeys.PREVIOUS_FIELDS, previous == null ? null : previous.fields());
        annotations.put(MetadataKeys.PREVIOUS_ROUTES, record.previousRoutes());
        annotations.put(MetadataKeys.REVISION, record.revision() == 0 ? null : String.valueOf(record.revision()));
        annotations.put(MetadataKeys.IMAGE, record.image());
        annotations.put(MetadataKeys.SPEC_HASH, record.specHash());
        annotations.put(MetadataKeys.BUILD_URL, record.buildUrl());
        annotations.put(MetadataKeys.RELEASE, record.release());
        annotations.put(MetadataKeys.PHASE, record.phase() == null ? null : record.phase().name());
        annotations.put(MetadataKeys.OUTCOME, record.outcome());
        annotations.put(MetadataKeys.ROLLED_BACK_FROM, record.rolledBackFrom());
        annotations.put(MetadataKeys.HELD, record.held() == null ? null : record.held().text());
        annotations.put(
                MetadataKeys.SERVICES, record.services().isEmpty() ? null : String.join(",", record.services()));
        if (record.sharedHash() != null) {
            annotations.put(MetadataKeys.SHARED_HASH, record.sharedHash());
        }
        if (record.objects() != null) {
            annotations.put(
                    MetadataKeys.OBJECTS, record.objects().isEmpty() ? NONE : String.join(",", record.objects()));
        }
        return annotations;
    }

    private static List<String> objects(JsonNode annotations) {
        String objects = text(annotations, MetadataKeys.OBJECTS);
        if (objects == null) {
            return null;
        }
        return objects.equals(NONE) ? List.of() : List.of(objects.split(","));
    }

    private static String label(Color color) {
        return color == null ? null : color.label();
    }

    private static String text(JsonNode annotations, String name) {
        String value = annotations.path(name).asText();
        return value.isEmpty() ? null : value;
    }

    private static List<String> services(JsonNode annotations) {
        String services = text(annotations, MetadataKeys.SERVICES);
        return services == null ? List.of() : List.of(services.split(","));
    }

    private static Color color(JsonNode annotations, String name) {
        return Color.ofLabel(text(annotations, name)).orElse(null);
    }

    private static int revision(JsonNode annotations) {
        String revision = annotations.path(MetadataKeys.REVISION).asText();
        return revision.matches("\\d{1,9}") ? Integer.parseInt(revision) : 0;
    }

    private static Phase phase(JsonNode annotations) {
        String name = text(annotations, MetadataKeys.PHASE);
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static Traffic traffic(JsonNode annotations) {
        JsonNode selector = json(annotations, MetadataKeys.PREVIOUS_SELECTOR);
        if (!selector.isObject() || selector.isEmpty()) {
            return null;
        }
        JsonNode ports = json(annotations, MetadataKeys.PREVIOUS_PORTS);
        String text = ports.isArray() && !ports.isEmpty() ? ports.toString() : null;
        JsonNode fields = json(annotations, MetadataKeys.PREVIOUS_FIELDS);
        return new Traffic(
                LabelSelector.labels(selector), text, fields.isObject() ? fields.toString() : null, List.of());
    }

    private static JsonNode json(JsonNode annotations, String name) {
        try {
            return ApiServer.JSON.readTree(annotations.path(name).asText());
        } catch (JsonProcessingException e) {
            return ApiServer.JSON.missingNode();
        }
    }
}
