package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One watch: all objects of one kind in one namespace, kept up to date while it is open. */
public final class ResourceWatch<T extends HasMetadata> implements AutoCloseable {
    private final ResourceType type;
    private final String namespace;
    private final Informable<T> source;
    private final ResourceEventHandler<HasMetadata> changes;

    private StoreWithoutManagedFields<T> items;
    private SharedIndexInformer<T> informer;
    private CompletableFuture<Void> synced;

    ResourceWatch(ResourceType type, String namespace, Informable<T> source, ResourceEventHandler<HasMetadata> changes) {
        this.type = type;
        this.namespace = namespace;
        this.source = source;
        this.changes = changes;
    }

    /** Starts the watch unless it runs. Does not block. */
    synchronized void open() {
        if (informer != null && !informer.stopped().toCompletableFuture().isDone()) {
            return;
        }
        items = new StoreWithoutManagedFields<>();
        informer = source.runnableInformer(0).itemStore(items).addEventHandler(changes);
        // an informer that has begun goes on through 410, refusals and outages; the first list may fail, and says so
        informer.exceptionHandler((begun, problem) -> begun);
        synced = informer.start().toCompletableFuture();
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
        return items == null ? Optional.empty() : Optional.ofNullable(items.get(namespace + "/" + name));
    }

    private StoreWithoutManagedFields<T> store() {
        StoreWithoutManagedFields<T> opened;
        CompletableFuture<Void> ready;
        synchronized (this) {
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
            close();
            throw ClusterErrors.unreachable("watch", type.plural(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (informer != null) {
            informer.stop();
            informer = null;
            items = null;
            synced = null;
        }
    }
}
