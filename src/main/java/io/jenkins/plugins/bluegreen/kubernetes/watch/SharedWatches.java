package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterThreads;
import io.jenkins.plugins.bluegreen.kubernetes.api.WatchRequests;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The watches of a cluster: three per namespace, and one of Jobs where a release has any, shared by all releases,
 * because okhttp holds a thread for each watch. The first read opens them. They stay for a minute after the end of the
 * last subscription, for the release that comes next, and are closed at once if they have trouble then. A read without
 * a subscription leaves them open until the next subscription ends.
 */
public final class SharedWatches implements AutoCloseable {
    private static final long STAY_MILLIS = 60_000;

    private final KubernetesClient client;
    private final WatchRequests requests;
    private final ScheduledThreadPoolExecutor timer;
    private final long stayMillis;
    private final Map<String, NamespaceWatches> namespaces = new HashMap<>();
    private final Map<String, Future<?>> ends = new HashMap<>();

    /** @param requests what the client's transport reports of its watches */
    public SharedWatches(KubernetesClient client, WatchRequests requests) {
        this(client, requests, STAY_MILLIS);
    }

    /** @param stayMillis how long watches stay after the last subscription to their namespace */
    SharedWatches(KubernetesClient client, WatchRequests requests, long stayMillis) {
        this.stayMillis = stayMillis;
        this.client = client;
        this.requests = requests;
        timer = new ScheduledThreadPoolExecutor(1, ClusterThreads.named("blue-green cluster changes"));
        // nobody listens to changes that arrive while the connection closes
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRemoveOnCancelPolicy(true);
    }

    public synchronized NamespaceWatches in(String namespace) {
        return namespaces.computeIfAbsent(namespace, name -> new NamespaceWatches(client, requests, name, timer));
    }

    /**
     * Notifies {@code listener} of changes of the objects whose names {@code names} accepts, until the subscription is
     * closed. It runs once for all changes within 20 ms, on a thread that all subscriptions share.
     */
    public Subscription subscribe(String namespace, Predicate<String> names, Runnable onChange) {
        CoalescedListener listener = new CoalescedListener(names, onChange);
        synchronized (this) {
            in(namespace).add(listener);
            keep(namespace);
        }
        return () -> remove(namespace, listener);
    }

    private synchronized void remove(String namespace, CoalescedListener listener) {
        NamespaceWatches watches = in(namespace);
        watches.remove(listener);
        if (!watches.isIdle()) {
            return;
        }
        keep(namespace);
        if (watches.isHealthy()) {
            ends.put(namespace, timer.schedule(() -> closeIdle(namespace), stayMillis, TimeUnit.MILLISECONDS));
        } else {
            watches.close();
        }
    }

    private void keep(String namespace) {
        Future<?> end = ends.remove(namespace);
        if (end != null) {
            end.cancel(false);
        }
    }

    private synchronized void closeIdle(String namespace) {
        NamespaceWatches watches = namespaces.get(namespace);
        // a release may have come while this waited for the lock
        if (watches != null && watches.isIdle()) {
            watches.close();
        }
    }

    @Override
    public synchronized void close() {
        namespaces.values().forEach(NamespaceWatches::close);
        namespaces.clear();
        timer.shutdownNow();
    }
}
