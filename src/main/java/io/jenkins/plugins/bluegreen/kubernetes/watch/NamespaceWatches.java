package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** What is watched in one namespace: Deployments, Pods and EndpointSlices. */
public final class NamespaceWatches implements ResourceEventHandler<HasMetadata> {
    private final ScheduledExecutorService timer;
    private final Set<Wakeup> listeners = ConcurrentHashMap.newKeySet();
    private final Watched<Deployment> deployments;
    private final Watched<Pod> pods;
    private final Watched<EndpointSlice> slices;

    NamespaceWatches(KubernetesClient client, String namespace, ScheduledExecutorService timer) {
        this.timer = timer;
        deployments = new Watched<>(
                ResourceTypes.DEPLOYMENT,
                namespace,
                client.apps().deployments().inNamespace(namespace),
                this);
        pods = new Watched<>(ResourceTypes.POD, namespace, client.pods().inNamespace(namespace), this);
        slices = new Watched<>(
                ResourceTypes.ENDPOINT_SLICE,
                namespace,
                client.discovery().v1().endpointSlices().inNamespace(namespace),
                this);
    }

    public Watched<Deployment> deployments() {
        return opened(deployments);
    }

    public Watched<Pod> pods() {
        return opened(pods);
    }

    public Watched<EndpointSlice> slices() {
        return opened(slices);
    }

    // all at once: a release needs all three, and waits for the slowest list instead of for three
    private <T extends HasMetadata> Watched<T> opened(Watched<T> wanted) {
        all().forEach(Watched::open);
        return wanted;
    }

    void add(Wakeup listener) {
        listeners.add(listener);
    }

    /** Forgets the listener; with the last one the watches are closed. */
    void remove(Wakeup listener) {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
            close();
        }
    }

    int open() {
        return (int) all().stream().filter(Watched::isOpen).count();
    }

    void close() {
        all().forEach(Watched::close);
    }

    private List<Watched<?>> all() {
        return List.of(deployments, pods, slices);
    }

    @Override
    public void onAdd(HasMetadata item) {
        wake(item);
    }

    @Override
    public void onUpdate(HasMetadata before, HasMetadata item) {
        wake(item);
    }

    @Override
    public void onDelete(HasMetadata item, boolean finalStateUnknown) {
        wake(item);
    }

    private void wake(HasMetadata item) {
        listeners.forEach(listener -> listener.changed(item.getMetadata().getName(), timer));
    }
}
