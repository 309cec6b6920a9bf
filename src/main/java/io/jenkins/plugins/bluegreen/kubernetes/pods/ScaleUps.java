package io.jenkins.plugins.bluegreen.kubernetes.pods;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads from a Pod's events whether the cluster autoscaler adds a node for it. The reasons and messages are those of
 * kubernetes/autoscaler: {@code eventing_scale_up_processor.go}, {@code skippedreasons.go} and
 * {@code rejectedreasons.go}; its FAQ explains them in "What events are emitted by CA?".
 */
final class ScaleUps {
    private static final String AUTOSCALER = "cluster-autoscaler";
    private static final String REFUSED = "NotTriggerScaleUp";
    private static final String TRIGGERED = "TriggeredScaleUp";
    private static final Pattern INTRODUCTION = Pattern.compile("^pod didn't trigger scale-up[^:]*:?\\s*");
    /** Reasons that pass without a change of the Pod or of the node groups. */
    private static final Pattern PASSING = Pattern.compile("in backoff after failed scale-up|not ready for scale-up"
            + "|all-or-nothing|expansion options filtered out|unbound immediate PersistentVolumeClaims");

    private final ApiServer api;
    private final String namespace;

    ScaleUps(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /**
     * Why the autoscaler adds no node for the Pod. One request.
     *
     * @return empty if it adds one, says nothing, or gives a reason that passes; also if events may not be read
     */
    Optional<String> refusal(Pod pod) {
        try {
            String fields = "involvedObject.kind=Pod,involvedObject.name="
                    + pod.getMetadata().getName();
            return api.list(ResourceTypes.EVENT, namespace, null, fields).stream()
                    .filter(event -> PodEvidence.isOf(event, pod) && isOfAutoscaler(event))
                    .max(Comparator.comparing(PodEvidence::time).thenComparing(event -> !isRefusal(event)))
                    .filter(ScaleUps::isRefusal)
                    .map(ScaleUps::reason)
                    .filter(reason -> !reason.isBlank() && !PASSING.matcher(reason).find());
        } catch (ClusterException e) {
            if (e.isTransient()) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static boolean isOfAutoscaler(JsonNode event) {
        return (AUTOSCALER.equals(event.path("reportingComponent").asText())
                        || AUTOSCALER.equals(event.at("/source/component").asText()))
                && (isRefusal(event) || TRIGGERED.equals(event.path("reason").asText()));
    }

    private static boolean isRefusal(JsonNode event) {
        return REFUSED.equals(event.path("reason").asText());
    }

    private static String reason(JsonNode event) {
        return INTRODUCTION.matcher(event.path("message").asText()).replaceFirst("");
    }
}
