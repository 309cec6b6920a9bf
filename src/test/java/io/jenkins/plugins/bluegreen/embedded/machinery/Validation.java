package io.jenkins.plugins.bluegreen.embedded.machinery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.Quantity;
import io.jenkins.plugins.bluegreen.embedded.store.Selectors;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates objects like a real API server, with its messages, as far as a release depends on it. */
final class Validation {
    private static final int MAX_DATA = 1 << 20;
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final Pattern LABEL_1035 = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");

    private final ObjectKey key;
    private final List<StatusError.Cause> causes = new ArrayList<>();

    private Validation(ObjectKey key) {
        this.key = key;
    }

    /** @param before null for a creation */
    static void check(ObjectKey key, ObjectNode before, ObjectNode object) {
        Validation validation = new Validation(key);
        validation.metadata(object);
        switch (key.kind().kind()) {
            case "Deployment", "ReplicaSet" -> validation.workload(before, object);
            case "Job" -> validation.job(before, object);
            case "Pod" -> validation.podSpec("spec", Json.at(object, "spec"));
            case "Service" -> validation.service(object);
            case "ConfigMap", "Secret" -> validation.configuration(before, object);
            case "Lease" -> validation.lease(object);
            default -> { }
        }
        if (!validation.causes.isEmpty()) {
            throw StatusError.invalid(key, validation.causes);
        }
    }

    private void metadata(ObjectNode object) {
        String name = key.name();
        if (name.isEmpty()) {
            add("FieldValueRequired", "metadata.name", "Required value: name or generateName is required");
        } else if (key.kind().equals(Kind.SERVICE)) {
            tooLong(name, 63);
            if (!LABEL_1035.matcher(name).matches()) {
                invalid("metadata.name", name, "a DNS-1035 label must consist of lower case alphanumeric characters or "
                        + "'-', start with an alphabetic character, and end with an alphanumeric character (e.g. "
                        + "'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");
            }
        } else if (!key.kind().group().startsWith("rbac.")) {
            tooLong(name, 253);
            if (!SUBDOMAIN.matcher(name).matches()) {
                invalid("metadata.name", name, "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
                        + "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. "
                        + "'example.com', regex used for validation is '" + SUBDOMAIN + "')");
            }
        }
        Json.labels(object).forEach((label, value) -> {
            if (!LABEL_VALUE.matcher(value).matches() || value.length() > 63) {
                invalid("metadata.labels", value, "a valid label must be an empty string or consist of alphanumeric "
                        + "characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. "
                        + "'MyValue',  or 'my_value',  or '12345', regex used for validation is '" + LABEL_VALUE + "')");
            }
        });
    }

    private void tooLong(String name, int most) {
        if (name.length() > most) {
            invalid("metadata.name", name, "must be no more than " + most + " characters");
        }
    }

    private void lease(ObjectNode object) {
        int seconds = Json.number(object, 1, "spec", "leaseDurationSeconds");
        if (seconds < 1) {
            invalidNumber("spec.leaseDurationSeconds", seconds, "must be greater than 0");
        }
    }

    private void workload(ObjectNode before, ObjectNode object) {
        JsonNode replicas = Json.at(object, "spec", "replicas");
        if (replicas.asInt() < 0) {
            invalidNumber("spec.replicas", replicas.asInt(), "must be greater than or equal to 0");
        }
        JsonNode selector = Json.at(object, "spec", "selector");
        Map<String, String> labels = Json.strings(object, "spec", "template", "metadata", "labels");
        if (selector.isEmpty()) {
            add("FieldValueRequired", "spec.selector", "Required value");
        } else if (!Selectors.matches(selector, labels)) {
            add("FieldValueInvalid", "spec.template.metadata.labels",
                    "Invalid value: " + Json.object(labels) + ": `selector` does not match template `labels`");
        }
        if (before != null && !Json.at(before, "spec", "selector").equals(selector)) {
            add("FieldValueInvalid", "spec.selector", "Invalid value: " + selector + ": field is immutable");
        }
        String strategy = Json.text(object, "spec", "strategy", "type");
        if (strategy.equals("Recreate") && Json.has(object, "spec", "strategy", "rollingUpdate")) {
            add("FieldValueForbidden", "spec.strategy.rollingUpdate",
                    "Forbidden: may not be specified when strategy `type` is 'Recreate'");
        }
        if (isNothing(object, "maxSurge") && isNothing(object, "maxUnavailable")) {
            add("FieldValueInvalid", "spec.strategy.rollingUpdate.maxUnavailable",
                    "Invalid value: 0: may not be 0 when `maxSurge` is 0");
        }
        podSpec("spec.template.spec", Json.at(object, "spec", "template", "spec"));
    }

    private void job(ObjectNode before, ObjectNode object) {
        JsonNode template = Json.at(object, "spec", "template");
        podSpec("spec.template.spec", Json.at(template, "spec"));
        if (before == null && key.name().length() > 63) {
            invalid("spec.template.labels", key.name(), "must be no more than 63 characters");
        }
        if (Json.text(template, "spec", "restartPolicy").equals("Always")) {
            add("FieldValueRequired", "spec.template.spec.restartPolicy",
                    "Required value: valid values: \"OnFailure\", \"Never\"");
        }
        if (before != null && !Json.at(before, "spec", "template").equals(template)) {
            add("FieldValueInvalid", "spec.template", "Invalid value: " + template + ": field is immutable");
        }
    }

