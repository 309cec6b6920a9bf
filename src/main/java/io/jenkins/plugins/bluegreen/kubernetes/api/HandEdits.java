package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Server-side applies that take fields back from people. An apply conflicts with whoever changed a field since. Changes
 * by kubectl's commands ({@code kubectl-edit}, {@code kubectl-patch}, {@code kubectl-client-side-apply}) are those of a
 * person, and the manifests overrule them, as {@code kubectl apply --server-side} does for former client-side applies.
 * All other field managers, {@code kubectl apply --server-side} among them, are controllers or other pipelines: a
 * conflict with one of them is an error.
 */
public final class HandEdits {
    private static final String BY_HAND = "kubectl-";
    private static final String KUBECTL = "kubectl";
    // Kubernetes, structured-merge-diff: conflict with "kubectl-edit" using networking.k8s.io/v1: .spec.rules
    private static final Pattern MANAGER = Pattern.compile("conflicts? with \"([^\"]*)\"");

    private HandEdits() {}

    /**
     * Applies an object; once more with force if all conflicts are with changes by hand.
     *
     * @param told is called with the conflict before the second request
     */
    public static JsonNode apply(
            ApiServer api,
            ResourceType type,
            String namespace,
            ObjectNode tree,
            ApiServer.WriteOptions options,
            Consumer<ClusterException> told) {
        try {
            return api.apply(type, namespace, tree, options);
        } catch (ClusterException e) {
            if (options.force()
                    || !isByHand(api, type, namespace, tree.at("/metadata/name").asText(), e)) {
                throw e;
            }
            told.accept(e);
            return api.apply(type, namespace, tree, new ApiServer.WriteOptions(true, options.dryRun()));
        }
    }

    private static boolean isByHand(
            ApiServer api, ResourceType type, String namespace, String name, ClusterException refusal) {
        if (!ClusterErrors.isOwned(refusal)) {
            return false;
        }
        Set<String> managers = MANAGER.matcher(refusal.getMessage()).results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        boolean commands = !managers.isEmpty()
                && managers.stream().allMatch(manager -> manager.startsWith(BY_HAND) || manager.equals(KUBECTL));
        return commands && (!managers.contains(KUBECTL) || !isApplied(api, type, namespace, name));
    }

    /** A patch that changes nothing shows an object without permission to get it. */
    private static boolean isApplied(ApiServer api, ResourceType type, String namespace, String name) {
        JsonNode there = api.patch(
                type, namespace, name, ApiServer.JSON.createObjectNode(), ApiServer.WriteOptions.PLAIN.asDryRun());
        for (JsonNode entry : there.at("/metadata/managedFields")) {
            if (entry.path("manager").asText().equals(KUBECTL) && entry.path("operation").asText().equals("Apply")) {
                return true;
            }
        }
        return false;
    }
}
