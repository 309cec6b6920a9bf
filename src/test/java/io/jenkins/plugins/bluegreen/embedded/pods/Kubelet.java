package io.jenkins.plugins.bluegreen.embedded.pods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Change;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.StatusError;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The kubelet of the single node: runs the Pods in the store. */
public final class Kubelet {
    private final Node node;
    private final Map<String, PodRuntime> pods = new ConcurrentHashMap<>();
    private int addresses;

    public Kubelet(Node node) {
        this.node = node;
    }

    public void changed(Change change) {
        Kind kind = change.key().kind();
        if (kind.equals(Kind.POD)) {
            node.loop().soon(() -> sync(change));
        } else if (List.of(Kind.CONFIG_MAP, Kind.SECRET, Kind.CLAIM).contains(kind) && change.after() != null) {
            String namespace = change.key().namespace();
            node.loop().soon("retry " + namespace, () -> pods.values().stream()
                    .filter(pod -> Json.namespace(pod.object()).equals(namespace)).forEach(PodRuntime::retry));
        }
    }

    private void sync(Change change) {
        if (change.after() == null) {
            PodRuntime runtime = pods.remove(Json.uid(change.before()));
            if (runtime != null) {
                runtime.stop();
            }
            pods.values().forEach(this::room);
            return;
        }
        ObjectNode pod = node.store().get(change.key());
        if (pod == null || !Json.uid(pod).equals(Json.uid(change.after()))) {
            return;
        }
        PodRuntime runtime = pods.get(Json.uid(pod));
        if (runtime != null) {
            runtime.update(pod);
        } else if (change.before() == null) {
            addresses++;
            runtime = new PodRuntime(node, pod, "10.244." + addresses / 250 + "." + (1 + addresses % 250));
            pods.put(Json.uid(pod), runtime);
            runtime.retry();
            runtime.update(node.store().get(change.key()));
        }
    }

    /** Retries a Pod that did not fit on the node. */
    private void room(PodRuntime pod) {
        if (!Json.has(pod.object(), "spec", "nodeName")) {
            pod.retry();
        }
    }

    /** Retries all waiting Pods after a change of images or capacity. */
    public void retryAll() {
        node.loop().soon(() -> pods.values().forEach(PodRuntime::retry));
    }

    /** The runtime of a Pod in the store; throws the API's 404 if there is none. */
    public PodRuntime pod(String namespace, String name) {
        ObjectKey key = Kind.POD.key(namespace, name);
        ObjectNode pod = node.store().get(key);
        PodRuntime runtime = pod == null ? null : pods.get(Json.uid(pod));
        if (runtime == null) {
            throw StatusError.notFound(key);
        }
        return runtime;
    }

    /** The loopback port behind a Pod's port, given by number or name; -1 if nothing listens. */
    public int port(String uid, JsonNode port) {
        PodRuntime runtime = pods.get(uid);
        if (runtime != null) {
            for (ContainerRuntime container : runtime.containers()) {
                int found = container.port(port);
                if (found > 0) {
                    return found;
                }
            }
        }
        return -1;
    }

    public void close() {
        pods.values().forEach(PodRuntime::stop);
        pods.clear();
    }
}
