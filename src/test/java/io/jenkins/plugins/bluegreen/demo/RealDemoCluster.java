package io.jenkins.plugins.bluegreen.demo;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A namespace of a real cluster, without a Service {@code frontend} or {@code backend}. All versions have one image,
 * the demo application of the test cluster; environment variables select version and flaw. Traffic goes through node
 * ports. The demo's objects are deleted at the end.
 */
final class RealDemoCluster implements DemoCluster {
    /** A Pod's age when a late flaw shows: after the switch, within the monitor's time. */
    private static final String LATE = "14s";

    private final ClusterConnection connection;
    private final KubernetesClient client;
    private final String namespace;
    private final String image;
    private final String host;

    /**
     * Connects.
     *
     * @param host the host of the node ports
     * @throws IllegalStateException if the namespace has such an application already
     */
    RealDemoCluster(Path kubeconfig, String namespace, String image, String host) throws IOException {
        String text = Files.readString(kubeconfig);
        this.namespace = namespace;
        this.image = image;
        this.host = host;
        connection = GivenConnection.open(text);
        client = new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(text)).build();
        for (Application application : Demo.APPLICATIONS) {
            if (service(application) != null) {
                close(false);
                throw new IllegalStateException("Namespace " + namespace + " has a Service " + application.name()
                        + " already. The demo begins with a first release: give it an empty namespace.");
            }
        }
    }

    @Override
    public String description() {
        return client.getMasterUrl() + ", namespace " + namespace;
    }

    @Override
    public ClusterConnection connection() {
        return connection;
    }

    @Override
    public String namespace() {
        return namespace;
    }

    @Override
    public List<ManifestSource> manifests(Scenario scenario) throws IOException {
        List<ManifestSource> manifests = new ArrayList<>();
        for (ManifestSource source : scenario.application().manifests()) {
            manifests.add(source.text().contains("kind: Service\n") ? withNodePort(source) : source);
        }
        Map<String, String> environment = new TreeMap<>();
        environment.put("SHUTDOWN", "graceful");
        environment.put("WORK", "20ms");
        switch (scenario.flaw()) {
            case UNHEALTHY -> environment.put("HEALTH", "DOWN");
            case TURNS_UNHEALTHY -> environment.put("HEALTH_AFTER", LATE);
            case CRASHES -> environment.put("CRASH_AFTER", LATE);
            default -> {}
        }
        manifests.add(scenario.application().overrides(environment));
        return manifests;
    }

    private static ManifestSource withNodePort(ManifestSource source) {
        Service service = Serialization.unmarshal(source.text(), Service.class);
        service.getSpec().setType("NodePort");
        return new ManifestSource(source.name(), Serialization.asYaml(service));
    }

    @Override
    public String image(Scenario scenario) {
        return scenario.flaw() == Flaw.MISSING_IMAGE ? image.replaceFirst(":[^:/]*$", "") + ":missing" : image;
    }

    @Override
    public Optional<String> url(Application application) {
        Service service = service(application);
        return service == null
                ? Optional.empty()
                : service.getSpec().getPorts().stream()
                        .map(ServicePort::getNodePort)
                        .findFirst()
                        .map(port -> "http://" + host + ":" + port + "/");
    }

    private Service service(Application application) {
        return client.services().inNamespace(namespace).withName(application.name()).get();
    }

    @Override
    public void strike(Scenario scenario, Color candidate) {
        // the flaw appears by itself
    }

    @Override
    public int monitorSeconds(Flaw flaw) {
        return flaw.comesLate() ? 20 : 4;
    }

    @Override
    public Duration routingLag() {
        return Duration.ofSeconds(2);
    }

    @Override
    public Optional<Integer> apiCalls() {
        return Optional.empty();
    }

    @Override
    public void close() {
        close(true);
    }

    private void close(boolean cleanUp) {
        if (cleanUp) {
            Demo.APPLICATIONS.forEach(this::delete);
        }
        connection.close();
        client.close();
    }

    /** Deletes the application's objects by name, and no others. */
    private void delete(Application application) {
        String name = application.name();
        List<String> configuration = List.of(name, name + "-overrides", name + "-nginx");
        for (String service : List.of(name, name + "-preview")) {
            client.services().inNamespace(namespace).withName(service).delete();
        }
        for (Color color : Color.values()) {
            String suffix = "-" + color.label();
            client.apps().deployments().inNamespace(namespace).withName(name + suffix).delete();
            for (String configured : configuration) {
                client.configMaps().inNamespace(namespace).withName(configured + suffix).delete();
            }
            client.secrets().inNamespace(namespace).withName(name + suffix).delete();
        }
    }
}
