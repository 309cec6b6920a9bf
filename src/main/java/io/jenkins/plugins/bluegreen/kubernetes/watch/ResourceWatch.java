package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.WatchRequests;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * One watch: all objects of one kind in one namespace, kept up to date while it is open. While the cluster accepts no
 * watch, reads list the objects, see {@link ListedObjects}.
 */
public final class ResourceWatch<T extends HasMetadata> implements AutoCloseable {
    private final ResourceType type;
    private final String namespace;
    private final FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> source;
    private final WatchRequests requests;
    private final String path;
    private final ResourceEventHandler<HasMetadata> changes;
    private final ListedObjects<T> lists = new ListedObjects<>(this::list);

    private ReducedStore<T> items;
    private SharedIndexInformer<T> informer;
    private CompletableFuture<Void> synced;

    /**
     * A watch that is not open yet.
     *
     * @param requests the connection's requests of watches
     * @param root the path of the API server's URL, without a slash at its end
     */
    ResourceWatch(
            ResourceType type,
            String namespace,
            FilterWatchListDeletable<T, ? extends KubernetesResourceList<T>, ?> source,
            WatchRequests requests,
            String root,
            ResourceEventHandler<HasMetadata> changes) {
        this.type = type;
        this.namespace = namespace;
        this.source = source;
        this.requests = requests;
        this.path = root + type.path(namespace);
        this.changes = changes;
    }

    /** Starts the watch unless it runs. Does not block. */
    synchronized void open() {
        if (isOpen()) {
            return;
        }
        requests.reset(path);
        items = new ReducedStore<>();
        CompletableFuture<Void> first = new CompletableFuture<>();
        synced = first;
        informer = source.runnableInformer(0).itemStore(items).addEventHandler(changes);
        // an informer that has begun goes on through 410, refusals and outages, and one whose first watch is refused
        // tries again; the first list may fail, and says so
        informer.exceptionHandler((begun, problem) -> {
            first.completeExceptionally(problem);
            return begun || requests.trouble(path).isPresent();
        });
        informer.start().whenComplete((started, problem) -> {
            if (problem == null) {
                first.complete(null);
            } else {
                first.completeExceptionally(problem);
            }
        });
    }

    /**
     * The objects. Waits for the first list.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.cluster.ClusterException when they can't be listed
     */
    public Stream<T> all() {
        return store().values();
    }

    /** An object by its name. */
    public Optional<T> named(String name) {
        return Optional.ofNullable(store().get(namespace + "/" + name));
    }

    /** An object by its name, if the watch is open and knows it. */
    synchronized Optional<T> known(String name) {
        return lists.known()
                .or(() -> Optional.ofNullable(items))
                .map(store -> store.get(namespace + "/" + name));
    }

    /** All objects, if the watch is open and has read them. */
    synchronized Optional<Stream<T>> known() {
        return lists.known().or(() -> Optional.ofNullable(seen())).map(ReducedStore::values);
    }

    /** Why the objects are listed instead of being watched, if that goes on. */
    synchronized Optional<String> trouble() {
        return lists.isRepeated() ? requests.trouble(path) : Optional.empty();
    }

    /** Whether nothing is known to keep it from following its objects. */
    synchronized boolean isHealthy() {
        return requests.trouble(path).isEmpty() && lists.known().isEmpty();
    }

    String plural() {
        return type.plural();
    }

    private ReducedStore<T> store() {
        if (isOpen() && requests.trouble(path).isPresent()) {
            return lists.read(seen());
        }
        ReducedStore<T> opened;
        CompletableFuture<Void> ready;
        synchronized (this) {
            if (lists.known().isPresent()) {
                // from the beginning: what a watch that was away sends first is older than the last list
                close();
            }
            open();
            opened = items;
            ready = synced;
        }
        try {
            ready.get(ApiServer.TIMEOUT, TimeUnit.SECONDS);
            return opened;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClusterErrors.interrupted("watch", type.plural(), e);
        } catch (ExecutionException | TimeoutException e) {
            if (requests.trouble(path).isPresent()) {
                return lists.read(null);
            }
            close();
            throw ClusterErrors.unreachable("watch", type.plural(), e);
        }
    }

    /** What the watch showed before its trouble began. */
    private synchronized ReducedStore<T> seen() {
        boolean complete = synced != null && synced.isDone() && !synced.isCompletedExceptionally();
        return complete ? items : null;
    }

    private List<T> list() {
        try {
            return source.list().getItems();
        } catch (KubernetesClientException e) {
            throw ClusterErrors.unreachable("list", type.plural(), e);
        }
    }

    private synchronized boolean isOpen() {
        return informer != null && !informer.stopped().toCompletableFuture().isDone();
    }

    @Override
    public synchronized void close() {
        if (informer != null) {
            informer.stop();
            informer = null;
            items = null;
            synced = null;
        }
        requests.reset(path);
        lists.end();
    }
}
