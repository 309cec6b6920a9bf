package io.jenkins.plugins.bluegreen.jenkins.pages.overview;

import hudson.AbortException;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import io.jenkins.plugins.bluegreen.jenkins.config.BlueGreenConfiguration;
import io.jenkins.plugins.bluegreen.jenkins.config.ClusterEntry;
import io.jenkins.plugins.bluegreen.jenkins.config.Clusters;
import io.jenkins.plugins.bluegreen.jenkins.release.ControllerReleases;
import io.jenkins.plugins.bluegreen.jenkins.store.ReleaseHistory;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ClusterView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.OverviewReader;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reads the configured clusters for the overview, while somebody looks. */
@Extension
public final class ClusterReadings {
    /** For credentials and records; nobody waits for a cluster. */
    private static final int THREADS = 2;

    // credentials are read before the cluster is asked
    private static final int DEADLINE = OverviewReader.DEADLINE + 5;

    private final SnapshotCache<Reading> snapshots = new SnapshotCache<>(System::currentTimeMillis);
    private final Map<String, OverviewReader> readers = new ConcurrentHashMap<>();
    private final Map<String, RollbackTimes> rollbacks = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor threads = threads();

    static ClusterReadings get() {
        return ExtensionList.lookupSingleton(ClusterReadings.class);
    }

    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "blue-green overview"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /** What is known of a cluster. Returns at once; the next reading begins if that is old. */
    Snapshot<Reading> of(ClusterEntry cluster) {
        snapshots.retain(BlueGreenConfiguration.get().getClusters().stream()
                .map(ClusterEntry::getName)
                .toList());
        return snapshots.of(cluster.getName(), () -> read(cluster));
    }

    private CompletableFuture<Reading> read(ClusterEntry cluster) {
        CompletableFuture<Reading> reading = new CompletableFuture<>();
        threads.execute(() -> begin(cluster, reading));
        return reading.orTimeout(DEADLINE, TimeUnit.SECONDS);
    }

    private void begin(ClusterEntry cluster, CompletableFuture<Reading> reading) {
        if (reading.isDone()) {
            return;
        }
        try {
            ReleaseHistory history = ControllerReleases.get().history();
            Set<String> namespaces = new LinkedHashSet<>(Clusters.namedNamespaces(cluster));
            namespaces.addAll(history.namespaces(cluster.getName()));
            readers.computeIfAbsent(cluster.getName(), name -> new OverviewReader())
                    .read(
                            Clusters.connectToRead(cluster, reading, () -> !reading.isDone())
                                    .api(),
                            namespaces,
                            cluster::allowsNamespace)
                    .thenApplyAsync(view -> withRecords(cluster.getName(), view, history), threads)
                    .whenComplete((read, problem) -> {
                        if (problem == null) {
                            reading.complete(read);
                        } else {
                            reading.completeExceptionally(problem);
                        }
                    });
        } catch (AbortException | RuntimeException e) {
            reading.completeExceptionally(e);
        }
    }

    private Reading withRecords(String cluster, ClusterView view, ReleaseHistory history) {
        RollbackTimes times = rollbacks.computeIfAbsent(cluster, name -> new RollbackTimes());
        return Reading.of(
                view,
                (namespace, application) -> history.newest(cluster, namespace, application),
                (each, newest) -> times.of(
                        each, newest, () -> history.newestFirst(cluster, each.namespace(), each.name()).iterator()));
    }
}
