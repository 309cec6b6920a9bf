package io.jenkins.plugins.bluegreen.demo.bench;

import io.jenkins.plugins.bluegreen.demo.ClusterProcess;
import io.jenkins.plugins.bluegreen.engine.drive.Lanes;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
    private static final int MOST_WATCHES = 60;
    private static final int MOST_THREADS = 32 + MOST_WATCHES;
    private static final long MOST_HEAP_KIB = 200;
    private static final long MOST_LATE_MILLIS = 5_000;
    /** Further API calls of a release beside a thousand others: the events of Pods that come late are read once. */
    private static final double LOOKS = 1;

    private static final long CANARY_MILLIS = 100;
    private static final String APART = "apart";

    private final ExecutorService pool = Executors.newFixedThreadPool(Lanes.THREADS);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final PooledDriver driver = new PooledDriver(new Lanes(pool), timer, new ReleaseClock());
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
        List<PooledRelease> all = begin("2", true);
        for (PooledRelease release : all) {
            release.awaitBody();
        }
        long heap = (heap() - before) / 1024 / RELEASES;
        int watches = cluster.openWatches();
        all.forEach(PooledRelease::bodyEnded);
        finish(all);
        double seconds = (System.nanoTime() - begin) / 1e9;
        timer.shutdownNow();
        timer.awaitTermination(PooledRelease.MOST_MINUTES, TimeUnit.MINUTES);
        double calls = (double) cluster.requests() / RELEASES;
        System.out.printf(
                Locale.ROOT,
                "%,d releases at once, in %d namespaces (limits in brackets):%n"
                        + "  at most %d threads [%d], those of %d watches [%d] included: %s%n"
                        + "  %d KiB of heap each at rest [%d]%n"
                        + "  %.1f API calls each [%.1f], %d for one alone%n"
                        + "  %.3f s each, %.0f s for all; a timer was at most %d ms late [%d]%n",
                RELEASES, NAMESPACES, mostThreads, MOST_THREADS, watches, MOST_WATCHES, threads, heap, MOST_HEAP_KIB, calls,
                callsOfOne + LOOKS, callsOfOne, seconds / RELEASES, seconds, late, MOST_LATE_MILLIS);
        return mostThreads <= MOST_THREADS
                && watches <= MOST_WATCHES
                && heap <= MOST_HEAP_KIB
                && calls <= callsOfOne + LOOKS
                && late <= MOST_LATE_MILLIS;
    }

    private void one(String version) throws InterruptedException, ExecutionException, TimeoutException {
        // with a block, as the thousand: what it needs costs requests
        PooledRelease release = release(APART, "apart", version, true);
        release.begin(driver, probes);
        release.awaitBody();
        release.bodyEnded();
        finish(List.of(release));
    }

    private List<PooledRelease> begin(String version, boolean body) {
        List<PooledRelease> all = IntStream.range(0, RELEASES)
                .mapToObj(i -> release(namespace(i), "app-" + i, version, body))
                .toList();
        all.forEach(release -> release.begin(driver, probes));
        return all;
    }

    private PooledRelease release(String namespace, String application, String version, boolean body) {
        return new PooledRelease(connection.gateway(namespace), namespace, application, version, spec -> spec.body(body));
    }

    private static void finish(List<PooledRelease> all) throws InterruptedException, ExecutionException, TimeoutException {
        for (PooledRelease release : all) {
            release.await(Outcome.PROMOTED);
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
}
