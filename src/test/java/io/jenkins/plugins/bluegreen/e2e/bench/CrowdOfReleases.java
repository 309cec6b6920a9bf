package io.jenkins.plugins.bluegreen.e2e.bench;

import io.jenkins.plugins.bluegreen.conformance.given.ReadmeRole;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.e2e.given.NodePort;
import io.jenkins.plugins.bluegreen.e2e.given.RealCluster;
import io.jenkins.plugins.bluegreen.e2e.given.Tenant;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.drive.Lanes;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.ConsoleView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.OkHttpClient;

/** A crowd of this plugin's releases, on the threads of the Pipeline steps and one connection. */
final class CrowdOfReleases implements CrowdTurns.Crowd {
    private final RealCluster cluster;
    private final Tenant tenant;
    private final ClusterConnection connection;
    private final List<String> applications;
    private final HttpProbes probes = new HttpProbes(new OkHttpClient());
    private final ExecutorService threads = Executors.newFixedThreadPool(Lanes.THREADS);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PooledDriver driver = new PooledDriver(new Lanes(threads), timer, new ReleaseClock());

    CrowdOfReleases(RealCluster cluster, List<String> applications) throws IOException {
        this.cluster = cluster;
        this.applications = applications;
        tenant = Tenant.create(cluster, ReadmeRole.read().getRules());
        connection = GivenConnection.open(tenant.kubeconfig());
    }

    @Override
    public void first() throws InterruptedException {
        next("v1");
        cluster.client().services().inNamespace(namespace()).list().getItems().forEach(service ->
                NodePort.awaitAccepting(Demo.nodeHost(), service.getSpec().getPorts().get(0).getNodePort()));
    }

    @Override
    public void next(String version) throws InterruptedException {
        List<Release> all = applications.stream().map(name -> new Release(name, version)).toList();
        all.forEach(Release::begin);
        for (Release release : all) {
            release.awaitPromoted();
        }
    }

    private ReleaseSpec spec(String application, String version) {
        return ReleaseSpec.in(namespace(), application + "-" + version)
                .application(application)
                .buildNumber(version)
                .buildUrl("https://jenkins.example.com/job/" + application + "/" + version + "/")
                .stabilizeSeconds(0)
                .scaleDownDelaySeconds(0)
                .timeoutSeconds(CrowdTurns.MOST_MINUTES * 60)
                .variable("APP", application)
                .variable("VERSION", version)
                .variable("CRASH_AFTER", Switching.NEVER)
                .manifest("service.yaml", Yaml.SERVICE.replace("spec:\n  selector:",
                        "spec:\n  type: NodePort\n  selector:"))
                .manifest("deployment.yaml", Switching.DEPLOYMENT.formatted(application, Demo.image(), 1))
                .build();
    }

    /** One release, and its driver's owner. */
    private final class Release implements PooledDriver.Owner {
        private final FabricGateway gateway = connection.gateway(namespace());
        private final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final ReleaseState state;
        private Subscription changes;

        Release(String application, String version) {
            state = ReleaseState.release(spec(application, version));
        }

        void begin() {
            ReleaseEngine engine = new ReleaseEngine(
                    gateway, probes, new ConsoleView(lines::add, Locale.ENGLISH, false), saved -> {}, Pace.normal());
            PooledDriver.Driven driven = driver.drive(engine, state, this);
            changes = gateway.onChange(state::concerns, driven::wake);
        }

        void awaitPromoted() throws InterruptedException {
            try {
                if (result.get(CrowdTurns.MOST_MINUTES, TimeUnit.MINUTES).outcome() == Outcome.PROMOTED) {
                    return;
                }
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException(String.join("\n", lines), e);
            } finally {
                changes.close();
            }
            throw new IllegalStateException(String.join("\n", lines));
        }

        @Override
        public void runBody(ReleaseState told) {
            throw new IllegalStateException("These releases have no block");
        }

        @Override
        public void finished(ReleaseState told, ReleaseResult ended) {
            result.complete(ended);
        }

        @Override
        public void broke(ReleaseState told, Throwable problem) {
            result.completeExceptionally(problem);
        }
    }

    @Override
    public String namespace() {
        return tenant.namespace();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        timer.shutdownNow();
        connection.close();
        probes.close();
        tenant.close();
    }
}
