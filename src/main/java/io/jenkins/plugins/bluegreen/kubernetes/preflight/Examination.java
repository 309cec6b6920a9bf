package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.List;
import java.util.Set;

/** A connection test: asks a cluster for its version, the account and the account's permissions. Writes nothing. */
public final class Examination {
    private static final Permission CREATE_LEASE = Permission.required("create", ResourceTypes.LEASE);

    private final ApiServer api;
    private final List<String> namespaces;

    public Examination(ApiServer api, List<String> namespaces) {
        this.api = api;
        this.namespaces = List.copyOf(namespaces);
    }

    /**
     * Sends the requests.
     *
     * @return one result for each namespace
     * @throws ClusterException when the cluster can't be asked
     * @throws ReleaseException when a namespace does not exist, or the cluster does not know us
     */
    public List<ClusterExamination> result() {
        try {
            String version = api.discover("/version", "version")
                    .map(answer -> answer.path("gitVersion").asText())
                    .orElse("");
            Account account = Account.ask(api);
            return namespaces.stream().map(namespace -> of(namespace, version, account)).toList();
        } catch (ClusterException e) {
            throw e.isUnauthorized() ? noAccount(e, namespaces) : e;
        }
    }

    private ClusterExamination of(String namespace, String version, Account account) {
        Set<Permission> wanted = RequiredPermissions.ofMost(namespace);
        List<Permission> missing = new Permissions(api, namespace).missing(wanted);
        if (!missing.contains(CREATE_LEASE)) {
            requireNamespace(namespace);
        }
        AccessYaml yaml = new AccessYaml();
        if (missing.size() == wanted.size()) {
            // an account without any right can't tell whether there is such a namespace
            yaml.namespace(namespace);
        }
        yaml.granted(AccessYaml.NAME, namespace, RequiredPermissions.ofEverything(namespace), account);
        return new ClusterExamination(
                namespace, version, account.user(), names(missing, true), names(missing, false), yaml.text());
    }

    /** A namespace that does not exist grants what is granted in all of them, and is empty for reads. */
    private void requireNamespace(String namespace) {
        ObjectNode lease = ApiServer.JSON.createObjectNode();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata").put("name", "blue-green-dry-run");
        try {
            api.create(ResourceTypes.LEASE, namespace, lease, ApiServer.WriteOptions.PLAIN.asDryRun());
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.NOT_FOUND) {
                throw noNamespace(namespace);
            }
            if (e.isTransient()) {
                throw e;
            }
            // refused by a quota or an admission webhook, which both need a namespace
        }
    }

    /** The error for a namespace in which the account may work once it is there. */
    static ReleaseException noNamespace(String namespace) {
        return new ReleaseException(Sentence.of(
                "cluster.noNamespace", namespace, new AccessYaml().namespace(namespace).text()));
    }

    /** The error for a cluster that does not know us, or that does not let us ask what we may. */
    static ReleaseException noAccount(ClusterException refusal, List<String> namespaces) {
        return new ReleaseException(
                Sentence.of("preflight.noAccount", refusal.sentence(), AccessYaml.toBegin(namespaces)));
    }

    private static List<String> names(List<Permission> missing, boolean required) {
        return missing.stream()
                .filter(permission -> permission.required() == required)
                .map(Permission::toString)
                .toList();
    }
}
