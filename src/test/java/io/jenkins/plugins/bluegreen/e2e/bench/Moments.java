package io.jenkins.plugins.bluegreen.e2e.bench;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The times of the observable events of a namespace's applications, in milliseconds since 1970, recorded by separate
 * watches. Each event is recorded when it was last seen to begin.
 */
final class Moments implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final String namespace;
    private final List<Watch> watches = new ArrayList<>();
    private final Map<String, Long> switched = new HashMap<>();
    private final Map<String, Long> complete = new HashMap<>();
    private final Map<String, Long> podReady = new HashMap<>();
    private final Map<String, Long> crashed = new HashMap<>();
    /** What is so now: selectors, complete Deployments, ready Pods. */
    private final Map<String, String> selectors = new HashMap<>();
    private final Set<String> rolledOut = new HashSet<>();
    private final Set<String> readyPods = new HashSet<>();
    /** Why a watch ended before it was closed. */
    private WatcherException broken;

    private Moments(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
        watch(client.services().inNamespace(namespace), this::see);
        watch(client.apps().deployments().inNamespace(namespace), this::see);
        watch(client.pods().inNamespace(namespace), this::see);
    }

    /** Records from now on. */
    static Moments of(KubernetesClient client, String namespace) {
        return new Moments(client, namespace);
    }

    private void see(Service service, long now) {
        String name = service.getMetadata().getName();
        Map<String, String> selector = service.getSpec().getSelector();
        String color = selector == null ? null : selector.get("color");
        if (color != null && !color.equals(selectors.put(name, color))) {
            switched.put(name + "-" + color, now);
        }
    }

    private void see(Deployment deployment, long now) {
        if (change(rolledOut, deployment.getMetadata().getName(), isRolledOut(deployment))) {
            complete.put(deployment.getMetadata().getName(), now);
        }
    }

    private static boolean isRolledOut(Deployment deployment) {
        Integer wanted = deployment.getSpec().getReplicas();
        return wanted > 0
                && Objects.equals(
                        deployment.getMetadata().getGeneration(), deployment.getStatus().getObservedGeneration())
                && wanted.equals(deployment.getStatus().getUpdatedReplicas())
                && wanted.equals(deployment.getStatus().getReadyReplicas());
    }

    private void see(Pod pod, long now) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        String deployment = labels.get("app") + "-" + labels.get("color");
        boolean ready = pod.getStatus().getConditions().stream()
                .anyMatch(condition -> condition.getType().equals("Ready") && condition.getStatus().equals("True"));
        if (change(readyPods, pod.getMetadata().getUid(), ready)) {
            podReady.put(deployment, now);
        }
        if (pod.getMetadata().getDeletionTimestamp() == null && pod.getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getRestartCount() > 0 || status.getState().getTerminated() != null)) {
            crashed.putIfAbsent(deployment, now);
        }
    }

    /** Whether it is so now, and was not. */
    private static boolean change(Set<String> those, String one, boolean isSo) {
        if (!isSo) {
            those.remove(one);
        }
        return isSo && those.add(one);
    }

    /** Starts at a known version, because not every API server streams initial objects. */
    private <T extends HasMetadata, L extends KubernetesResourceList<T>> void watch(
            NonNamespaceOperation<T, L, ? extends Resource<T>> all, BiConsumer<T, Long> see) {
        L now = all.list();
        synchronized (this) {
            now.getItems().forEach(object -> see.accept(object, 0L));
        }
        watches.add(all.withResourceVersion(now.getMetadata().getResourceVersion()).watch(new Watcher<T>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action == Action.ADDED || action == Action.MODIFIED) {
                    long seen = System.currentTimeMillis();
                    synchronized (Moments.this) {
                        see.accept(object, seen);
                    }
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                synchronized (Moments.this) {
                    broken = cause;
                }
            }
        }));
    }

    /** When the application's Service began to select this colour. */
    long switchedTo(String application, Color color) {
        return seen("the new selector", switched, application, color);
    }

    /** When the colour's Deployment said that all its Pods are ready. */
    long complete(String application, Color color) {
        return seen("the complete Deployment", complete, application, color);
    }

    /** When the colour's last Pod was ready. */
    long podsReady(String application, Color color) {
        return seen("the ready Pods", podReady, application, color);
    }

    /** When the first Pod of the colour ended by itself; empty if none has. */
    OptionalLong crashed(String application, Color color) {
        return get(crashed, application, color);
    }

    private long seen(String what, Map<String, Long> moments, String application, Color color) {
        await(what).atMost(PATIENCE).until(() -> get(moments, application, color).isPresent());
        return get(moments, application, color).getAsLong();
    }

    /** What was so before the watches began has no moment. */
    private synchronized OptionalLong get(Map<String, Long> moments, String application, Color color) {
        if (broken != null) {
            throw new IllegalStateException("A watch of " + namespace + " ended.", broken);
        }
        Long moment = moments.get(application + "-" + color.label());
        return moment == null || moment == 0 ? OptionalLong.empty() : OptionalLong.of(moment);
    }

    /** Waits for the Service to select this colour. */
    void awaitSwitchedTo(String application, Color color, Duration longest) {
        await("the switch to " + color).atMost(longest)
                .until(() -> get(switched, application, color).isPresent());
    }

    /** Whether the namespace has no Pods of these colours any more. */
    boolean isGone(Color color) {
        return client.pods().inNamespace(namespace).withLabel("color", color.label()).list().getItems().isEmpty();
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
