package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The account's permissions in a namespace, by a SelfSubjectRulesReview. */
final class Permissions {
    private final ApiServer api;
    private final String namespace;

    Permissions(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /** Those of {@code wanted} that are not granted. */
    List<Permission> missing(Collection<Permission> wanted) {
        ObjectNode question = ApiServer.JSON.createObjectNode();
        question.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectRulesReview");
        question.putObject("spec").put("namespace", namespace);
        JsonNode status = api.review("selfsubjectrulesreviews", question).path("status");
        List<Permission> missing = new ArrayList<>();
        for (Permission permission : wanted) {
            boolean granted = covers(status.path("resourceRules"), permission)
                    // an incomplete list lacks what other authorizers than RBAC allow
                    || status.path("incomplete").asBoolean() && isAllowed(permission);
            if (!granted) {
                missing.add(permission);
            }
        }
        return missing;
    }

    private boolean isAllowed(Permission permission) {
        ObjectNode question = ApiServer.JSON.createObjectNode();
        question.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        int slash = permission.resource().indexOf('/');
        String resource = slash < 0 ? permission.resource() : permission.resource().substring(0, slash);
        String subresource = slash < 0 ? "" : permission.resource().substring(slash + 1);
        question.withObject("/spec")
                .withObject("/resourceAttributes")
                .put("namespace", namespace)
                .put("verb", permission.verb())
                .put("group", permission.group())
                .put("resource", resource)
                .put("subresource", subresource);
        return api.review("selfsubjectaccessreviews", question).path("status").path("allowed").asBoolean();
    }

    // a rule for certain names does not cover the names to come
    private static boolean covers(JsonNode rules, Permission permission) {
        for (JsonNode rule : rules) {
            if (rule.path("resourceNames").isEmpty()
                    && has(rule.path("verbs"), permission.verb())
                    && has(rule.path("apiGroups"), permission.group())
                    && coversResource(rule.path("resources"), permission.resource())) {
                return true;
            }
        }
        return false;
    }

    private static boolean coversResource(JsonNode resources, String resource) {
        int slash = resource.indexOf('/');
        return has(resources, resource) || slash >= 0 && has(resources, "*" + resource.substring(slash));
    }

    private static boolean has(JsonNode list, String value) {
        for (JsonNode entry : list) {
            if (entry.asText().equals("*") || entry.asText().equals(value)) {
                return true;
            }
        }
        return false;
    }
}