    private static boolean isNothing(ObjectNode workload, String field) {
        return List.of("0", "0%").contains(Json.text(workload, "spec", "strategy", "rollingUpdate", field));
    }

    private void podSpec(String path, JsonNode spec) {
        if (Json.items(spec, "containers").isEmpty()) {
            add("FieldValueRequired", path + ".containers", "Required value");
        }
        Set<String> volumes = new HashSet<>();
        Json.items(spec, "volumes").forEach(v -> volumes.add(Json.text(v, "name")));
        for (String list : new String[] {"initContainers", "containers"}) {
            List<ObjectNode> containers = Json.items(spec, list);
            Set<String> names = new HashSet<>();
            for (int i = 0; i < containers.size(); i++) {
                container(path + "." + list + "[" + i + "]", containers.get(i), volumes, names);
            }
        }
    }

    private void container(String path, ObjectNode container, Set<String> volumes, Set<String> names) {
        String name = Json.text(container, "name");
        if (name.isEmpty()) {
            add("FieldValueRequired", path + ".name", "Required value");
        } else if (!names.add(name)) {
            add("FieldValueDuplicate", path + ".name", "Duplicate value: \"" + name + "\"");
        }
        if (Json.text(container, "image").isEmpty()) {
            add("FieldValueRequired", path + ".image", "Required value");
        }
        List<ObjectNode> mounts = Json.items(container, "volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            String volume = Json.text(mounts.get(i), "name");
            if (!volumes.contains(volume)) {
                add("FieldValueNotFound", path + ".volumeMounts[" + i + "].name", "Not found: \"" + volume + "\"");
            }
        }
        List<ObjectNode> ports = Json.items(container, "ports");
        for (int i = 0; i < ports.size(); i++) {
            port(path + ".ports[" + i + "].containerPort", Json.number(ports.get(i), 0, "containerPort"));
        }
        for (String field : new String[] {"requests", "limits"}) {
            Json.strings(container, "resources", field).forEach((resource, amount) -> {
                if (!Quantity.valid(amount)) {
                    throw StatusError.badRequest("%s in version \"v1\" cannot be handled as a %s: quantities must match the "
                            .formatted(key.kind().kind(), key.kind().kind())
                            + "regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
                }
            });
        }
    }

    private void service(ObjectNode object) {
        boolean external = Json.text(object, "spec", "type").equals("ExternalName");
        List<ObjectNode> ports = Json.items(object, "spec", "ports");
        boolean headless = Json.text(object, "spec", "clusterIP").equals("None");
        if (ports.isEmpty() && !external && !headless) {
            add("FieldValueRequired", "spec.ports", "Required value");
        }
        if (external && Json.text(object, "spec", "externalName").isEmpty()) {
            add("FieldValueRequired", "spec.externalName", "Required value");
        }
        boolean nodePorts = NodePorts.isExternal((ObjectNode) Json.at(object, "spec"));
        if (!nodePorts && Json.has(object, "spec", "externalTrafficPolicy")) {
            invalid("spec.externalTrafficPolicy", Json.text(object, "spec", "externalTrafficPolicy"),
                    "may only be set for externally-accessible services");
        }
        Set<String> names = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            String path = "spec.ports[" + i + "]";
            String name = Json.text(ports.get(i), "name");
            if (name.isEmpty() && ports.size() > 1) {
                add("FieldValueRequired", path + ".name", "Required value");
            } else if (!names.add(name)) {
                add("FieldValueDuplicate", path + ".name", "Duplicate value: \"" + name + "\"");
            }
            int port = Json.number(ports.get(i), 0, "port");
            port(path + ".port", port);
            if (Json.at(ports.get(i), "targetPort").isInt()) {
                port(path + ".targetPort", Json.number(ports.get(i), 0, "targetPort"));
            }
            if (!nodePorts && Json.number(ports.get(i), 0, "nodePort") != 0) {
                add("FieldValueForbidden", path + ".nodePort",
                        "Forbidden: may not be used when `type` is 'ClusterIP'");
            }
            if (!numbers.add(port + Json.text(ports.get(i), "protocol"))) {
                add("FieldValueDuplicate", path, "Duplicate value: core.ServicePort{Port:" + port + "}");
            }
        }
    }

    private void configuration(ObjectNode before, ObjectNode object) {
        String type = Json.text(object, "type");
        if (before != null && !Json.text(before, "type").equals(type)) {
            invalid("type", type, "field is immutable");
        }
        size(object);
    }

    private void size(ObjectNode object) {
        int total = 0;
        for (String field : new String[] {"data", "binaryData"}) {
            for (Map.Entry<String, String> entry : Json.strings(object, field).entrySet()) {
                total += entry.getKey().length() + entry.getValue().length();
            }
        }
        if (total > MAX_DATA) {
            add("FieldValueTooLong", "[]", "Too long: may not be more than " + MAX_DATA + " bytes");
        }
    }

    private void port(String path, int port) {
        if (port < 1 || port > 65535) {
            invalidNumber(path, port, "must be between 1 and 65535, inclusive");
        }
    }

    private void invalid(String field, String value, String why) {
        add("FieldValueInvalid", field, "Invalid value: \"" + value + "\": " + why);
    }

    private void invalidNumber(String field, int value, String why) {
        add("FieldValueInvalid", field, "Invalid value: " + value + ": " + why);
    }

    private void add(String reason, String field, String message) {
        causes.add(new StatusError.Cause(reason, field, message));
    }
}
