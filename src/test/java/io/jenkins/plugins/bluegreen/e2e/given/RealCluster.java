package io.jenkins.plugins.bluegreen.e2e.given;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * The cluster of the system property {@code kubeconfig}, with its administrator's permissions, for set-up and
 * observation.
 */
public final class RealCluster implements AutoCloseable {
    private final Config config;
    private final KubernetesClient client;

    private RealCluster(Config config) {
        this.config = config;
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * Connects.
     *
     * @throws IllegalStateException if no kubeconfig is given, or the cluster does not answer
     */
    public static RealCluster connect() throws IOException {
        String file = System.getProperty("kubeconfig");
        if (file == null || file.isEmpty()) {
            throw new IllegalStateException("These tests need a Kubernetes cluster and were given none."
                    + " Name the kubeconfig of its administrator: make e2e KUBECONFIG=…, or -Dkubeconfig=…");
        }
        if (!Files.isReadable(Path.of(file))) {
            throw new IllegalStateException("There is no kubeconfig to read at " + file + ".");
        }
        RealCluster cluster = new RealCluster(Config.fromKubeconfig(Path.of(file).toFile()));
        try {
            cluster.client.getKubernetesVersion();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw new IllegalStateException("No cluster answers as the kubeconfig " + file + " says.", e);
        }
    }

    /** The administrator's client, not for the code under test. */
    public KubernetesClient client() {
        return client;
    }

    /** A self-contained kubeconfig for this cluster with this token. */
    public String kubeconfig(String token) throws IOException {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: cluster
                  cluster:
                    server: %s
                    %s
                users:
                - name: user
                  user:
                    token: %s
                contexts:
                - name: context
                  context: {cluster: cluster, user: user}
                current-context: context
                """
                .formatted(config.getMasterUrl(), trust(), token);
    }

    private String trust() throws IOException {
        if (config.isTrustCerts()) {
            return "insecure-skip-tls-verify: true";
        }
        String data = config.getCaCertData();
        if (data == null && config.getCaCertFile() != null) {
            data = Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of(config.getCaCertFile())));
        }
        return data == null ? "" : "certificate-authority-data: " + data;
    }

    /** How many Pods more the cluster's nodes may have. */
    public int roomForPods() {
        int most = client.nodes().list().getItems().stream()
                .mapToInt(node -> Integer.parseInt(node.getStatus().getAllocatable().get("pods").getAmount()))
                .sum();
        return most - client.pods().inAnyNamespace().list().getItems().size();
    }

    @Override
    public void close() {
        client.close();
    }
}
