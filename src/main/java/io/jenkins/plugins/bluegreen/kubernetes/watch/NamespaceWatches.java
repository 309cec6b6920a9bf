package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;

/** The watches of one namespace: Deployments, Pods and EndpointSlices. */
public final class NamespaceWatches implements ResourceEventHandler<HasMetadata> {
    private final ScheduledExecutorService timer;
    private final Set<CoalescedListener> listeners = ConcurrentHashMap.newKeySet();
    private final ResourceWatch<Deployment> deployments;
    private final ResourceWatch<Pod> pods;
    private final ResourceWatch<EndpointSlice> slices;

    NamespaceWatches(KubernetesClient client, String namespace, ScheduledExecutorService timer) {
        this.timer = timer;
        deployments = new ResourceWatch<>(
                ResourceTypes.DEPLOYMENT,
                namespace,
                client.apps().deployments().inNamespace(namespace),
                this);
        pods = new ResourceWatch<>(ResourceTypes.POD, namespace, client.pods().inNamespace(namespace), this);
        slices = new ResourceWatch<>(
                ResourceTypes.ENDPOINT_SLICE,
                namespace,
                client.discovery().v1().endpointSlices().inNamespace(namespace),
                this);
    }

    public ResourceWatch<Deployment> deployments() {
        return opened(deployments);
    }

    /** A Deployment, if its watch is open and knows it. */
    public Optional<Deployment> knownDeployment(String name) {
        return deployments.known(name);
    }

    public ResourceWatch<Pod> pods() {
        return opened(pods);
    }

    public ResourceWatch<EndpointSlice> slices() {
        return opened(slices);
    }

    // all three at once: a release needs them all, and then waits for the slowest list alone
    private <T extends HasMetadata> ResourceWatch<T> opened(ResourceWatch<T> wanted) {
        all().forEach(ResourceWatch::open);
        return wanted;
    }

    void add(CoalescedListener listener) {
        listeners.add(listener);
    }

    /** Removes the listener; closes the watches after the last one. */
    void remove(CoalescedListener listener) {
        listeners.remove(listener);
        if (listeners.isEmpty()) {
            close();
        }
    }

    void close() {
        all().forEach(ResourceWatch::close);
    }

    private List<ResourceWatch<?>> all() {
        return List.of(deployments, pods, slices);
    }

    @Override
    public void onAdd(HasMetadata item) {
        notifyListeners(item);
    }

    @Override
    public void onUpdate(HasMetadata before, HasMetadata item) {
        notifyListeners(item);
    }

    @Override
    public void onDelete(HasMetadata item, boolean finalStateUnknown) {
        notifyListeners(item);
    }

    private void notifyListeners(HasMetadata item) {
        listeners.forEach(listener -> listener.changed(item.getMetadata().getName(), timer));
    }
}
