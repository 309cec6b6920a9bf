package io.jenkins.plugins.bluegreen.e2e.bench;

import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The {@code kubectl} of the {@code PATH}, with an account that may do everything in a namespace of its own. */
final class Kubectl implements AutoCloseable {
    private static final long MOST_SECONDS = 180;

    final Tenant tenant;
    private final Path folder;

    Kubectl(RealCluster cluster) throws IOException {
        tenant = Tenant.create(cluster, List.of(
                new PolicyRuleBuilder().withApiGroups("*").withResources("*").withVerbs("*").build()));
        folder = Files.createTempDirectory("kubectl");
        Files.writeString(folder.resolve("config"), tenant.kubeconfig());
    }

    /** The account's kubeconfig, whose default namespace is its own. */
    Path config() throws IOException {
        Path config = folder.resolve("config-of-scripts");
        Files.writeString(config, tenant.kubeconfig().replace("user: user}", "user: user, namespace: "
                + tenant.namespace() + "}"));
        return config;
    }

    /** Runs a command that must succeed. */
    void run(String input, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = start(input, output, command);
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(
                    String.join(" ", command) + ": no end within " + MOST_SECONDS + " s: " + Files.readString(output));
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + Files.readString(output));
        }
    }

    /** Starts a command. */
    Process start(String... command) throws IOException {
        return start("", Files.createTempFile(folder, "output", ".txt"), command);
    }

    private Process start(String input, Path output, String... command) throws IOException {
        List<String> line =
                new ArrayList<>(List.of("kubectl", "--kubeconfig", folder.resolve("config").toString(), "--cache-dir",
                folder.resolve("cache").toString(), "-n", tenant.namespace()));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        return process;
    }

    @Override
    public void close() {
        tenant.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
