package io.jenkins.plugins.bluegreen.embedded;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.jenkins.plugins.bluegreen.embedded.controllers.ReplicaSetController;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.pods.PodRuntime;
import io.jenkins.plugins.bluegreen.embedded.server.ApiRequest;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.embedded.server.RoleObjects;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.embedded.store.Caller;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import io.jenkins.plugins.bluegreen.embedded.store.ObjectKey;
import io.jenkins.plugins.bluegreen.embedded.store.Selectors;
import io.jenkins.plugins.bluegreen.embedded.store.WriteObserver;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A Kubernetes 1.34 API in the JVM, with controllers, one node whose Pods are HTTP servers on the loopback, and
 * Services that are loopback ports. Every port is ephemeral, so clusters can run side by side.
 *
 * <p>Like a real API server, as far as a release depends on it: resourceVersions, preconditions, dry run, field
 * ownership, refusals and their texts. A connection through a Service stays with its Pod until one side closes it. Not
 * implemented: warnings about dropped fields, bookmarks except the one before a watch ends, quota scopes, network
 * policies.
 *
 * <p>{@link #close()} ends every thread and port. The package's documentation lists the methods by topic.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ControlPlane plane;
    private final String token = "embedded-cluster-token";
    private KubernetesClient client;
    private PrometheusStub prometheus;
    private ElasticsearchStub elasticsearch;

    private EmbeddedCluster(Speed speed) {
        plane = new ControlPlane(speed);
        namespace("default");
        plane.startApi();
    }

    /** Starts a cluster with the namespace {@code default}. */
    public static EmbeddedCluster start() {
        return start(Speed.fast());
    }

    public static EmbeddedCluster start(Speed speed) {
        return new EmbeddedCluster(speed);
    }

    // A client

    /** The API server's URL, {@code http://127.0.0.1:port}; the same after a restart. */
    public String url() {
        return plane.transport().url();
    }

    /** Configuration of a client: no auto-configuration, no retries unless they are set. */
    public Config config() {
        Config config = Config.empty();
        config.setMasterUrl(url());
        config.setOauthToken(token);
        config.setRequestRetryBackoffLimit(0);
        config.setNamespace("default");
        return config;
    }

    /** Configuration of the administrator, whom {@link #deny} and {@link #allowOnly} do not restrict. */
    public Config adminConfig() {
        Config config = config();
        config.setOauthToken(ApiRequest.ADMIN_TOKEN);
        return config;
    }

    /** A shared client, closed with the cluster. */
    public synchronized KubernetesClient client() {
        if (client == null) {
            client = newClient();
        }
        return client;
    }

    /** A new client, which the caller closes. */
    public KubernetesClient newClient() {
        return new KubernetesClientBuilder().withConfig(config()).withHttpClientFactory(new OkHttpClientFactory()).build();
    }

    /** A kubeconfig with a token. */
    public String kubeconfig() {
        return kubeconfig(token);
    }

    /** A kubeconfig with this token. */
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

    /** Answers 401 to any other bearer token from now on. Empty, the default, accepts all. */
    public void requireToken(String required) {
        plane.api().requireToken(required);
    }

    // Objects

    /** Creates the namespace unless it exists. */
    public void namespace(String name) {
        ObjectKey key = Kind.NAMESPACE.key("", name);
        if (plane.store().get(key) == null) {
            ObjectNode namespace = Json.object();
            Json.child(namespace, "metadata").put("name", name);
            plane.machinery().create(Caller.controller("admin"), Kind.NAMESPACE, "", namespace);
        }
    }

    /** A copy of the object, or null. */
    public ObjectNode get(String namespace, String resource, String name) {
        ObjectNode object = plane.store().get(Kind.ofPlural(resource).key(namespace, name));
        return object == null ? null : object.deepCopy();
    }

    /** Copies of the objects, sorted by name. */
    public List<ObjectNode> list(String namespace, String resource) {
        return plane.store().list(Kind.ofPlural(resource), namespace).stream().map(ObjectNode::deepCopy).toList();
    }

    /** A copy of the namespace for {@link #restore}. */
    public Backup backup(String namespace) {
        return Backup.of(plane.store(), namespace);
    }

    /** Creates all objects of a backup at once; controllers create the rest. The namespace must exist. */
    public void restore(Backup backup) {
        backup.restore(plane.store());
    }

    /** Waits up to 20 s. */
    public void await(String what, BooleanSupplier condition) {
        await(what, PATIENCE, condition);
    }

    /** Waits until the condition holds. It is evaluated after every write, and periodically. */
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

    /** Calls the observer at every write from now on, the cluster's own included. */
    public void onWrite(WriteObserver observer) {
        plane.store().listen(change -> observer.written(change.before(), change.after(), change.write()));
    }

    // Traffic

    /** The URL of the Service's first port, {@code http://127.0.0.1:port}. Waits for the Service. */
    public String serviceUrl(String namespace, String service) {
        return serviceUrl(namespace, service, 0);
    }

    /** @param port the Service's port number */
    public String serviceUrl(String namespace, String service, int port) {
        ObjectKey key = Kind.SERVICE.key(namespace, service);
        await("Service " + namespace + "/" + service + " listens", () -> plane.proxy().port(key, port) > 0);
        return "http://127.0.0.1:" + plane.proxy().port(key, port);
    }

    /** The URL of the Pod's first container, without a Service. */
    public String podUrl(String namespace, String pod) {
        int port = plane.kubelet().pod(namespace, pod).container("").anyPort();
        if (port < 0) {
            throw new IllegalStateException("Pod " + namespace + "/" + pod + " does not listen");
        }
        return "http://127.0.0.1:" + port;
    }

    /** Sets how long the loopback ports of Services take to follow the EndpointSlices; zero by default. */
    public void routingLag(Duration lag) {
        plane.proxy().lag(lag);
    }

    /** Sets how long the EndpointSlices take to follow a changed Service; zero by default. */
    public void endpointsLag(Duration lag) {
        plane.slices().lag(lag);
    }

    /** The status of Deployments tells, or does not tell for now, which Pods became ready: their controller is busy. */
    public void deploymentsTellReadiness(boolean told) {
        plane.deployments().tellsReadiness(told);
    }

    // Pods

    /**
     * Sorted names of the Pods that the label selector ({@code app=backend,color=green}) matches, without those being
     * deleted.
     */
    public List<String> pods(String namespace, String labelSelector) {
        return plane.store().list(Kind.POD, namespace).stream().filter(Selectors.labels(labelSelector))
                .filter(pod -> !Json.deleting(pod)).map(Json::name).toList();
    }

    /** Like {@link #pods}, but only those that are ready, as the Pods themselves tell. */
    public List<String> readyPods(String namespace, String labelSelector) {
        return plane.store().list(Kind.POD, namespace).stream().filter(Selectors.labels(labelSelector))
                .filter(pod -> !Json.deleting(pod) && ReplicaSetController.isReady(pod)).map(Json::name).toList();
    }

    /** Ends the Pod's first container with this exit code; the kubelet restarts it with backoff. */
    public void crash(String namespace, String pod, int exitCode) {
        PodRuntime runtime = plane.kubelet().pod(namespace, pod);
        plane.loop().soon(() -> {
            runtime.containers().get(0).log().add("crash on purpose");
            runtime.containers().get(0).crash(exitCode, false);
        });
    }

    /** Evicts a Pod, as a kubelet under memory pressure does: it stays as Failed, and its ReplicaSet makes another. */
    public void evict(String namespace, String pod) {
        PodRuntime runtime = plane.kubelet().pod(namespace, pod);
        plane.loop().soon(runtime::evict);
    }

    /** Ends a Pod as a node that is shut down does: it stays as Succeeded, and its ReplicaSet makes another. */
    public void complete(String namespace, String pod) {
        PodRuntime runtime = plane.kubelet().pod(namespace, pod);
        plane.loop().soon(runtime::complete);
    }

    /** Like {@link #crash}, as an OOM kill. */
    public void oomKill(String namespace, String pod) {
        PodRuntime runtime = plane.kubelet().pod(namespace, pod);
        plane.loop().soon(() -> runtime.containers().get(0).crash(0, true));
    }

    /** Sets what {@code /actuator/health} of a running Pod answers: a value of HEALTH, see {@code DemoApplication}. */
    public void setHealth(String namespace, String pod, String health) {
        setEnv(namespace, pod, "HEALTH", health);
    }

    /** Sets an environment variable of the Pod's running containers, effective at once. */
    public void setEnv(String namespace, String pod, String name, String value) {
        plane.kubelet().pod(namespace, pod).containers().forEach(container -> container.set(name, value));
    }

    /** @param container empty for the first */
    public List<String> logs(String namespace, String pod, String container) {
        return plane.kubelet().pod(namespace, pod).container(container).log().lines();
    }

    /** Writes a line to the log of the Pod's first container. */
    public void log(String namespace, String pod, String line) {
        plane.kubelet().pod(namespace, pod).containers().get(0).log().add(line);
    }

    /** Writes a line of any bytes to the log of the Pod's first container. */
    public void logBytes(String namespace, String pod, byte[] line) {
        plane.kubelet().pod(namespace, pod).containers().get(0).log().addBytes(line);
    }

    /** Sets which images can be pulled. An image with the tag {@code missing} never can. */
    public void knownImages(Predicate<String> known) {
        plane.images().known(known);
        plane.kubelet().retryAll();
    }

    /** Sets the node's capacity for the requests of all Pods; {@code "64"} and {@code "256Gi"} by default. */
    public void nodeCapacity(String cpu, String memory) {
        plane.scheduler().capacity(cpu, memory);
        plane.kubelet().retryAll();
    }

    /** Lets pulls of these images fail with this error until {@link #registryWorks()}. The kubelet tries again. */
    public void registryFails(Predicate<String> images, String error) {
        plane.images().failing(images, error);
    }

    public void registryWorks() {
        plane.images().failing(image -> false, "");
    }

    // Autoscaling

    /** Switches the cluster autoscaler on: it brings a node of this size so long after a Pod fits on none. */
    public void nodeComes(Duration after, String cpu, String memory) {
        plane.nodes().bring(after, () -> nodeCapacity(cpu, memory));
    }

    /** Switches the cluster autoscaler on: it has no node for any Pod, for this reason. */
    public void noNodeComes(String reason) {
        plane.nodes().refuse(reason);
    }

    /** Sets the replicas that the HorizontalPodAutoscaler's metrics ask for; its bounds apply. */
    public void hpaDesired(String namespace, String name, int replicas) {
        plane.autoscaler().desired(Kind.HPA.key(namespace, name), replicas);
    }

    /**
     * From now on every HorizontalPodAutoscaler for which {@link #hpaDesired} sets nothing follows the load.
     *
     * @param perPod how many requests of a period a Pod is for
     */
    public void hpaFollowsLoad(int perPod, Duration period) {
        plane.autoscaler().followLoad(pod -> plane.proxy().requests(Json.uid(pod)), perPod, period);
    }

    // Others

    /** Another client, with this field manager. */
    public Human as(String fieldManager) {
        return new Human(plane.store(), plane.machinery(), fieldManager);
    }

    /** The cluster's Prometheus, started at the first call. */
    public synchronized PrometheusStub prometheus() {
        if (prometheus == null) {
            prometheus = new PrometheusStub(plane.network());
        }
        return prometheus;
    }

    /** The cluster's Elasticsearch, started at the first call. */
    public synchronized ElasticsearchStub elasticsearch() {
        if (elasticsearch == null) {
            elasticsearch = new ElasticsearchStub(plane.network());
        }
        return elasticsearch;
    }

    // Refusals

    /** @param resource plural, {@code pods/proxy} for a subresource; {@code *} for all, also as a verb */
    public void deny(String verb, String resource) {
        plane.rbac().deny(new Rule(List.of(verb), List.of("*"), List.of(resource)));
    }

    /** Allows only these rules from now on. Earlier denials stay. */
    public void allowOnly(Rule... rules) {
        plane.rbac().allowOnly(List.of(rules));
    }

    /** From now on ServiceAccounts, Roles and RoleBindings say who is known and what they may. */
    public void goByRoles() {
        plane.rbac().goBy(new RoleObjects(plane.store()));
    }

    /** The token in a Secret that was created for a ServiceAccount. */
    public String tokenIn(String namespace, String secret) {
        return new RoleObjects(plane.store()).token(namespace, secret);
    }

    public void allowAll() {
        plane.rbac().allowAll();
    }

    /**
     * Adds an admission webhook that refuses such objects, also in dry runs: {@code admission webhook
     * "policy.example.com" denied the request: message}.
     */
    public void refuse(String webhook, Predicate<ObjectNode> refused, String message) {
        plane.admission().refuse(webhook, refused, message);
    }

    /** Adds an admission webhook that changes every object that a client writes, also in dry runs. */
    public void change(Consumer<ObjectNode> change) {
        plane.admission().change(change);
    }

    // Calls and misbehaviour

    /** The log of all HTTP calls. */
    public RequestLog requests() {
        return plane.api().log();
    }

    /** Delivers the matching writes, of all clients so far, once more; answers them with their new status. */
    public List<Call> deliverAgain(Predicate<Call> writes) {
        return plane.api().late().deliver(writes);
    }

    /** Applies the fault once, to the n-th call from now on; 1 is the next. */
    public void atCall(int n, Fault fault) {
        when(call -> true, n, fault);
    }

    /** Applies the fault once, to the nth matching call from now on. */
    public void when(Predicate<Call> calls, int nth, Fault fault) {
        plane.api().faults().nth(calls, nth, fault);
    }

    /** Applies the fault to every matching call until {@link #clearFaults()}. */
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

    /** Holds back all events of the watches of these resources from now on; of none: sends what was held back. */
    public void holdWatches(String... resources) {
        plane.api().holdWatches(Set.of(resources)::contains);
    }

    /** Ends every open watch with 410 Gone. */
    public void closeWatches() {
        plane.api().expireWatches();
    }

    /** Stops the API server: closes its connections and refuses new ones. Pods, Services and controllers go on. */
    public void stop() {
        plane.transport().stop();
    }

    /** Starts the API server again at the same address. Without {@link #stop()} before, stops it first. */
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
        if (elasticsearch != null) {
            elasticsearch.close();
        }
        plane.close();
    }
}
