package io.jenkins.plugins.bluegreen.e2e;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Services whose endpoints change ten times a second each, as load on the nodes' proxies. */
final class Churn implements AutoCloseable {
    private static final long EVERY_MILLIS = 240;
    /** Concurrent writers per Service: one alone would wait for its answers. */
    private static final int WRITERS = 3;

    private final ScheduledExecutorService threads;
    private final AtomicInteger changes = new AtomicInteger();
    private final KubernetesClient client;
    private final String namespace;
    private final int services;
    private final long begun;
    private volatile RuntimeException broken;

    private Churn(KubernetesClient client, String namespace, int services) {
        this.client = client;
        this.namespace = namespace;
        this.services = services;
        threads = Executors.newScheduledThreadPool(services * WRITERS);
        for (int i = 1; i <= services; i++) {
            String name = "other-" + i;
            client.services()
                    .resource(new ServiceBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .withNamespace(namespace)
                            .endMetadata()
                            .withNewSpec()
                            .addNewPort()
                            .withPort(80)
                            .endPort()
                            .endSpec()
                            .build())
                    .create();
            for (int writer = 0; writer < WRITERS; writer++) {
                threads.scheduleAtFixedRate(
                        () -> change(name), writer * EVERY_MILLIS / WRITERS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        begun = System.nanoTime();
    }

    /** Creates so many Services beside the application's. */
    static Churn of(Trial trial, int services) {
        return new Churn(trial.admin(), trial.namespace(), services);
    }

    /** Writes another address each time, from the range for documentation. */
    private void change(String service) {
        EndpointSlice slice = new EndpointSliceBuilder()
                .withNewMetadata()
                .withName(service)
                .withNamespace(namespace)
                .addToLabels("kubernetes.io/service-name", service)
                .endMetadata()
                .withAddressType("IPv4")
                .addNewEndpoint()
                .addToAddresses("192.0.2." + (1 + changes.incrementAndGet() % 250))
                .endEndpoint()
                .addNewPort()
                .withPort(8080)
                .endPort()
                .build();
        try {
            client.discovery().v1().endpointSlices().resource(slice).forceConflicts().serverSideApply();
        } catch (RuntimeException e) {
            broken = e;
            throw e;
        }
    }

    int changes() {
        return changes.get();
    }

    /** Asserts that each Service's endpoints changed at least this often so far. */
    void assertAtLeastPerSecond(int wanted) {
        assertNull(broken, () -> "changes ended: " + broken);
        double seconds = (System.nanoTime() - begun) / 1e9;
        double perSecond = changes.get() / seconds / services;
        assertTrue(perSecond >= wanted, () -> "only " + perSecond + " changes a second of each Service's endpoints");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
