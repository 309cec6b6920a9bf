package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds numbers and booleans that stand in quotes where Kubernetes takes no text, such as a placeholder that was quoted
 * like all the others. The API server, or a later check, would say something else of them, without a line.
 */
final class QuotedValues {
    private static final Set<String> GROUPS =
            Set.of("", "apps", "autoscaling", "batch", "networking.k8s.io", "policy");

    /** Maps of texts with keys of the user's, and lists of texts. */
    private static final Set<String> TEXTS = Set.of(
            "annotations", "args", "binaryData", "command", "data", "env", "hard", "labels", "limits", "matchLabels",
            "nodeSelector", "requests", "selector", "status", "stringData");

    private static final Set<String> NUMBERS = Set.of(
            "activeDeadlineSeconds", "averageUtilization", "backoffLimit", "completions", "containerPort",
            "defaultMode", "failureThreshold", "fsGroup", "hostPort", "initialDelaySeconds", "maxReplicas", "maxSkew",
            "maxSurge", "maxUnavailable", "minAvailable", "minReadySeconds", "minReplicas", "nodePort", "parallelism",
            "periodSeconds", "port", "progressDeadlineSeconds", "replicas", "revisionHistoryLimit", "runAsGroup",
            "runAsUser", "stabilizationWindowSeconds", "successThreshold", "targetPort",
            "terminationGracePeriodSeconds", "timeoutSeconds", "ttlSecondsAfterFinished", "weight");

    private static final Set<String> BOOLEANS = Set.of(
            "allowPrivilegeEscalation", "automountServiceAccountToken", "enableServiceLinks", "hostIPC", "hostNetwork",
            "hostPID", "immutable", "optional", "paused", "privileged", "publishNotReadyAddresses", "readOnly",
            "readOnlyRootFilesystem", "runAsNonRoot", "shareProcessNamespace", "suspend");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+");

    private QuotedValues() {}

    static void check(ManifestObject object) {
        if (GROUPS.contains(object.group())) {
            fields(object, object.tree(), new ArrayList<>());
        }
    }

    private static void fields(ManifestObject object, JsonNode node, List<Object> path) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            descend(object, node.get(i), i, path);
        }
        node.properties().forEach(field -> {
            if (!TEXTS.contains(field.getKey())) {
                check(object, field.getKey(), field.getValue(), path);
                descend(object, field.getValue(), field.getKey(), path);
            }
        });
    }

    private static void descend(ManifestObject object, JsonNode node, Object step, List<Object> path) {
        if (node.isContainerNode()) {
            path.add(step);
            fields(object, node, path);
            path.remove(path.size() - 1);
        }
    }

    private static void check(ManifestObject object, String field, JsonNode value, List<Object> path) {
        if (!value.isTextual()) {
            return;
        }
        String text = value.textValue();
        boolean number = NUMBERS.contains(field) && NUMBER.matcher(text).matches();
        if (number || BOOLEANS.contains(field) && (text.equals("true") || text.equals("false"))) {
            List<Object> at = new ArrayList<>(path);
            at.add(field);
            String written = written(object.written(), at);
            throw object.error(
                    number ? "manifest.quotedNumber" : "manifest.quotedBoolean",
                    at.toArray(),
                    field,
                    field + ": " + (written == null ? text : written));
        }
    }

    /** The value as it stands in the file, with its placeholders; null where the file has it elsewhere. */
    private static String written(YamlNode node, List<Object> path) {
        YamlNode here = node;
        for (Object step : path) {
            YamlNode content = here.dereferenced();
            here = null;
            if (content instanceof YamlNode.Sequence list && step instanceof Integer i && i < list.items().size()) {
                here = list.items().get(i);
            } else if (content instanceof YamlNode.Mapping map) {
                here = map.entries().stream()
                        .filter(entry -> entry.key().text().equals(step))
                        .map(YamlNode.Entry::value)
                        .findFirst()
                        .orElse(null);
            }
            if (here == null) {
                return null;
            }
        }
        return here.dereferenced() instanceof YamlNode.Scalar scalar ? scalar.text() : null;
    }
}
