package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the PodDisruptionBudgets of others that select the candidate's Pods beside the release's own one, such as that
 * of an adopted application. Kubernetes evicts no Pod that two budgets select: no node could be drained.
 */
final class SecondBudgets {
    private final ApiServer api;
    private final String namespace;

    SecondBudgets(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** One sentence for each; an API call if the release has a budget of its own. */
    List<Sentence> warnings(RenderedRelease release) {
        String kind = ResourceTypes.DISRUPTION_BUDGET.kind();
        if (release.after().stream().noneMatch(object -> object.kind().equals(kind))) {
            return List.of();
        }
        Map<String, String> pods =
                LabelSelector.labels(release.deployment(1).tree().at("/spec/template/metadata/labels"));
        List<Sentence> warnings = new ArrayList<>();
        for (JsonNode budget : api.list(ResourceTypes.DISRUPTION_BUDGET, namespace, null, null)) {
            String name = budget.at("/metadata/name").asText();
            boolean own = budget.path("metadata").path("labels").has(MetadataKeys.SIDE)
                    || release.after().stream()
                            .anyMatch(object -> object.kind().equals(kind) && object.name().equals(name));
            JsonNode selector = budget.at("/spec/selector");
            boolean all = selector.isObject()
                    && selector.path("matchLabels").isEmpty()
                    && selector.path("matchExpressions").isEmpty();
            if (!own && (all || LabelSelector.of(selector).matches(pods))) {
                warnings.add(Sentence.of("preflight.secondBudget", name, release.deployment(), namespace));
            }
        }
        return warnings;
    }
}
