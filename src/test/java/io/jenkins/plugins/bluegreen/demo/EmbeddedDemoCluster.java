package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The embedded cluster. The image's tag selects the flaw; late flaws are triggered. */
public final class EmbeddedDemoCluster implements DemoCluster {
    private static final String NAMESPACE = "demo";

    private final EmbeddedCluster cluster;
    private final ClusterConnection connection;

    public EmbeddedDemoCluster(Speed speed) {
        cluster = EmbeddedCluster.start(speed);
        cluster.namespace(NAMESPACE);
        connection = GivenConnection.open(cluster.kubeconfig());
    }

    public EmbeddedCluster cluster() {
        return cluster;
    }

    @Override
    public String description() {
        return "a Kubernetes API in this JVM";
    }

    @Override
    public ClusterConnection connection() {
        return connection;
    }

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public List<ManifestSource> manifests(Scenario scenario) throws IOException {
        List<ManifestSource> manifests = new ArrayList<>(scenario.application().manifests());
        manifests.add(scenario.application().overrides(Map.of("SHUTDOWN", "graceful", "WORK", "20ms")));
        return manifests;
    }

    @Override
    public String image(Scenario scenario) {
        String tag = switch (scenario.flaw()) {
            case MISSING_IMAGE -> "missing";
            case UNHEALTHY -> scenario.version() + "-down";
            default -> scenario.version();
        };
        return "registry.example.com/shop/" + scenario.application().name() + ":" + tag;
    }

    @Override
    public Optional<String> url(Application application) {
        return cluster.get(NAMESPACE, "services", application.name()) == null
                ? Optional.empty()
                : Optional.of(cluster.serviceUrl(NAMESPACE, application.name()));
    }

    @Override
    public void strike(Scenario scenario, Color candidate) {
        String selector = "app=" + scenario.application().name() + ",color=" + candidate.label();
        for (String pod : cluster.pods(NAMESPACE, selector)) {
            if (scenario.flaw() == Flaw.CRASHES) {
                cluster.crash(NAMESPACE, pod, 1);
            } else {
                cluster.setHealth(NAMESPACE, pod, "DOWN");
            }
        }
    }

    @Override
    public int monitorSeconds(Flaw flaw) {
        return flaw.comesLate() ? 8 : 2;
    }

    @Override
    public Duration routingLag() {
        return Duration.ofMillis(200);
    }

    @Override
    public Optional<Integer> apiCalls() {
        return Optional.of(cluster.requests().mark());
    }

    @Override
    public void close() {
        connection.close();
        cluster.close();
    }
}
