package io.jenkins.plugins.bluegreen.embedded.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.controllers.ControllerLoop;
import io.jenkins.plugins.bluegreen.embedded.controllers.EndpointSliceController;
import io.jenkins.plugins.bluegreen.embedded.pods.Kubelet;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectStore;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The service proxy: a loopback port for every port of every Service. It follows the EndpointSlices after a lag, and
 * uses ready endpoints; without any, terminating ones that still serve. Source: "Virtual IPs and Service Proxies".
 */
public final class KubeProxy {
    private final ObjectStore store;
    private final ControllerLoop loop;
    private final Kubelet kubelet;
    private final EventLoopGroup network;
    private final Map<ObjectKey, List<Backend>> routes = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Map<Integer, ServicePort>> listening = new ConcurrentHashMap<>();
    private final Map<Integer, String> behind = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private volatile Duration lag = Duration.ZERO;

    /** An endpoint for one named port of a Service. */
    private record Backend(String pod, String portName, int port, boolean ready, boolean servingLast) {}

    public KubeProxy(ObjectStore store, ControllerLoop loop, Kubelet kubelet, EventLoopGroup network) {
        this.store = store;
        this.loop = loop;
        this.kubelet = kubelet;
        this.network = network;
    }

    public void lag(Duration newLag) {
        lag = newLag;
    }

    public void changed(Change change) {
        Kind kind = change.key().kind();
        if (kind.equals(Kind.SERVICE)) {
            loop.soon(() -> listen(change.key()));
        } else if (kind.equals(Kind.SLICE)) {
            String name = Json.labels(change.last()).getOrDefault(EndpointSliceController.SERVICE, "");
            ObjectKey service = Kind.SERVICE.key(change.key().namespace(), name);
            List<Backend> backends = backends(service);
            if (lag.isZero()) {
                routes.put(service, backends);
            } else {
                loop.after(lag, () -> routes.put(service, backends));
            }
        }
    }

    private List<Backend> backends(ObjectKey service) {
        List<Backend> backends = new ArrayList<>();
        for (ObjectNode slice : EndpointSliceController.slices(store, service)) {
            for (ObjectNode endpoint : Json.items(slice, "endpoints")) {
                JsonNode conditions = endpoint.path("conditions");
                boolean last = conditions.path("serving").asBoolean() && conditions.path("terminating").asBoolean();
                for (ObjectNode port : Json.items(slice, "ports")) {
                    backends.add(new Backend(Json.text(endpoint, "targetRef", "uid"), Json.text(port, "name"),
                            Json.number(port, 0, "port"), conditions.path("ready").asBoolean(), last));
                }
            }
        }
        return backends;
    }

    private void listen(ObjectKey service) {
        ObjectNode object = store.get(service);
        Map<Integer, ServicePort> ports = listening.computeIfAbsent(service, s -> new ConcurrentHashMap<>());
        Set<Integer> gone = new HashSet<>(ports.keySet());
        if (object != null && !Json.text(object, "spec", "type").equals("ExternalName")) {
            for (ObjectNode port : Json.items(object, "spec", "ports")) {
                int number = Json.number(port, 0, "port");
                gone.remove(number);
                ports.computeIfAbsent(number, n -> new ServicePort(network, () -> choice(service, n), this::count));
            }
        }
        gone.forEach(number -> ports.remove(number).close());
        if (object == null) {
            listening.remove(service);
            routes.remove(service);
        }
    }

    private List<Integer> choice(ObjectKey service, int number) {
        String name = Json.items(store.get(service), "spec", "ports").stream().filter(p -> Json.number(p, 0, "port") == number)
                .map(p -> Json.text(p, "name")).findFirst().orElse("");
        List<Backend> all = routes.getOrDefault(service, List.of()).stream().filter(b -> b.portName().equals(name)).toList();
        List<Backend> ready = all.stream().filter(Backend::ready).toList();
        List<Backend> chosen = ready.isEmpty() ? all.stream().filter(Backend::servingLast).toList() : ready;
        return chosen.stream().map(b -> {
            int port = kubelet.port(b.pod(), IntNode.valueOf(b.port()));
            behind.put(port, b.pod());
            return port;
        }).toList();
    }

    /** How many requests all Services have sent to a Pod so far. */
    public long requests(String pod) {
        LongAdder count = requests.get(pod);
        return count == null ? 0 : count.sum();
    }

    private void count(int port) {
        requests.computeIfAbsent(behind.getOrDefault(port, ""), pod -> new LongAdder()).increment();
    }

    /** The loopback port of a Service's port; 0 is the Service's first port. -1 if it does not exist yet. */
    public int port(ObjectKey service, int number) {
        ObjectNode object = store.get(service);
        if (object == null) {
            return -1;
        }
        int wanted = number != 0 ? number : Json.items(object, "spec", "ports").stream()
                .map(p -> Json.number(p, 0, "port")).findFirst().orElse(0);
        ServicePort port = listening.getOrDefault(service, Map.of()).get(wanted);
        return port == null ? -1 : port.port();
    }

    public void close() {
        listening.values().forEach(ports -> ports.values().forEach(ServicePort::close));
        listening.clear();
    }
}
