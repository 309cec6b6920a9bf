package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * A cluster in a separate JVM, so that its threads and heap are not measured. It prints its kubeconfig, and answers
 * each line of input, {@code requests} or {@code watches}, with a number.
 */
public final class ClusterProcess implements AutoCloseable {
    private static final String REQUESTS = "requests";
    private static final String WATCHES = "watches";

    private final Process process;
    private final BufferedReader said;
    private final PrintWriter asks;
    private final String kubeconfig;

    private ClusterProcess(List<String> namespaces) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ClusterProcess.class.getName(),
                        String.join(",", namespaces))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = process.inputReader(StandardCharsets.UTF_8);
        asks = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        kubeconfig = new String(Base64.getDecoder().decode(said.readLine()), StandardCharsets.UTF_8);
    }

    /** Starts a cluster with these namespaces. */
    public static ClusterProcess start(List<String> namespaces) throws IOException {
        return new ClusterProcess(namespaces);
    }

    /** The separate JVM's program. Ends at the end of its input. */
    public static void main(String[] namespaces) throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(Speed.fast());
                BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            List.of(namespaces[0].split(",")).forEach(cluster::namespace);
            System.out.println(Base64.getEncoder().encodeToString(cluster.kubeconfig().getBytes(StandardCharsets.UTF_8)));
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                System.out.println(line.equals(WATCHES) ? cluster.openWatches() : countRequests(cluster));
            }
        }
        System.exit(0);
    }

    private static long countRequests(EmbeddedCluster cluster) {
        long count = cluster.requests().calls().stream().filter(call -> !isRenewal(call)).count();
        cluster.requests().clear();
        return count;
    }

    private static boolean isRenewal(Call call) {
        return call.is("patch", "leases");
    }

    public String kubeconfig() {
        return kubeconfig;
    }

    /** The number of requests since the last call, without renewals of Leases, which depend on elapsed time. */
    public int requests() throws IOException {
        return ask(REQUESTS);
    }

    /** How many watches are open. */
    public int openWatches() throws IOException {
        return ask(WATCHES);
    }

    private int ask(String what) throws IOException {
        asks.println(what);
        return Integer.parseInt(said.readLine());
    }

    @Override
    public void close() {
        asks.close();
    }
}
