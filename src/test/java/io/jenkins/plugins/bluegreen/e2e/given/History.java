package io.jenkins.plugins.bluegreen.e2e.given;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Records an application's Service, Deployments and Pods through watches. Resource versions are revisions of one store,
 * so they give the order of writes to different objects.
 */
public final class History implements AutoCloseable {
    private record Event(HasMetadata object, long millis) {
        long version() {
            return Long.parseLong(object.getMetadata().getResourceVersion());
        }
    }

    /** The names of the active Service, of the Deployments without their colours, and of the colour label. */
    record Names(String service, String deployments, String label) {}

    private final Names names;
    private final List<Event> events = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    /** Why a watch ended before it was closed. */
    private volatile WatcherException broken;

    History(KubernetesClient client, String namespace, Names names) {
        this.names = names;
        watch(client.services().inNamespace(namespace));
        watch(client.apps().deployments().inNamespace(namespace));
        // those that run already may not change any more
        watch(client.pods().inNamespace(namespace)).forEach(pod -> add(new Event(pod, System.currentTimeMillis())));
    }

    /** Starts at a known version: without one the API server must support streaming lists, which not all do. */
    private <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> watch(
            NonNamespaceOperation<T, L, ? extends Resource<T>> all) {
        L now = all.list();
        watches.add(all.withResourceVersion(now.getMetadata().getResourceVersion()).watch(watcher()));
        return now.getItems();
    }

    private <T extends HasMetadata> Watcher<T> watcher() {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action == Action.ADDED || action == Action.MODIFIED) {
                    add(new Event(object, System.currentTimeMillis()));
                }
            }

            @Override
            public void onClose(WatcherException cause) {
                broken = cause;
            }
        };
    }

    private synchronized void add(Event event) {
        events.add(event);
    }

    private synchronized <T extends HasMetadata> List<Event> of(Class<T> kind, String name) {
        return events.stream()
                .filter(event -> kind.isInstance(event.object()))
                .filter(event -> event.object().getMetadata().getName().equals(name))
                .sorted(Comparator.comparingLong(Event::version))
                .toList();
    }

    private String color(Event service) {
        return ((Service) service.object()).getSpec().getSelector().get(names.label());
    }

    private static Integer replicas(Event deployment) {
        return ((Deployment) deployment.object()).getSpec().getReplicas();
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(is -> is.getType().equals("Ready") && is.getStatus().equals("True"));
    }

    /** How many Pods of a Deployment were ready, by what they said before a version. */
    private synchronized int ready(String deployment, long version) {
        Map<String, Event> last = new HashMap<>();
        for (Event event : events) {
            String name = event.object().getMetadata().getName();
            if (event.object() instanceof Pod && name.startsWith(deployment + "-") && event.version() < version) {
                last.merge(name, event, (one, other) -> one.version() > other.version() ? one : other);
            }
        }
        return (int) last.values().stream()
                .filter(event -> isReady((Pod) event.object()))
                .count();
    }

    /** Events that changed the value. */
    private static List<Event> changes(List<Event> events, Function<Event, ?> value) {
        List<Event> changes = new ArrayList<>();
        Object last = null;
        for (Event event : events) {
            if (!Objects.equals(last, value.apply(event))) {
                last = value.apply(event);
                changes.add(event);
            }
        }
        return changes;
    }

    private List<Event> switches() {
        return changes(of(Service.class, names.service()), this::color);
    }

    /** The colours that the active Service selected, in order. */
    public List<String> colors() {
        return switches().stream().map(this::color).toList();
    }

    /** The values that something of the active Service had, in order. */
    public List<String> values(Function<Service, String> value) {
        Function<Event, String> ofEvent = event -> value.apply((Service) event.object());
        return changes(of(Service.class, names.service()), ofEvent).stream().map(ofEvent).toList();
    }

    /** The time at which the active Service last started to select a colour, in milliseconds since 1970. */
    public long switchedTo(String color) {
        return last(switches().stream().filter(event -> Objects.equals(color(event), color)), color);
    }

    /** The time at which a Deployment's replicas last became this number, in milliseconds since 1970. */
    public long scaled(String deployment, int replicas) {
        return last(
                changes(of(Deployment.class, deployment), History::replicas).stream()
                        .filter(event -> replicas(event) == replicas),
                deployment + " with " + replicas);
    }

    private static long last(Stream<Event> events, String what) {
        return events.reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("never: " + what))
                .millis();
    }

    /** The replicas that a Deployment wanted, in order. */
    public List<Integer> replicas(String deployment) {
        return changes(of(Deployment.class, deployment), History::replicas).stream()
                .map(History::replicas)
                .toList();
    }

    /** The number of ready Pods of the colour at each switch of the active Service to it. */
    public List<Integer> readyAtEachSwitchTo(String color) {
        return switches().stream()
                .filter(event -> Objects.equals(color(event), color))
                .map(event -> ready(names.deployments() + "-" + color, event.version()))
                .toList();
    }

    /** Asserts that the active Service never started to select a colour without ready Pods. */
    void assertNeverEmpty() {
        assertNull(broken, () -> "a watch ended: " + broken);
        for (String color : colors()) {
            assertTrue(
                    color != null && readyAtEachSwitchTo(color).stream().allMatch(ready -> ready > 0),
                    () -> "switched to " + color + " with so many ready Pods: " + readyAtEachSwitchTo(color));
        }
    }

    @Override
    public void close() {
        watches.forEach(Watch::close);
    }
}
