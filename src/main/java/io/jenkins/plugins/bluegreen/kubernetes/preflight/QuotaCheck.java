package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Checks that the quotas allow all of the candidate's Pods beside the live ones, and all objects that the release
 * creates. A dry run checks one object only.
 */
final class QuotaCheck {
    private final ApiServer api;
    private final String namespace;

    QuotaCheck(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** Pods of one kind that a release adds. */
    record Added(JsonNode podSpec, int pods) {
        BigDecimal needs(String resource) {
            return PodResources.of(podSpec, resource).multiply(BigDecimal.valueOf(pods));
        }
    }

    /** {@code created}: the number of objects by {@code services} and {@code deployments.apps}. */
    List<Sentence> problems(List<Added> added, Map<String, Integer> created) {
        List<Sentence> problems = new ArrayList<>();
        for (JsonNode quota : api.list(ResourceTypes.RESOURCE_QUOTA, namespace, null, null)) {
            if (!isScoped(quota.path("spec"))) {
                check(quota, added, problems);
                checkCounts(quota, created, problems);
            }
        }
        return problems;
    }

    // the dry run of a Pod shows whether it falls under a scope
    private static boolean isScoped(JsonNode spec) {
        return !spec.path("scopes").isEmpty() || !spec.path("scopeSelector").isEmpty();
    }

    private static void check(JsonNode quota, List<Added> added, List<Sentence> problems) {
        int pods = added.stream().mapToInt(Added::pods).sum();
        JsonNode used = quota.path("status").path("used");
        for (Map.Entry<String, JsonNode> limit : quota.path("status").path("hard").properties()) {
            BigDecimal needed = added.stream()
                    .map(one -> one.needs(limit.getKey()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            String spent = used.path(limit.getKey()).asText("0");
            if (needed.signum() > 0 && needed.compareTo(left(limit, used)) > 0) {
                problems.add(Sentence.of(
                        "preflight.quota",
                        quota.path("metadata").path("name").asText(),
                        limit.getKey(),
                        limit.getValue().asText(),
                        spent,
                        PodResources.show(needed, limit.getKey()),
                        pods));
            }
        }
    }

    /** Kubernetes documentation, "Resource Quotas": {@code count/deployments.apps}, and {@code services} alike. */
    private static void checkCounts(JsonNode quota, Map<String, Integer> created, List<Sentence> problems) {
        JsonNode used = quota.path("status").path("used");
        for (Map.Entry<String, JsonNode> limit : quota.path("status").path("hard").properties()) {
            String resource = limit.getKey().replaceFirst("^count/", "");
            int needed = created.getOrDefault(resource, 0);
            if (BigDecimal.valueOf(needed).compareTo(left(limit, used).max(BigDecimal.ZERO)) > 0) {
                problems.add(Sentence.of(
                        "preflight.quotaCount",
                        quota.path("metadata").path("name").asText(),
                        limit.getKey(),
                        limit.getValue().asText(),
                        used.path(limit.getKey()).asText("0"),
                        needed));
            }
        }
    }

    private static BigDecimal left(Map.Entry<String, JsonNode> limit, JsonNode used) {
        return PodResources.amount(limit.getValue()).subtract(PodResources.amount(used.path(limit.getKey())));
    }
}
