package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import java.util.Optional;

/**
 * Whom the cluster takes us for.
 *
 * @param user {@code system:serviceaccount:ci:jenkins}; empty where the cluster does not tell it
 */
record Account(Optional<String> user) {
    private static final String OF_SERVICE_ACCOUNT = "system:serviceaccount:";
    private static final String NOBODY = "system:anonymous";

    /** Kubernetes documentation, "API access to authentication information for a client". */
    static Account ask(ApiServer api) {
        ObjectNode question = ApiServer.JSON.createObjectNode();
        question.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
        try {
            String name = api.review("authentication.k8s.io", "selfsubjectreviews", question)
                    .at("/status/userInfo/username")
                    .asText();
            return new Account(name.isEmpty() ? Optional.empty() : Optional.of(name));
        } catch (ClusterException e) {
            // not served, or not allowed: only the name stays unknown
            if (e.kind() == ClusterException.Kind.UNAVAILABLE) {
                throw e;
            }
            return new Account(Optional.empty());
        }
    }

    /** Whether a RoleBinding can name it. */
    boolean isKnown() {
        return user.isPresent() && !user.get().equals(NOBODY);
    }

    /** The subject of a RoleBinding, as YAML. */
    String subject() {
        String name = user.orElseThrow();
        String[] parts = name.split(":");
        return name.startsWith(OF_SERVICE_ACCOUNT) && parts.length == 4
                ? AccessYaml.serviceAccount(parts[3], parts[2])
                : "- kind: User\n  name: \"" + name.replace("\\", "\\\\").replace("\"", "\\\"")
                        + "\"\n  apiGroup: rbac.authorization.k8s.io\n";
    }
}
