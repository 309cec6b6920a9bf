package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster in a separate JVM, so that its threads and heap are not measured. It prints its kubeconfig, and answers
 * each line of input with one line: {@code requests} and {@code watches} with a number, {@code switches} and
 * {@code backs} with some, {@code stall} with the time, in milliseconds, by which it answers later from now on, and {@code crash} with the number
 * of Pods that end on purpose.
 */
public final class ClusterProcess implements AutoCloseable {
    private static final String REQUESTS = "requests";
    private static final String WATCHES = "watches";
    private static final String SWITCHES = "switches";
    private static final String BACKS = "backs";
    private static final String STALL = "stall ";
    private static final String CRASH = "crash ";

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
            SwitchTimes times = new SwitchTimes();
            cluster.onWrite(times);
            System.out.println(Base64.getEncoder().encodeToString(cluster.kubeconfig().getBytes(StandardCharsets.UTF_8)));
            for (String line = asked.readLine(); line != null; line = asked.readLine()) {
                System.out.println(answer(line, cluster, times));
            }
        }
        System.exit(0);
    }

    private static String answer(String asked, EmbeddedCluster cluster, SwitchTimes times) {
        if (asked.equals(SWITCHES) || asked.equals(BACKS)) {
            List<Long> taken = asked.equals(BACKS) ? times.takenBack() : times.takenForward();
            return taken.stream().map(String::valueOf).collect(Collectors.joining(" "));
        }
        if (asked.startsWith(STALL)) {
            String millis = asked.substring(STALL.length());
            cluster.always(call -> !call.verb().equals("watch"), Fault.stall(Duration.ofMillis(Long.parseLong(millis))));
            return millis;
        }
        if (asked.startsWith(CRASH)) {
            String[] whose = asked.substring(CRASH.length()).split(" ");
            List<String> pods = cluster.pods(whose[0], "app=" + whose[1] + ",color=" + whose[2]);
            times.crashing(whose[0], whose[1]);
            pods.forEach(pod -> cluster.crash(whose[0], pod, 1));
            return String.valueOf(pods.size());
        }
        return String.valueOf(asked.equals(WATCHES) ? cluster.openWatches() : countRequests(cluster));
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

    /** How long each switch since the last call took, in milliseconds, see {@link SwitchTimes}. */
    public List<Long> switches() throws IOException {
        return askForMany(SWITCHES);
    }

    /** How long each way back after {@link #crash} took, in milliseconds, since the last call. */
    public List<Long> backs() throws IOException {
        return askForMany(BACKS);
    }

    private List<Long> askForMany(String what) throws IOException {
        asks.println(what);
        return Stream.of(said.readLine().split(" ")).filter(taken -> !taken.isEmpty()).map(Long::valueOf).toList();
    }

    /** Each answer comes so much later from now on, as that of a server which has to store it, and of a long way. */
    public void stall(int millis) throws IOException {
        ask(STALL + millis);
    }

    /** Crashes the Pods of a colour. */
    public int crash(String namespace, String application, Color color) throws IOException {
        return ask(CRASH + namespace + " " + application + " " + color.label());
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
