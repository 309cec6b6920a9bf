package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A connection test: asks a cluster for its version, the account and the account's permissions. Writes nothing. */
public final class Examination {
    private static final Permission CREATE_LEASE = Permission.required("create", ResourceTypes.LEASE);

    private final ApiServer api;
    private final String namespace;

    public Examination(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    /**
     * Sends the requests.
     *
     * @throws ClusterException when the cluster can't be asked
     * @throws ReleaseException when the namespace does not exist
     */
    public ClusterExamination result() {
        String version = api.discover("/version", "version")
                .map(answer -> answer.path("gitVersion").asText())
                .orElse("");
        Set<Permission> wanted = wanted();
        Permissions permissions = new Permissions(api, namespace);
        List<Permission> missing = permissions.missing(wanted);
        if (!missing.contains(CREATE_LEASE)) {
            requireNamespace();
        }
        return new ClusterExamination(
                namespace, version, user(), names(missing, true), names(missing, false), permissions.role(wanted));
    }

    /** A namespace that does not exist grants what is granted in all of them, and is empty for reads. */
    private void requireNamespace() {
        ObjectNode lease = ApiServer.JSON.createObjectNode();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata").put("name", "blue-green-dry-run");
        try {
            api.create(ResourceTypes.LEASE, namespace, lease, ApiServer.WriteOptions.PLAIN.asDryRun());
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.NOT_FOUND) {
                throw new ReleaseException(Sentence.of("cluster.noNamespace", namespace));
            }
            if (e.isTransient()) {
                throw e;
            }
            // refused by a quota or an admission webhook, which both need a namespace
        }
    }

    private static List<String> names(List<Permission> missing, boolean required) {
        return missing.stream()
                .filter(permission -> permission.required() == required)
                .map(Permission::toString)
                .toList();
    }

    /** Kubernetes documentation, "API access to authentication information for a client". */
    private Optional<String> user() {
        ObjectNode question = ApiServer.JSON.createObjectNode();
        question.put("apiVersion", "authentication.k8s.io/v1").put("kind", "SelfSubjectReview");
        try {
            String name = api.review("authentication.k8s.io", "selfsubjectreviews", question)
                    .at("/status/userInfo/username")
                    .asText();
            return name.isEmpty() ? Optional.empty() : Optional.of(name);
        } catch (ClusterException e) {
            // not served, or not allowed: only the name stays unknown
            if (e.kind() == ClusterException.Kind.UNAVAILABLE) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Set<Permission> wanted() {
        ReleaseSpec usual = ReleaseSpec.in(namespace, "examination")
                .application("any")
                .health(HealthCheck.actuator("/actuator/health", 8080))
                .build();
        Set<Permission> wanted = new LinkedHashSet<>(RequiredPermissions.ofRelease(
                usual, List.of(ResourceTypes.DEPLOYMENT, ResourceTypes.SERVICE), List.of(), true));
        // only some applications have them
        for (ResourceType type : ResourceTypes.COLORED) {
            wanted.add(Permission.optional("create", type, ""));
            wanted.add(Permission.optional("patch", type, ""));
        }
        return wanted;
    }
}
