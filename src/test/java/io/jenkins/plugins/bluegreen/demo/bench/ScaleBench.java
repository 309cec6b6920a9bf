package io.jenkins.plugins.bluegreen.demo.bench;

import io.jenkins.plugins.bluegreen.demo.ClusterProcess;
import io.jenkins.plugins.bluegreen.engine.ReleaseEngine;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;

/**
 * Runs a thousand concurrent releases in twenty namespaces with the pool, the timer and the shared watches of the
 * Pipeline steps, on a cluster in another JVM. Threads, heap and requests are measured while all wait in their block.
 * Then they run to their end.
 */
final class ScaleBench {
    private static final int RELEASES = 1_000;
    private static final int NAMESPACES = 20;
    private static final int POOL = 6;
    private static final int MOST_WATCHES = 60;
    private static final int MOST_THREADS = 32 + MOST_WATCHES;
    private static final long MOST_HEAP_KIB = 200;
    private static final long MOST_LATE_MILLIS = 5_000;
    private static final long CANARY_MILLIS = 100;
    private static final int MOST_MINUTES = 10;
    private static final String APART = "apart";
    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: APP}
            spec:
              selector: {app: APP}
              ports: [{name: http, port: 80, targetPort: http}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: APP}
            data: {LEVEL: info}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: APP}
            stringData: {PASSWORD: a-password-of-the-bench}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: APP}
            spec:
              replicas: 1
              selector: {matchLabels: {app: APP}}
              template:
                metadata: {labels: {app: APP}}
                spec:
                  containers:
                    - name: app
                      image: ${IMAGE}
                      envFrom: [{configMapRef: {name: APP}}, {secretRef: {name: APP}}]
                      ports: [{name: http, containerPort: 8080}]
                      readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
            """;

    private final ExecutorService pool = Executors.newFixedThreadPool(POOL);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PooledDriver driver = new PooledDriver(pool, timer, new ReleaseClock());
    private final HttpProbes probes = new HttpProbes(new OkHttpClient());
    private final ClusterConnection connection;
    private final ClusterProcess cluster;
    private long late;
    private int mostThreads;
    private Map<String, Integer> threads = Map.of();

    private ScaleBench(ClusterProcess cluster) {
        this.cluster = cluster;
        connection = GivenConnection.open(cluster.kubeconfig());
    }

    /** Whether everything was within its limit. */
    static boolean run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        List<String> namespaces = new ArrayList<>(List.of(APART));
        IntStream.range(0, NAMESPACES).forEach(i -> namespaces.add(namespace(i)));
        try (ClusterProcess cluster = ClusterProcess.start(namespaces)) {
            ScaleBench bench = new ScaleBench(cluster);
            try {
                return bench.measure();
            } finally {
                bench.connection.close();
                bench.probes.close();
                bench.pool.shutdownNow();
                bench.timer.shutdownNow();
            }
        }
    }

    private static String namespace(int release) {
        return "scale-" + release % NAMESPACES;
    }

    private boolean measure() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        one("1");
        cluster.requests();
        one("2");
        int callsOfOne = cluster.requests();
        finish(begin("1", false));
        awaitIdle();
        cluster.requests();
        long before = heap();
        timer.execute(() -> watch(System.nanoTime()));
        long begin = System.nanoTime();
        List<Driving> all = begin("2", true);
        for (Driving driving : all) {
            await(driving.atRest);
        }
        long heap = (heap() - before) / 1024 / RELEASES;
        int watches = cluster.openWatches();
        all.forEach(driving -> driving.driven.bodyEnded(null));
        finish(all);
        double seconds = (System.nanoTime() - begin) / 1e9;
        timer.shutdownNow();
        timer.awaitTermination(MOST_MINUTES, TimeUnit.MINUTES);
        double calls = (double) cluster.requests() / RELEASES;
        System.out.printf(
                Locale.ROOT,
                "%,d releases at once, in %d namespaces (limits in brackets):%n"
                        + "  at most %d threads [%d], those of %d watches [%d] included: %s%n"
                        + "  %d KiB of heap each at rest [%d]%n"
                        + "  %.1f API calls each, %d for one alone%n"
                        + "  %.3f s each, %.0f s for all; a timer was at most %d ms late [%d]%n",
                RELEASES, NAMESPACES, mostThreads, MOST_THREADS, watches, MOST_WATCHES, threads, heap, MOST_HEAP_KIB, calls,
                callsOfOne, seconds / RELEASES, seconds, late, MOST_LATE_MILLIS);
        return mostThreads <= MOST_THREADS
                && watches <= MOST_WATCHES
                && heap <= MOST_HEAP_KIB
                && calls <= callsOfOne
                && late <= MOST_LATE_MILLIS;
    }

    private void one(String version) throws InterruptedException, ExecutionException, TimeoutException {
        Driving driving = new Driving(APART, "apart", version, false);
        driving.begin();
        finish(List.of(driving));
    }

    private List<Driving> begin(String version, boolean body) {
        List<Driving> all = IntStream.range(0, RELEASES)
                .mapToObj(i -> new Driving(namespace(i), "app-" + i, version, body))
                .toList();
        all.forEach(Driving::begin);
        return all;
    }

    private static void finish(List<Driving> all) throws InterruptedException, ExecutionException, TimeoutException {
        for (Driving driving : all) {
            ReleaseResult result = driving.result.get(MOST_MINUTES, TimeUnit.MINUTES);
            if (result.outcome() != Outcome.PROMOTED) {
                throw new IllegalStateException("A release was not promoted: " + result.message());
            }
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(MOST_MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException("A release did not come to its block");
        }
    }

    /** Waits until the threads of the closed watches have ended. */
    private static void awaitIdle() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (Thread.getAllStackTraces().keySet().stream().anyMatch(thread -> thread.getName().startsWith("blue-green cluster req"))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Threads without work don't end");
            }
            Thread.sleep(100);
        }
    }

    /** Runs on the releases' timer. */
    private void watch(long due) {
        late = Math.max(late, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due));
        count();
        long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CANARY_MILLIS);
        timer.schedule(() -> watch(next), CANARY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The used heap after a garbage collection. */
    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Keeps the sample with the most threads, without the JVM's own and this one. */
    private void count() {
        Thread[] all = new Thread[1_000];
        int count = Thread.enumerate(all);
        Map<String, Integer> names = new TreeMap<>();
        for (Thread thread : Arrays.asList(all).subList(0, count)) {
            if (!thread.getName().equals("main") && !thread.getName().startsWith("process reaper")) {
                names.merge(thread.getName().replaceAll("http:.*|[-\\d]+", ""), 1, Integer::sum);
            }
        }
        int ours = names.values().stream().mapToInt(Integer::intValue).sum();
        if (ours > mostThreads) {
            mostThreads = ours;
            threads = names;
        }
    }

    /** A running release and its driver's owner. */
    private final class Driving implements PooledDriver.Owner {
        final CompletableFuture<ReleaseResult> result = new CompletableFuture<>();
        final CountDownLatch atRest = new CountDownLatch(1);
        private final FabricGateway gateway;
        private final ReleaseState state;
        private Subscription changes;
        private PooledDriver.Driven driven;

        Driving(String namespace, String application, String version, boolean body) {
            gateway = connection.gateway(namespace);
            ReleaseSpec.Builder spec = ReleaseSpec.in(namespace, application + "/" + version)
                    .application(application)
                    .stabilizeSeconds(0)
                    .scaleDownDelaySeconds(0)
                    .timeoutSeconds(MOST_MINUTES * 60)
                    .body(body)
                    .image("registry.example.com/shop/app:" + version)
                    .manifest("app.yaml", MANIFESTS.replace("APP", application));
            state = ReleaseState.release(spec.build());
        }

        void begin() {
            ReleaseEngine engine = new ReleaseEngine(
                    gateway,
                    probes,
                    new ConsoleView(line -> {}, Locale.ENGLISH, false),
                    saved -> {},
                    Pace.normal());
            driven = driver.drive(engine, state, this);
            changes = gateway.onChange(state::concerns, driven::wake);
        }

        @Override
        public void runBody(ReleaseState told) {
            atRest.countDown();
        }

        @Override
        public void finished(ReleaseState told, ReleaseResult ended) {
            changes.close();
            result.complete(ended);
        }

        @Override
        public void broke(ReleaseState told, Throwable problem) {
            result.completeExceptionally(problem);
        }
    }
}
