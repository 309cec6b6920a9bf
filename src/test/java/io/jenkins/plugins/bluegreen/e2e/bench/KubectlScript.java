package io.jenkins.plugins.bluegreen.e2e.bench;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.NodePort;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Tenant;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A typical deployment script: {@code kubectl apply}, {@code rollout status}, {@code patch service}, {@code scale
 * --replicas=0}, in sequence and without delays. {@code kubectl} is taken from the {@code PATH}.
 */
final class KubectlScript implements Switching {
    private static final String APP = Trial.APPLICATION;

    private final KubernetesClient admin;
    private final Tenant tenant;
    private final Path folder;
    private Color live = Color.GREEN;

    KubectlScript(RealCluster cluster) throws IOException {
        admin = cluster.client();
        tenant = Tenant.create(cluster, List.of(
                new PolicyRuleBuilder().withApiGroups("*").withResources("*").withVerbs("*").build()));
        folder = Files.createTempDirectory("kubectl");
        Files.writeString(folder.resolve("config"), tenant.kubeconfig());
    }

    @Override
    public void first() throws IOException, InterruptedException {
        admin.resource(Serialization.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec:
                  type: NodePort
                  selector: {app: %1$s, color: blue}
                  ports: [{name: http, port: 80, targetPort: http}]
                """.formatted(APP), Service.class)).inNamespace(namespace()).create();
        rollOut("v1", Color.BLUE);
        live = Color.BLUE;
        NodePort.awaitAccepting(Demo.nodeHost(), nodePort());
    }

    @Override
    public void next(String version) throws IOException, InterruptedException {
        Color candidate = live.other();
        rollOut(version, candidate);
        kubectl("", "patch", "service", APP, "-p",
                "{\"spec\":{\"selector\":{\"app\":\"" + APP + "\",\"color\":\"" + candidate.label() + "\"}}}");
        kubectl("", "scale", "deployment/" + APP + "-" + live.label(), "--replicas=0");
        live = candidate;
    }

    private void rollOut(String version, Color color) throws IOException, InterruptedException {
        String manifest = DEPLOYMENT.formatted(APP, Demo.image()).replace("${COLOR}", color.label())
                .replace("${VERSION}", version);
        kubectl(manifest, "apply", "-f", "-");
        kubectl("", "rollout", "status", "deployment/" + APP + "-" + color.label(), "--timeout=120s");
    }

    private void kubectl(String input, String... command) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(List.of("kubectl", "--kubeconfig", folder.resolve("config").toString(), "--cache-dir",
                folder.resolve("cache").toString(), "-n", namespace()));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + output);
        }
    }

    @Override
    public Color live() {
        return live;
    }

    @Override
    public String namespace() {
        return tenant.namespace();
    }

    @Override
    public String user() {
        return tenant.user();
    }

    @Override
    public String url() {
        return "http://" + Demo.nodeHost() + ":" + nodePort();
    }

    private int nodePort() {
        return admin.services().inNamespace(namespace()).withName(APP).get().getSpec().getPorts().get(0).getNodePort();
    }

    @Override
    public void close() {
        tenant.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
