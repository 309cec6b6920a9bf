package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterThreads;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * The watches of a cluster: three for each namespace, whatever the number of releases, for okhttp holds a thread for each.
 * They open at the first look at what they hold, and close with the last subscription; a look without any subscription
 * leaves them open until the next one ends.
 */
public final class SharedWatches implements AutoCloseable {
    private final KubernetesClient client;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<String, NamespaceWatches> namespaces = new HashMap<>();

    public SharedWatches(KubernetesClient client) {
        this.client = client;
        timer = new ScheduledThreadPoolExecutor(1, ClusterThreads.named("blue-green cluster changes"));
        // changes that arrive while the connection closes concern nobody
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    public synchronized NamespaceWatches in(String namespace) {
        return namespaces.computeIfAbsent(namespace, name -> new NamespaceWatches(client, name, timer));
    }

    /** Tells {@code listener} of changes, until the answer is closed. */
    public Subscription subscribe(String namespace, Wakeup listener) {
        synchronized (this) {
            in(namespace).add(listener);
        }
        return () -> {
            synchronized (this) {
                in(namespace).remove(listener);
            }
        };
    }

    public synchronized int open() {
        return namespaces.values().stream().mapToInt(NamespaceWatches::open).sum();
    }

    @Override
    public synchronized void close() {
        namespaces.values().forEach(NamespaceWatches::close);
        namespaces.clear();
        timer.shutdownNow();
    }
}
