package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.pods.PodRuntime;
import io.jenkins.plugins.bluegreen.embedded.server.ApiRequest;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.Selectors;
import io.jenkins.plugins.bluegreen.embedded.store.WriteObserver;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * A Kubernetes 1.34 API in the JVM, with controllers, one node whose Pods are HTTP servers on the loopback, and Services
 * that are loopback ports. Everything is on ephemeral ports, so any number of clusters may run side by side.
 *
 * <p>What it promises: resourceVersions, preconditions, dry run, field ownership, refusals and their texts are those of a
 * real API server, as far as a release meets them; connections that a Service has balanced stay where they are until one
 * side closes them. What it leaves out: warnings about fields that are
 * dropped, bookmarks but the one before a watch's end, quota scopes, network policies.
 *
 * <p>{@link #close()} ends every thread and port. See the package for an overview of the methods.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ControlPlane plane;
    private final String token = "embedded-cluster-token";
    private KubernetesClient client;
    private PrometheusStub prometheus;

    private EmbeddedCluster(Speed speed) {
        plane = new ControlPlane(speed);
        namespace("default");
        plane.startApi();
    }

    /** A running cluster with the namespace {@code default}. */
    public static EmbeddedCluster start() {
        return start(Speed.fast());
    }

    public static EmbeddedCluster start(Speed speed) {
        return new EmbeddedCluster(speed);
    }

    // A client

    /** {@code http://127.0.0.1:port}, the same after a restart. */
    public String url() {
        return plane.transport().url();
    }

    /** For a client of one's own; no auto-configuration, no retries unless they are set. */
    public Config config() {
        Config config = Config.empty();
        config.setMasterUrl(url());
        config.setOauthToken(token);
        config.setRequestRetryBackoffLimit(0);
        config.setNamespace("default");
        return config;
    }

    /** For who looks on and sets up: allowed everything, whatever is denied to others. */
    public Config adminConfig() {
        Config config = config();
        config.setOauthToken(ApiRequest.ADMIN_TOKEN);
        return config;
    }

    /** One client, shared by all who ask, closed with the cluster. */
    public synchronized KubernetesClient client() {
        if (client == null) {
            client = newClient();
        }
        return client;
    }

    /** A client of one's own, to be closed by the caller. */
    public KubernetesClient newClient() {
        return new KubernetesClientBuilder().withConfig(config()).withHttpClientFactory(new OkHttpClientFactory()).build();
    }

    /** A kubeconfig with a token. */
    public String kubeconfig() {
        return kubeconfig(token);
    }

    /** The same for a client that shows another token. */
    public String kubeconfig(String shown) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: embedded
                  cluster:
                    server: %s
                users:
                - name: jenkins
                  user:
                    token: %s
                contexts:
                - name: embedded
                  context:
                    cluster: embedded
                    user: jenkins
                    namespace: default
                current-context: embedded
                """.formatted(url(), shown);
    }

    /** The token of {@link #client()} and {@link #kubeconfig()}. */
    public String token() {
        return token;
    }

    /** From now on any other bearer token is answered 401; empty accepts all, as in the beginning. */
    public void requireToken(String required) {
        plane.api().requireToken(required);
    }

    // Objects

    /** Creates the namespace unless it is there. */
    public void namespace(String name) {
        ObjectKey key = Kind.NAMESPACE.key("", name);
        if (plane.store().get(key) == null) {
            ObjectNode namespace = Json.object();
            Json.child(namespace, "metadata").put("name", name);
            plane.machinery().create(Caller.controller("admin"), Kind.NAMESPACE, "", namespace);
        }
    }

    /** A copy of the object; null where there is none. */
    public ObjectNode get(String namespace, String resource, String name) {
        ObjectNode object = plane.store().get(Kind.ofPlural(resource).key(namespace, name));
        return object == null ? null : object.deepCopy();
    }

    /** Copies, by name. */
    public List<ObjectNode> list(String namespace, String resource) {
        return plane.store().list(Kind.ofPlural(resource), namespace).stream().map(ObjectNode::deepCopy).toList();
    }

    /** What another cluster needs for {@link #restore} to have the same namespace. */
    public Backup backup(String namespace) {
        return Backup.of(plane.store(), namespace);
    }

    /** Puts the objects of a backup there in one move; controllers make the rest. The namespace has to be there. */
    public void restore(Backup backup) {
        backup.restore(plane.store());
    }

    /** Waits up to 20 s. */
    public void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    /** Waits until the condition holds; it is looked at after every write, and now and then for what is no write. */
    public void await(String what, Duration atMost, BooleanSupplier condition) {
        plane.waiting().until(what, atMost, condition);
    }

    /** Waits until the Deployment is rolled out and available. */
    public void awaitAvailable(String namespace, String deployment) {
        await("Deployment " + namespace + "/" + deployment + " is available", () -> {
            ObjectNode object = plane.store().get(Kind.DEPLOYMENT.key(namespace, deployment));
            int wanted = object == null ? -1 : Json.number(object, 1, "spec", "replicas");
            return object != null && Json.number(object, 0, "status", "observedGeneration") >= Json.number(object, 1, "metadata", "generation")
                    && Json.number(object, 0, "status", "updatedReplicas") == wanted
                    && Json.number(object, 0, "status", "replicas") == wanted
                    && Json.number(object, 0, "status", "availableReplicas") == wanted;
        });
    }

    /** Sees every write from now on, the cluster's own included. */
    public void onWrite(WriteObserver observer) {
        plane.store().listen(change -> observer.written(change.before(), change.after(), change.write()));
    }

    // Traffic

    /** {@code http://127.0.0.1:port} of the Service's first port; waits for the Service. */
    public String serviceUrl(String namespace, String service) {
        return serviceUrl(namespace, service, 0);
    }

    /** @param port as the Service names it by number */
    public String serviceUrl(String namespace, String service, int port) {
        ObjectKey key = Kind.SERVICE.key(namespace, service);
        await("Service " + namespace + "/" + service + " listens", () -> plane.proxy().port(key, port) > 0);
        return "http://127.0.0.1:" + plane.proxy().port(key, port);
    }

    /** Where the Pod's first container listens, past any Service. */
    public String podUrl(String namespace, String pod) {
        int port = plane.kubelet().pod(namespace, pod).container("").anyPort();
        if (port < 0) {
            throw new IllegalStateException("Pod " + namespace + "/" + pod + " does not listen");
        }
        return "http://127.0.0.1:" + port;
    }

    /** How long the loopback ports of Services take to follow the EndpointSlices; zero in the beginning. */
    public void routingLag(Duration lag) {
        plane.proxy().lag(lag);
    }

    /** How long the EndpointSlices take to follow a changed Service; zero in the beginning. */
    public void endpointsLag(Duration lag) {
        plane.slices().lag(lag);
    }

    // Pods

    /** Names of Pods that the label selector ({@code app=backend,color=green}) fits, by name; those being deleted not among them. */
    public List<String> pods(String namespace, String labelSelector) {
        return plane.store().list(Kind.POD, namespace).stream().filter(Selectors.labels(labelSelector))
                .filter(pod -> !Json.deleting(pod)).map(Json::name).toList();
    }

    /** The Pod's first container exits; the kubelet restarts it, with back-off. */
    public void crash(String namespace, String pod, int exitCode) {
        PodRuntime runtime = plane.kubelet().pod(namespace, pod);
        plane.loop().soon(() -> {
            runtime.containers().get(0).log().add("crash on purpose");
            runtime.containers().get(0).crash(exitCode, false);
        });
    }

    /** As {@link #crash}, but killed for want of memory. */
    public void oomKill(String namespace, String pod) {
        PodRuntime runtime = plane.kubelet().pod(namespace, pod);
        plane.loop().soon(() -> runtime.containers().get(0).crash(0, true));
    }

    /** Changes what {@code /actuator/health} of a running Pod says: a value of HEALTH, see {@code DemoApplication}. */
    public void setHealth(String namespace, String pod, String health) {
        setEnv(namespace, pod, "HEALTH", health);
    }

    /** Changes one variable of the running containers of the Pod, in force at once. */
    public void setEnv(String namespace, String pod, String name, String value) {
        plane.kubelet().pod(namespace, pod).containers().forEach(container -> container.set(name, value));
    }

    /** @param container empty for the first */
    public List<String> logs(String namespace, String pod, String container) {
        return plane.kubelet().pod(namespace, pod).container(container).log().lines();
    }

    /** The Pod's first container writes a line. */
    public void log(String namespace, String pod, String line) {
        plane.kubelet().pod(namespace, pod).containers().get(0).log().add(line);
    }

    /** Only images that fit can be pulled from now on; one with the tag {@code missing} never can. */
    public void knownImages(Predicate<String> known) {
        plane.images().known(known);
        plane.kubelet().retryAll();
    }

    /** What all Pods together may request, {@code "64"} and {@code "256Gi"} in the beginning. */
    public void nodeCapacity(String cpu, String memory) {
        plane.scheduler().capacity(cpu, memory);
        plane.kubelet().retryAll();
    }

    // Autoscaling

    /** As if the metrics of the HorizontalPodAutoscaler asked for so many; kept within its bounds. */
    public void hpaDesired(String namespace, String name, int replicas) {
        plane.autoscaler().desired(Kind.HPA.key(namespace, name), replicas);
    }

    // Others

    /** Someone else at work, under this field manager. */
    public Human as(String fieldManager) {
        return new Human(plane.store(), plane.machinery(), fieldManager);
    }

    /** Started when first asked for. */
    public synchronized PrometheusStub prometheus() {
        if (prometheus == null) {
            prometheus = new PrometheusStub(plane.network());
        }
        return prometheus;
    }

    // Refusals

    /** @param resource plural, {@code pods/proxy} for a subresource; {@code *} for all, as for the verb */
    public void deny(String verb, String resource) {
        plane.rbac().deny(new Rule(List.of(verb), List.of("*"), List.of(resource)));
    }

    /** Nothing but this is allowed from now on (what was denied stays so). */
    public void allowOnly(Rule... rules) {
        plane.rbac().allowOnly(List.of(rules));
    }

    public void allowAll() {
        plane.rbac().allowAll();
    }

    /** An admission webhook: {@code admission webhook "policy.example.com" denied the request: message}; in dry runs too. */
    public void refuse(String webhook, Predicate<ObjectNode> refused, String message) {
        plane.admission().refuse(webhook, refused, message);
    }

    // Calls and misbehaviour

    /** Every call that came over HTTP. */
    public RequestLog requests() {
        return plane.api().log();
    }

    /** The n-th call from now on, 1 being the next, meets the fault; once. */
    public void atCall(int n, Fault fault) {
        when(call -> true, n, fault);
    }

    /** The nth of the calls that fit, counted from now, meets the fault; once. */
    public void when(Predicate<Call> calls, int nth, Fault fault) {
        plane.api().faults().nth(calls, nth, fault);
    }

    /** Every call that fits meets the fault until {@link #clearFaults()}. */
    public void always(Predicate<Call> calls, Fault fault) {
        plane.api().faults().always(calls, fault);
    }

    public void clearFaults() {
        plane.api().faults().clear();
    }

    /** How many watches are open, of all clients. */
    public int openWatches() {
        return plane.api().openWatches();
    }

    /** Every open watch ends with 410 Gone. */
    public void closeWatches() {
        plane.api().expireWatches();
    }

    /** The API server is gone: connections are cut, new ones refused. Pods, Services and controllers go on. */
    public void stop() {
        plane.transport().stop();
    }

    /** The API server is back, at the same address; after {@link #stop()} or in one move. */
    public void restart() {
        plane.transport().stop();
        plane.transport().start();
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
        if (prometheus != null) {
            prometheus.close();
        }
        plane.close();
    }
}
