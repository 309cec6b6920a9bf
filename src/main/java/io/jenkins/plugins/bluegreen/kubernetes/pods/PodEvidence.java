package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.RefusalText;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a Pod's log and events. Both are optional: a diagnosis goes on without those that may not be read. */
final class PodEvidence {
    private static final int LINES = 20;
    private static final int LOG_BYTES = 16 * 1024;
    /** The answer, with status 200, of a kubelet that has removed the container which its status still names. */
    private static final String REMOVED = "unable to retrieve container logs for ";
    private static final int LINE_LENGTH = 500;
    private static final Set<String> MOUNT = Set.of("FailedMount", "FailedAttachVolume", "FailedMapVolume");
    private static final Pattern MISSING = Pattern.compile("(?i)\\b(configmap|secret) \"?([-a-z0-9./]+)\"? not found");

    private final ApiServer api;
    private final String namespace;

    PodEvidence(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** The last log lines of the container's last run that ended. A node that does not answer is asked twice. */
    Sentence lastLines(String pod, String container) {
        try {
            return shown(log(pod, container));
        } catch (ClusterException e) {
            return e.isTransient() ? lastAttempt(pod, container) : Sentence.of("diagnosis.noLog", e.sentence());
        }
    }

    /** An exit code without a log is more than no diagnosis. */
    private Sentence lastAttempt(String pod, String container) {
        try {
            return shown(log(pod, container));
        } catch (ClusterException e) {
            return Sentence.of("diagnosis.noLog", e.sentence());
        }
    }

    private static Sentence shown(String log) {
        String text = log.strip();
        if (text.startsWith(REMOVED)) {
            return Sentence.of("diagnosis.noLog", text);
        }
        // the API cuts at this length without a mark
        String cut = log.getBytes(StandardCharsets.UTF_8).length >= LOG_BYTES ? "…" : "";
        String lines = (text + cut).lines().map(PodEvidence::shortened).collect(Collectors.joining("\n"));
        return text.isEmpty() ? Sentence.of("diagnosis.emptyLog") : Sentence.of("diagnosis.log", lines.indent(2));
    }

    /** A process may write a mebibyte without a line end. */
    private static String shortened(String line) {
        return line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "…";
    }

    private String log(String pod, String container) {
        String path = ResourceTypes.POD.path(namespace, pod) + "/log?container="
                + HttpRequest.formURLEncode(container) + "&tailLines=" + LINES + "&limitBytes=" + LOG_BYTES;
        String object = "pods/log " + pod;
        return previousLog(path, object).orElseGet(() -> {
            // the run that ended is the present one, unless the container was restarted since that request
            String text = api.text(path, "get", object);
            return text.isBlank() || text.startsWith(REMOVED) ? previousLog(path, object).orElse(text) : text;
        });
    }

    private Optional<String> previousLog(String path, String object) {
        try {
            return Optional.of(api.text(path + "&previous=true", "get", object))
                    .filter(text -> !text.startsWith(REMOVED));
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.INVALID) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** The latest event about containers that can't be started, or else about those that are not ready. */
    Optional<Sentence> lastWarning(Pod pod) {
        String name = pod.getMetadata().getName();
        try {
            return events(pod).stream()
                    .max(Comparator.comparing(PodEvidence::isRefusal).thenComparing(PodEvidence::time))
                    .map(event -> sentence(name, event));
        } catch (ClusterException e) {
            if (e.isTransient()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Why an object has no Pods: its latest event about a Pod that was refused. */
    Optional<Sentence> refusal(String kind, String name, String uid) {
        try {
            String fields = "involvedObject.kind=" + kind + ",involvedObject.name=" + name + ",type=Warning";
            return api.list(ResourceTypes.EVENT, namespace, null, fields).stream()
                    .filter(event -> event.at("/involvedObject/uid").asText().equals(uid))
                    .filter(event -> event.path("reason").asText().equals("FailedCreate"))
                    .max(Comparator.comparing(PodEvidence::time))
                    .map(event -> Sentence.of(
                            "diagnosis.noPods",
                            kind,
                            name,
                            RefusalText.withoutValues(event.path("message").asText())));
        } catch (ClusterException e) {
            if (e.isTransient()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private List<JsonNode> events(Pod pod) {
        String fields = "involvedObject.kind=Pod,involvedObject.name="
                + pod.getMetadata().getName() + ",type=Warning";
        return api.list(ResourceTypes.EVENT, namespace, null, fields).stream()
                .filter(event -> isOf(event, pod) && (isRefusal(event) || isUnready(event)))
                .toList();
    }

    // an earlier Pod may have had the same name, and some servers ignore field selectors
    static boolean isOf(JsonNode event, Pod pod) {
        JsonNode involved = event.path("involvedObject");
        String uid = involved.path("uid").asText();
        return involved.path("name").asText().equals(pod.getMetadata().getName())
                && (uid.isEmpty() || uid.equals(pod.getMetadata().getUid()));
    }

    private static boolean isUnready(JsonNode event) {
        return event.path("reason").asText().equals("Unhealthy");
    }

    private static boolean isRefusal(JsonNode event) {
        String reason = event.path("reason").asText();
        return MOUNT.contains(reason) || reason.equals("FailedCreatePodSandBox") || reason.equals("FailedScheduling");
    }

    static String time(JsonNode event) {
        String last = event.path("lastTimestamp").asText("");
        return last.isEmpty() || last.equals("null") ? event.path("eventTime").asText("") : last;
    }

    private static Sentence sentence(String pod, JsonNode event) {
        String reason = event.path("reason").asText();
        String message = event.path("message").asText();
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            return Sentence.of("diagnosis.missing", pod, missing.group(1), missing.group(2));
        }
        if (isUnready(event)) {
            return Sentence.of("diagnosis.unready", pod, message);
        }
        if (MOUNT.contains(reason)) {
            return Sentence.of("diagnosis.mount", pod, message);
        }
        return Sentence.of(
                reason.equals("FailedScheduling") ? "diagnosis.unschedulable" : "diagnosis.sandbox", pod, message);
    }
}
