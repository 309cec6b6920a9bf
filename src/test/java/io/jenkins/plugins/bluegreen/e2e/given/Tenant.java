package io.jenkins.plugins.bluegreen.e2e.given;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A new namespace with a ServiceAccount that has only a Role's permissions there. */
public final class Tenant implements AutoCloseable {
    private static final String ACCOUNT = "jenkins";
    private static final long TOKEN_SECONDS = 3_600;

    private final KubernetesClient client;
    private final String namespace;
    private final String kubeconfig;

    private Tenant(RealCluster cluster, String namespace, List<PolicyRule> rules) throws IOException {
        this.client = cluster.client();
        this.namespace = namespace;
        allow(rules);
        client.serviceAccounts()
                .resource(new ServiceAccountBuilder().withMetadata(named()).build())
                .create();
        client.rbac()
                .roleBindings()
                .resource(new RoleBindingBuilder()
                        .withMetadata(named())
                        .withNewRoleRef("rbac.authorization.k8s.io", "Role", ACCOUNT)
                        .addNewSubject("", "ServiceAccount", ACCOUNT, namespace)
                        .build())
                .create();
        TokenRequest wanted = new TokenRequestBuilder()
                .withNewSpec()
                .withExpirationSeconds(TOKEN_SECONDS)
                .endSpec()
                .build();
        kubeconfig = cluster.kubeconfig(client.serviceAccounts()
                .inNamespace(namespace)
                .withName(ACCOUNT)
                .tokenRequest(wanted)
                .getStatus()
                .getToken());
        // no Pod is admitted before the namespace has its default account; controllers are slow after the API server
        // was down
        await("the namespace's default ServiceAccount")
                .atMost(Duration.ofMinutes(2))
                .until(() -> client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
    }

    /** Creates a namespace with a new name, and an account with {@code rules}. */
    public static Tenant create(RealCluster cluster, List<PolicyRule> rules) throws IOException {
        String namespace = cluster.client()
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("blue-green-e2e-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
        try {
            return new Tenant(cluster, namespace, rules);
        } catch (IOException | RuntimeException | Error e) {
            delete(cluster.client(), namespace);
            throw e;
        }
    }

    private ObjectMeta named() {
        return new ObjectMetaBuilder().withName(ACCOUNT).withNamespace(namespace).build();
    }

    /** Replaces the Role. The API server may apply it a moment later. */
    public void allow(List<PolicyRule> rules) {
        client.rbac()
                .roles()
                .resource(new RoleBuilder().withMetadata(named()).withRules(rules).build())
                .forceConflicts()
                .serverSideApply();
    }

    /** Whether the API server lets the account do this. */
    public boolean may(String verb, String group, String resource) {
        String[] parts = resource.split("/");
        return client.authorization().v1().subjectAccessReview().create(new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user())
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .endResourceAttributes()
                .endSpec()
                .build()).getStatus().getAllowed();
    }

    public String namespace() {
        return namespace;
    }

    /** The account's kubeconfig, with a token that is valid for an hour. */
    public String kubeconfig() {
        return kubeconfig;
    }

    /** The account's user name. */
    public String user() {
        return "system:serviceaccount:" + namespace + ":" + ACCOUNT;
    }

    /** Deletes the namespace and its content, without waiting. */
    @Override
    public void close() {
        delete(client, namespace);
    }

    private static void delete(KubernetesClient client, String namespace) {
        client.namespaces().withName(namespace).delete();
    }
}
