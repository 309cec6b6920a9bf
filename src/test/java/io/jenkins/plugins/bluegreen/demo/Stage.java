package io.jenkins.plugins.bluegreen.demo;

import io.jenkins.plugins.bluegreen.demo.report.ScenarioReport;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.timeline.TimelineRecorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Runs scenarios: a release by the engine, under an open-loop load that starts before it and ends after it. The load of
 * a first release starts once the new Service answers.
 */
final class Stage implements AutoCloseable {
    static final int PER_SECOND = 150;
    private static final long LEAD_MILLIS = 500;
    private static final long TAIL_MILLIS = 700;
    private static final long UNKNOWN_MILLIS = 3_000;
    private static final long GONE_MILLIS = 30_000;
    private static final long STRIKE_AFTER_MILLIS = 700;

    private final ScheduledExecutorService fate = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "demo-fate");
        thread.setDaemon(true);
        return thread;
    });
    private final DemoCluster cluster;
    private final Channels channels;
    private final Consumer<String> out;
    private final boolean ansi;

    Stage(DemoCluster cluster, Channels channels, Consumer<String> out, boolean ansi) {
        this.cluster = cluster;
        this.channels = channels;
        this.out = out;
        this.ansi = ansi;
    }

    ScenarioReport play(Scenario scenario) throws IOException, InterruptedException, ExecutionException {
        Optional<String> url = cluster.url(scenario.application());
        ReleaseSpec spec = spec(scenario, url);
        ReleaseState state = scenario.operation() == Operation.RELEASE
                ? ReleaseState.release(spec)
                : ReleaseState.rollBack(spec);
        AtomicReference<Future<Load>> load = new AtomicReference<>();
        url.ifPresent(address -> load.set(CompletableFuture.completedFuture(load(address))));
        if (url.isPresent()) {
            Thread.sleep(LEAD_MILLIS);
        }
        List<String> log = new ArrayList<>();
        Consumer<String> lines = line -> {
            log.add(line.replaceAll("\u001b\\[[;\\d]*m", ""));
            out.accept(line);
        };
        Channels.Telling telling = channels.next(scenario.application());
        TimelineRecorder recorder = new TimelineRecorder(System::currentTimeMillis);
        ReleaseEvents watching = new Watching(watched -> {
            if (load.get() == null) {
                load.set(fate.schedule(
                        () -> firstLoad(scenario.application()),
                        cluster.routingLag().toMillis(),
                        TimeUnit.MILLISECONDS));
            }
            if (scenario.flaw().comesLate()) {
                fate.schedule(
                        () -> cluster.strike(scenario, watched.candidate()), STRIKE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
            }
        });
        ReleaseEvents all = ReleaseEvents.all(
                List.of(recorder, new ConsoleView(lines, Locale.ENGLISH, ansi), telling.events(), watching));
        FabricGateway gateway = cluster.connection().gateway(cluster.namespace());
        Optional<Integer> callsBefore = cluster.apiCalls();
        try {
            ReleaseResult result = Build.run(gateway, state, all);
            Integer calls = cluster.apiCalls().map(after -> after - callsBefore.orElse(0)).orElse(null);
            if (state.live() != null && !recorder.timeline().moments().isEmpty() && scenario.application().drain() == null) {
                awaitLastConnections(gateway, result);
            }
            Thread.sleep(TAIL_MILLIS);
            LoadResult traffic = load.get() == null ? new LoadResult(List.of()) : load.get().get().stop();
            List<String> problems = new ArrayList<>(Verdict.problems(
                    scenario, result.outcome(), traffic, recorder.timeline(), cluster.routingLag()));
            problems.addAll(telling.problems(result.outcome()));
            return ScenarioReport.of(
                    scenario.name(),
                    scenario.expected(),
                    state,
                    result,
                    recorder.timeline(),
                    log,
                    traffic,
                    calls,
                    problems);
        } finally {
            if (load.get() != null) {
                load.get().get().close();
            }
        }
    }

    /** Runs an action when a release's monitoring starts. */
    private record Watching(Consumer<ReleaseView> action) implements ReleaseEvents {
        @Override
        public void started(ReleaseView state, Phase phase) {
            if (phase == Phase.MONITOR) {
                action.accept(state);
            }
        }

        @Override
        public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {}

        @Override
        public void finished(ReleaseView state, ReleaseResult result) {}
    }

    /** Waits until the old Pods have ended: their connections stay open until then, and so does the load. */
    private static void awaitLastConnections(FabricGateway gateway, ReleaseResult result) throws InterruptedException {
        String old = result.application()
                + "-"
                + Color.ofLabel(result.color()).orElseThrow().other().label();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GONE_MILLIS);
        while (!gateway.workload(old).pods().isEmpty() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
    }

    /** Starts the first load once the nodes know the Service, a little later than the API server. */
    private Load firstLoad(Application application) throws InterruptedException {
        String url = cluster.url(application).orElseThrow();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(UNKNOWN_MILLIS);
        while (Build.PROBES.get(url, ProbeAccess.open(), 1).join().isPresent() && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        return load(url);
    }

    private static Load load(String url) {
        return Load.on(url).shortConnections(4).keepAlive(8).perSecond(PER_SECOND).start();
    }

    private ReleaseSpec spec(Scenario scenario, Optional<String> url) throws IOException {
        Application application = scenario.application();
        MonitorSpec monitor = MonitorSpec.lasting(cluster.monitorSeconds(scenario.flaw()), 1);
        ReleaseSpec.Builder spec = ReleaseSpec.in(cluster.namespace(), "demo/" + application.name() + "/" + scenario.build())
                .application(application.name())
                .image(cluster.image(scenario))
                .buildNumber(String.valueOf(scenario.build()))
                .buildUrl("https://jenkins.example.com/job/" + application.name() + "/" + scenario.build() + "/")
                .health(application.health())
                .monitor(url.map(address -> monitor.withUrl(address, 0)).orElse(monitor))
                .stabilizeSeconds(1)
                .timeoutSeconds(60)
                .lockTimeoutSeconds(10)
                .rollbackTimeoutSeconds(60)
                .scaleDownDelaySeconds(2)
                .drain(application.drain())
                .variable("VERSION", scenario.version());
        application.variables().forEach(spec::variable);
        cluster.manifests(scenario).forEach(source -> spec.manifest(source.name(), source.text()));
        return spec.build();
    }

    @Override
    public void close() {
        fate.shutdownNow();
    }
}
