package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * The service account of the Pod that this process runs in (Kubernetes documentation, "Accessing the Kubernetes API
 * from a Pod"). It is used on request only: a job must not get its rights by leaving a field blank.
 */
public final class ServiceAccount {
    private static final URI FOLDER = URI.create("file:///var/run/secrets/kubernetes.io/serviceaccount");
    private static final String SERVER = "https://kubernetes.default.svc";

    private final Path folder;
    private final UnaryOperator<String> environment;

    ServiceAccount(Path folder, UnaryOperator<String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * Settings for {@code ClusterConnection.open}.
     *
     * @throws ReleaseException when this process does not run in a Pod, or in one without a mounted account
     */
    public static Config config() {
        return new ServiceAccount(Path.of(FOLDER), System::getenv).settings();
    }

    Config settings() {
        token();
        return new ConfigBuilder(Config.empty())
                .withAutoConfigure(false)
                .withMasterUrl(server())
                .withCaCertData(Base64.getEncoder().encodeToString(read("ca.crt").getBytes(StandardCharsets.UTF_8)))
                // the kubelet replaces the token before it expires
                .withOauthTokenProvider(this::token)
                .build();
    }

    private String server() {
        String host = environment.apply("KUBERNETES_SERVICE_HOST");
        String port = environment.apply("KUBERNETES_SERVICE_PORT_HTTPS");
        if (host == null || host.isBlank()) {
            return SERVER;
        }
        String authority = host.contains(":") ? "[" + host + "]" : host;
        return "https://" + authority + (port == null || port.isBlank() ? "" : ":" + port);
    }

    private String token() {
        return read("token").trim();
    }

    private String read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ReleaseException(Sentence.of("cluster.notInPod", file), e);
        }
    }
}
