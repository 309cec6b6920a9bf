package io.jenkins.plugins.bluegreen.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** The times of the observable events of one switch, in milliseconds since 1970, recorded by separate watches. */
final class Moments implements AutoCloseable {
    private final KubernetesClient client;
    private final String namespace;
    private final String oldColor;
    private final List<Watch> watches = new ArrayList<>();
    private final AtomicLong ready = new AtomicLong();
    private final AtomicLong switched = new AtomicLong();

    private Moments(KubernetesClient client, String namespace, String color, String oldColor) {
        this.client = client;
        this.namespace = namespace;
        this.oldColor = oldColor;
        watch(client.apps().deployments().inNamespace(namespace), ready, deployment -> isReady(deployment, color));
        watch(client.services().inNamespace(namespace), switched, service -> selects(service, color));
    }

    /** Records from now on. */
    static Moments of(KubernetesClient client, Switching switching) {
        String live = switching.live().label();
        return new Moments(client, switching.namespace(), switching.live().other().label(), live);
    }

    private static boolean isReady(Deployment deployment, String color) {
        return deployment.getMetadata().getName().equals(Trial.APPLICATION + "-" + color)
                && deployment.getSpec().getReplicas() > 0
                && Objects.equals(
                        deployment.getMetadata().getGeneration(), deployment.getStatus().getObservedGeneration())
                        && deployment.getSpec().getReplicas().equals(deployment.getStatus().getUpdatedReplicas())
                        && deployment.getSpec().getReplicas().equals(deployment.getStatus().getReadyReplicas());
    }

    private static boolean selects(Service service, String color) {
        return service.getMetadata().getName().equals(Trial.APPLICATION)
                && color.equals(service.getSpec().getSelector().get("color"));
    }

    /**
     * Records when an object was first as wanted. Starts at a known version, because not every API server streams
     * initial objects.
     */
    private <T extends HasMetadata, L extends KubernetesResourceList<T>> void watch(
            NonNamespaceOperation<T, L, ? extends Resource<T>> all, AtomicLong moment, Predicate<T> wanted) {
        String now = all.list().getMetadata().getResourceVersion();
        watches.add(all.withResourceVersion(now).watch(new Watcher<T>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action != Action.DELETED && wanted.test(object)) {
                    moment.compareAndSet(0, System.currentTimeMillis());
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                moment.compareAndSet(0, -1);
            }
        }));
    }

    long ready() {
        return seen("the new Pods ready", ready);
    }

    long switched() {
        return seen("the new selector", switched);
    }

    private static long seen(String what, AtomicLong moment) {
        await(what).atMost(Duration.ofSeconds(10)).until(() -> moment.get() != 0);
        if (moment.get() < 0) {
            throw new IllegalStateException("The watch ended before it saw " + what + ".");
        }
        return moment.get();
    }

    boolean oldPodsAreGone() {
        return client.pods().inNamespace(namespace).withLabel("app", Trial.APPLICATION).withLabel("color", oldColor)
                .list()
                .getItems().isEmpty();
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
