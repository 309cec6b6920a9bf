package io.jenkins.plugins.bluegreen.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.facts.ApiCaller;
import io.jenkins.plugins.bluegreen.facts.ExportFacts;
import io.jenkins.plugins.bluegreen.facts.JobFacts;
import io.jenkins.plugins.bluegreen.facts.ListFacts;
import io.jenkins.plugins.bluegreen.facts.OwnershipFacts;
import io.jenkins.plugins.bluegreen.facts.PodFacts;
import io.jenkins.plugins.bluegreen.facts.PreconditionFacts;
import io.jenkins.plugins.bluegreen.facts.RefusalFacts;
import io.jenkins.plugins.bluegreen.facts.ValidationFacts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Checks the facts on the cluster of {@code -Dkubeconfig}, with an account that has all permissions. */
@DisplayName("A real API server")
@Timeout(120)
@Isolated("one scenario at a time")
class RealFactsTest
        implements OwnershipFacts,
                ValidationFacts,
                PreconditionFacts,
                ListFacts,
                RefusalFacts,
                ExportFacts,
                PodFacts,
                JobFacts {
    private static RealCluster cluster;
    private static Config config;
    private static ApiCaller api;

    private String namespace;
    private ApiCaller limited;
    private RefusingWebhook webhook;

    @BeforeAll
    static void connect() throws IOException {
        cluster = RealCluster.connect();
        config = cluster.client().getConfiguration();
        api = ApiCaller.of(config);
    }

    @AfterAll
    static void disconnect() {
        cluster.close();
    }

    @BeforeEach
    void freshNamespace() {
        namespace = cluster.client().namespaces()
                .resource(new NamespaceBuilder().withNewMetadata().withGenerateName("facts-")
                .endMetadata().build()).create().getMetadata().getName();
    }

    @AfterEach
    void deleteNamespace() {
        if (webhook != null) {
            webhook.close();
        }
        cluster.client().namespaces().withName(namespace).delete();
    }

    @Override
    public ApiCaller api() {
        return api;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public String image() {
        return Demo.image();
    }

    @Override
    public ApiCaller stranger() {
        return ApiCaller.of(config, "nobody-issued-this");
    }

    @Override
    public ApiCaller limited() {
        if (limited == null) {
            limited = ApiCaller.of(config, tokenOfLimited());
        }
        return limited;
    }

    private String tokenOfLimited() {
        String rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace + "/";
        api.post(core("serviceaccounts"), "{metadata: {name: limited}}").assertCode(201);
        api.post(rbac + "roles",
                "{metadata: {name: limited}, rules: [{apiGroups: [''], resources: [services], verbs: [get, patch]}]}")
                .assertCode(201);
        api.post(rbac + "rolebindings", """
                {metadata: {name: limited}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: limited},
                subjects: [{kind: ServiceAccount, name: limited, namespace: %s}]}"""
                .formatted(namespace)).assertCode(201);
        return api.post(core("serviceaccounts/limited/token"), "{spec: {expirationSeconds: 600}}").assertCode(201)
                .at("/status/token");
    }

    @Override
    public String limitedUser() {
        return "system:serviceaccount:" + namespace + ":limited";
    }

    @Override
    public void refuseConfigMaps() {
        try {
            assumeTrue(InetAddress.getByName(URI.create(config.getMasterUrl()).getHost()).isLoopbackAddress(),
                    "The API server is not on this machine, so it can't call a webhook here");
            webhook = RefusingWebhook.start(cluster.client(), namespace, "policy.example.com", "not here");
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("The webhook did not start", e);
        }
    }
}
