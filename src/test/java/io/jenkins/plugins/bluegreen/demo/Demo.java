package io.jenkins.plugins.bluegreen.demo;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.jenkins.plugins.bluegreen.demo.report.OutcomeTable;
import io.jenkins.plugins.bluegreen.demo.report.ReportJson;
import io.jenkins.plugins.bluegreen.demo.report.ReportPage;
import io.jenkins.plugins.bluegreen.demo.report.ScenarioReport;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of {@code make demo}: releases the applications under {@code examples/} as a build would, under traffic.
 * There are releases that succeed, fail before the switch, or fail after it and are rolled back, and a manual rollback.
 * Each is printed as it runs and sends its messages to a local Discord. The demo ends with a table, and writes
 * {@code target/demo/report.json} and {@code target/demo/index.html}. The exit code is 0 if every outcome is the
 * expected one and no request was lost without need, 1 if not, 2 if the demo could not start.
 *
 * <p>Without properties it runs on an embedded cluster. For a real one:
 * <ul>
 * <li>{@code -Dkubeconfig=FILE}, self-contained, and {@code -Dnamespace=NAME} ({@code default} unless given): a
 * namespace without a Service {@code frontend} or {@code backend}
 * <li>the image of the demo application: {@code -Dimage=…}, or the environment's {@code IMAGE} or {@code E2E_IMAGE}, else
 * {@code local/demo:1}; the tag {@code missing} of the same repository must not exist
 * <li>the host of the node ports: {@code -Dnodehost=…}, else 127.0.0.1
 * </ul>
 */
public final class Demo {
    static final List<Application> APPLICATIONS = List.of(Application.frontend(), Application.backend());
    private static final Path REPORTS = Path.of("target", "demo");

    private Demo() {}

    /** Runs the demo. */
    public static void main(String[] arguments) throws Exception {
        boolean terminal = isTerminal();
        List<ScenarioReport> reports = new ArrayList<>();
        String where;
        String told;
        String conversation;
        try (DemoCluster cluster = begin();
                Channels channels = new Channels();
                Stage stage = new Stage(cluster, channels, System.out::println, terminal)) {
            where = cluster.description();
            System.out.println("Blue/green releases on " + where + ", under " + Stage.PER_SECOND + " requests a second");
            for (Scenario scenario : scenarios()) {
                System.out.println();
                System.out.println(heading(scenario, terminal));
                ScenarioReport report = stage.play(scenario);
                System.out.println(summary(report));
                reports.add(report);
            }
            told = channels.summary();
            conversation = channels.html();
        }
        System.exit(conclude(reports, where, told, conversation) ? 0 : 1);
    }

    private static DemoCluster begin() {
        try {
            return cluster();
        } catch (IllegalStateException | IOException | KubernetesClientException | ReleaseException e) {
            System.err.println("The demo can't begin: " + e.getMessage());
            System.exit(2);
            throw new AssertionError(e);
        }
    }

    private static DemoCluster cluster() throws IOException {
        String kubeconfig = System.getProperty("kubeconfig");
        return kubeconfig == null
                ? new EmbeddedDemoCluster(Speed.human())
                : new RealDemoCluster(
                        Path.of(kubeconfig),
                        System.getProperty("namespace", "default"),
                        image(),
                        nodeHost());
    }

    /** The host of the node ports. */
    public static String nodeHost() {
        return System.getProperty("nodehost", "127.0.0.1");
    }

    /** The image of the demo application on a real cluster. */
    public static String image() {
        for (String image : new String[] {
            System.getProperty("image"), System.getenv("IMAGE"), System.getenv("E2E_IMAGE"),
        }) {
            if (image != null && !image.isEmpty()) {
                return image;
            }
        }
        return "local/demo:1";
    }

    private static List<Scenario> scenarios() {
        List<Scenario> all = new ArrayList<>(Scenario.of(APPLICATIONS.get(0), Flaw.TURNS_UNHEALTHY));
        all.addAll(Scenario.of(APPLICATIONS.get(1), Flaw.CRASHES));
        return all;
    }

    private static boolean conclude(List<ScenarioReport> reports, String where, String told, String conversation)
            throws IOException {
        Files.createDirectories(REPORTS);
        ReportJson.write(reports, REPORTS.resolve("report.json"));
        Files.writeString(REPORTS.resolve("index.html"), new ReportPage(reports, where, conversation).html());
        System.out.println();
        OutcomeTable.lines(reports).forEach(System.out::println);
        System.out.println();
        System.out.println(told);
        List<String> problems = reports.stream()
                .flatMap(report -> report.problems().stream()
                        .map(problem -> report.application() + ", " + report.scenario() + ": " + problem))
                .toList();
        if (problems.isEmpty()) {
            int lost = reports.stream().mapToInt(report -> report.traffic().lost()).sum();
            System.out.println("All " + reports.size() + " as expected. "
                    + (lost == 0 ? "No request was lost." : "Lost requests: " + lost
                            + ", all in the outage of the version that crashed under traffic."));
        } else {
            problems.forEach(problem -> System.out.println("NOT AS EXPECTED: " + problem));
        }
        System.out.println("Report: " + REPORTS.resolve("index.html") + " and " + REPORTS.resolve("report.json"));
        return problems.isEmpty();
    }

    private static String heading(Scenario scenario, boolean terminal) {
        String text = "== " + scenario.application().name() + ": " + scenario.name() + " (expected: "
                + scenario.expected() + ")";
        return terminal ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    private static String summary(ScenarioReport report) {
        return "   traffic: " + report.traffic().requests() + " requests, " + report.traffic().lost() + " lost, "
                + report.traffic().resetKeepalive() + " kept-alive connections closed by the server; answers by version "
                + report.traffic().versions();
    }

    /** Whether the output is a terminal with colours: no pipe, no dumb terminal, no NO_COLOR. */
    private static boolean isTerminal() {
        Console console = System.console();
        String term = System.getenv("TERM");
        String noColor = System.getenv("NO_COLOR");
        if (console == null || term == null || term.equals("dumb") || noColor != null && !noColor.isEmpty()) {
            return false;
        }
        try {
            // since Java 22 there is a Console for pipes too
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
