package io.jenkins.plugins.bluegreen.demo.bench;

import io.jenkins.plugins.bluegreen.demo.ClusterProcess;
import io.jenkins.plugins.bluegreen.engine.drive.Lanes;
import io.jenkins.plugins.bluegreen.engine.drive.PooledDriver;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HttpProbes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;

/**
 * Releases forty applications at once, on a cluster in another JVM that takes its time for each answer. Measures at the
 * cluster how long after its last Pod was ready each got its traffic, and how long after a crash an application beside
 * them had its former version back: with the lanes of the Pipeline steps, and with threads that make the moves in the
 * order in which they come. Measures the CPU time of a release, too.
 */
final class CrowdBench {
    private static final int APPLICATIONS = 40;
    private static final int ROUNDS = 3;
    private static final String NAMESPACE = "crowd";
    private static final String WATCHED = "watched";
    private static final int MOST_SECONDS = 600;
    /** About what a small cluster needs for a write. */
    private static final int ANSWER_MILLIS = 25;
    private static final long MOST_MEDIAN_MILLIS = 300;
    private static final long MOST_WORST_MILLIS = 2_000;
    private static final double MOST_CPU_SECONDS = 0.2;

    private final ExecutorService threads = Executors.newFixedThreadPool(Lanes.THREADS);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpProbes probes = new HttpProbes(new OkHttpClient());
    private final ClusterConnection connection;
    private final ClusterProcess cluster;
    private int version;

    private CrowdBench(ClusterProcess cluster) {
        this.cluster = cluster;
        connection = GivenConnection.open(cluster.kubeconfig());
    }

    /** Whether everything was within its limit. */
    static boolean run() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (ClusterProcess cluster = ClusterProcess.start(List.of(NAMESPACE))) {
            CrowdBench bench = new CrowdBench(cluster);
            try {
                return bench.measure();
            } finally {
                bench.connection.close();
                bench.probes.close();
                bench.threads.shutdownNow();
                bench.timer.shutdownNow();
            }
        }
    }

    private boolean measure() throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Lanes lanes = new Lanes(threads);
        ExecutorService queue = Executors.newFixedThreadPool(Lanes.THREADS);
        promote(release(WATCHED, spec -> {}), lanes);
        crowd(lanes, null);
        crowd(lanes, null);
        cluster.stall(ANSWER_MILLIS);
        cluster.switches();
        Figures withQueue = new Figures();
        Figures withLanes = new Figures();
        for (int round = 0; round < ROUNDS; round++) {
            measure(queue, withQueue);
            measure(lanes, withLanes);
        }
        queue.shutdownNow();
        System.out.printf(
                Locale.ROOT,
                "%d applications at once, each answer takes %d ms longer, median and worst of %d rounds [limits]:%n"
                        + "                                   ready until switched    crash until back beside them%n"
                        + "  in the order in which they come  %s%n"
                        + "  the most urgent first            %s [%d, %d ms on a quiet machine; half of the former]%n"
                        + "  %.3f s of CPU each [%.1f], user and system%n%n",
                APPLICATIONS, ANSWER_MILLIS, ROUNDS, withQueue, withLanes, MOST_MEDIAN_MILLIS, MOST_WORST_MILLIS,
                withLanes.cpuSeconds(), MOST_CPU_SECONDS);
        return withLanes.isFast(withQueue) && withLanes.cpuSeconds() <= MOST_CPU_SECONDS;
    }

    /** A crowd, and beside it the crash of a version that has had its traffic for a moment. */
    private void measure(Executor executor, Figures figures)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        PooledRelease watched = release(WATCHED, spec -> spec.monitor(MonitorSpec.lasting(MOST_SECONDS, MOST_SECONDS)));
        watched.begin(new PooledDriver(executor, timer, new ReleaseClock()), probes);
        watched.awaitPhase(Phase.MONITOR);
        cluster.switches();
        long before = cpuNanos();
        crowd(executor, watched);
        watched.await(Outcome.ROLLED_BACK);
        figures.cpuNanos += cpuNanos() - before;
        figures.switched.addAll(cluster.switches());
        figures.back.addAll(cluster.backs());
    }

    private PooledRelease release(String application, Consumer<ReleaseSpec.Builder> more) {
        version++;
        return new PooledRelease(
                connection.gateway(NAMESPACE), NAMESPACE, application, String.valueOf(version), more);
    }

    private void promote(PooledRelease release, Executor executor)
            throws InterruptedException, ExecutionException, TimeoutException {
        release.begin(new PooledDriver(executor, timer, new ReleaseClock()), probes);
        release.await(Outcome.PROMOTED);
    }

    /** @param watched crashes when the crowd has begun; null for none */
    private void crowd(Executor executor, PooledRelease watched)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        PooledDriver driver = new PooledDriver(executor, timer, new ReleaseClock());
        List<PooledRelease> all = IntStream.range(0, APPLICATIONS)
                .mapToObj(i -> release("app-" + i, spec -> {}))
                .toList();
        all.forEach(release -> release.begin(driver, probes));
        if (watched != null) {
            cluster.crash(NAMESPACE, WATCHED, watched.state.candidate());
        }
        for (PooledRelease release : all) {
            release.await(Outcome.PROMOTED);
        }
    }

    /** What was measured with one kind of threads. */
    private static final class Figures {
        final List<Long> switched = new ArrayList<>();
        final List<Long> back = new ArrayList<>();
        long cpuNanos;

        double cpuSeconds() {
            return cpuNanos / 1e9 / ROUNDS / (APPLICATIONS + 1);
        }

        /** A busy machine slows both: there, what counts is that few have to wait. */
        boolean isFast(Figures slow) {
            boolean quiet = median(switched) <= MOST_MEDIAN_MILLIS && worst(switched) <= MOST_WORST_MILLIS;
            return quiet || median(switched) <= median(slow.switched) / 2;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%,6d and %,6d ms    %,6d and %,6d ms",
                    median(switched), worst(switched), median(back), worst(back));
        }
    }

    private static long median(List<Long> millis) {
        return millis.stream().sorted().skip(millis.size() / 2).findFirst().orElseThrow();
    }

    private static long worst(List<Long> millis) {
        return millis.stream().max(Long::compare).orElseThrow();
    }

    /** User and system time of this JVM so far. */
    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(run() ? 0 : 1);
    }
}
