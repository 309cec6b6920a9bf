package io.jenkins.plugins.bluegreen.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.demo.drills.Drill;
import io.jenkins.plugins.bluegreen.e2e.drills.BadVersions;
import io.jenkins.plugins.bluegreen.e2e.drills.LeftBehind;
import io.jenkins.plugins.bluegreen.e2e.drills.Users;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Restart;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The failures of some drills in releases by a deployment script: {@code deploy.sh} beside this class's resources. */
final class ScriptFailures implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PER_SECOND = 40;
    private static final int CONNECTIONS = 3;
    /** Seconds in which late losses and Pods show. */
    private static final int AFTERWARDS = 8;
    private static final long LAST_MILLIS = 2_000;

    private final RealCluster cluster;
    private final Kubectl kubectl;
    private final KubectlScript application;
    private final Path folder = Files.createTempDirectory("script");
    private final List<Process> runs = new ArrayList<>();

    /** Brings the first version live. */
    ScriptFailures(RealCluster cluster) throws IOException, InterruptedException {
        this.cluster = cluster;
        kubectl = new Kubectl(cluster);
        application = new KubectlScript(cluster, kubectl, Trial.APPLICATION, Switching.REPLICAS);
        application.first();
    }

    /** Lets the script meet a failure, under traffic. */
    Failure meet(Drill drill) throws IOException, InterruptedException {
        try (Load load = Load.on(application.url() + "/").shortConnections(CONNECTIONS).keepAlive(CONNECTIONS)
                .perSecond(PER_SECOND).start()) {
            TimeUnit.SECONDS.sleep(1);
            long begin = System.currentTimeMillis();
            long trouble = run(drill);
            double seconds = Measured.seconds(begin, System.currentTimeMillis());
            TimeUnit.SECONDS.sleep(AFTERWARDS);
            LoadResult result = load.stop();
            long atLast = System.currentTimeMillis() - LAST_MILLIS;
            Set<String> answering = result.all().stream()
                    .filter(request -> request.sentMillis() > atLast && !request.isLost())
                    .map(LoadRequest::version)
                    .collect(Collectors.toCollection(TreeSet::new));
            boolean back = answering.equals(Set.of("v1"));
            return new Failure(
                    drill,
                    Report.SCRIPT,
                    ends(),
                    seconds,
                    result.requests(),
                    result.lost(),
                    Users.outageMillis(result),
                    trouble == 0 ? null : back ? Users.backSeconds(result, trouble, "v1") : Double.NaN,
                    LeftBehind.in(cluster.client(), kubectl.tenant.namespace()) + "; answered by "
                            + String.join(" and ", answering));
        }
    }

    /** @return since when users had a bad version, in milliseconds since 1970; 0: they had none */
    private long run(Drill drill) throws IOException, InterruptedException {
        switch (drill) {
            case IMAGE_MISSING -> awaitEnd(deploy(manifest("v2").replace(Demo.image(), "local/missing:1"), ""));
            case CRASH_LOOP -> awaitEnd(deploy(manifest("v2").replace("'0s'", "'20ms'"), ""));
            case DOWN_AFTER_SWITCH -> {
                return downAfterSwitch();
            }
            case API_SERVER_GONE -> apiServerGone();
            case CONTROLLER_KILLED -> killed();
            case TWO_AT_ONCE -> {
                Process one = deploy(manifest("v2"), "");
                Process two = deploy(manifest("v3"), "");
                awaitEnd(one);
                awaitEnd(two);
            }
            default -> throw new IllegalArgumentException(drill.key());
        }
        return 0;
    }

    private long downAfterSwitch() throws IOException, InterruptedException {
        Process run = deploy(manifest("v2").replace("{name: SHUTDOWN",
                "{name: HEALTH_AFTER, value: " + BadVersions.DOWN_AFTER + "s}, {name: SHUTDOWN"), "");
        await("the switch").atMost(PATIENCE).until(() -> selected().equals("green"));
        long down = cluster.client().pods().inNamespace(kubectl.tenant.namespace()).withLabel("color", "green").list()
                .getItems().stream()
                .mapToLong(pod -> BadVersions.started(cluster.client(), pod))
                .min().orElseThrow() + BadVersions.DOWN_AFTER * 1_000L;
        awaitEnd(run);
        return down;
    }

    private void apiServerGone() throws IOException, InterruptedException {
        Path reached = folder.resolve("reached");
        Path go = folder.resolve("go");
        Process run = deploy(manifest("v2"), "touch " + reached + "; until [ -e " + go + " ]; do sleep 0.02; done");
        await("the script").atMost(PATIENCE).until(() -> Files.exists(reached));
        Restart restart = new Restart(EnumSet.of(Phase.SWITCH), cluster.client());
        restart.in(Phase.SWITCH).started(null, Phase.SWITCH);
        Files.createFile(go);
        awaitEnd(run);
        restart.assertDone();
    }

    private void killed() throws IOException, InterruptedException {
        Process run = deploy(manifest("v2"), "");
        await("the switch").atMost(PATIENCE).until(() -> selected().equals("green"));
        List<ProcessHandle> programs = run.descendants().toList();
        run.destroyForcibly().waitFor();
        programs.forEach(ProcessHandle::destroyForcibly);
    }

    private String selected() {
        return cluster.client().services().inNamespace(kubectl.tenant.namespace()).withName(Trial.APPLICATION).get()
                .getSpec().getSelector().get("color");
    }

    private static String manifest(String version) {
        return Switching.DEPLOYMENT.formatted(Trial.APPLICATION, Demo.image(), Switching.REPLICAS)
                .replace("${VERSION}", version)
                .replace("${CRASH_AFTER}", Switching.NEVER);
    }

    private Process deploy(String manifest, String beforeSwitch) throws IOException {
        Path script = folder.resolve("deploy.sh");
        if (!Files.exists(script)) {
            try (InputStream text = ScriptFailures.class.getResourceAsStream("deploy.sh")) {
                Files.copy(text, script);
            }
        }
        Path yaml = Files.writeString(folder.resolve("deployment-" + runs.size() + ".yaml"), manifest);
        ProcessBuilder run = new ProcessBuilder("bash", script.toString(), yaml.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile());
        run.environment().put("KUBECONFIG", kubectl.config().toString());
        run.environment().put("APP", Trial.APPLICATION);
        run.environment().put("URL", application.url());
        run.environment().put("BEFORE_SWITCH", beforeSwitch);
        Process started = run.start();
        runs.add(started);
        return started;
    }

    private static void awaitEnd(Process run) throws InterruptedException {
        if (!run.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            run.destroyForcibly();
            throw new IllegalStateException("The script did not end.");
        }
    }

    /** How the runs ended, for people. */
    private String ends() {
        return String.join(", ", runs.stream().map(run -> run.exitValue() == 0 ? "success"
                : run.exitValue() > 128 ? "killed" : "failure").toList());
    }

    @Override
    public void close() {
        runs.forEach(Process::destroyForcibly);
        application.close();
        try {
            for (Path file : Files.list(folder).toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
