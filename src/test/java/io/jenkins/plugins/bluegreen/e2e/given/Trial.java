package io.jenkins.plugins.bluegreen.e2e.given;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.bluegreen.conformance.given.Http;
import io.jenkins.plugins.bluegreen.conformance.given.ReadmeRole;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.demo.Demo;
import io.jenkins.plugins.bluegreen.embedded.server.RequestLog;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadRequest;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Capabilities;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A namespace of a real cluster with an application, and releases of it by an account that holds just the README's
 * Role. A test of an {@link E2e} class has it as its parameter.
 *
 * <pre>{@code
 * void second(Trial trial) {
 *     trial.live(BLUE);
 *     Load traffic = trial.traffic();
 *     Released released = trial.release("v2");
 *     …
 *     trial.assertNothingLost(traffic);
 * }
 * }</pre>
 */
public final class Trial implements AutoCloseable {
    /** Opens several trials for one test; {@code what} identifies each in the report. Safe for any thread. */
    @FunctionalInterface
    public interface Source {
        Trial open(String what);
    }

    /** The name of the application and of its Service. */
    public static final String APPLICATION = "backend";

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PER_SECOND = 100;
    private static final int FEW_PER_SECOND = 20;
    /** Until nodes follow the Service: on a busy machine kube-proxy's own metric showed up to five. */
    private static final int ROUTING_SECONDS = 5;
    private static final String IMAGE_OF_TESTS = "esc/app:2.0.1";

    /** Listeners of the releases. */
    public final List<ReleaseEvents> listeners = new ArrayList<>();
    final List<Released> released = new CopyOnWriteArrayList<>();
    /** What happened to the application's objects since the beginning, or since {@link #watching}. */
    public History history;
    private final KubernetesClient client;
    private final List<PolicyRule> role;
    private final Tenant tenant;
    private final List<Load> loads = new ArrayList<>();
    private final List<String> manifests = new ArrayList<>();
    private ClusterConnection connection;
    private boolean promisesUnchecked;
    private int build;

    /** Opens a trial in a new namespace, with the manifests of {@link Yaml}. */
    public Trial(RealCluster cluster) throws IOException {
        client = cluster.client();
        role = ReadmeRole.read().getRules();
        tenant = Tenant.create(cluster, role);
        connection = GivenConnection.open(tenant.kubeconfig());
        history = new History(client, tenant.namespace(), new History.Names(APPLICATION, APPLICATION, "color"));
        manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT);
        environment("WORK", "20ms");
    }

    /** Omits the check of the promises, for a scenario in which the API server ends, or a person switches. */
    public Trial promisesUnchecked() {
        promisesUnchecked = true;
        return this;
    }

    /** From now on watches, and checks the promises of, an application whose objects have other names. */
    public Trial watching(String service, String deployments, String label) {
        history.close();
        history = new History(client, namespace(), new History.Names(service, deployments, label));
        return this;
    }

    /** What the cluster says to charts. */
    public Capabilities capabilities() {
        return connection.capabilities();
    }

    /** Replaces the manifests. The Service gets a node port, and the Pods an image that the cluster has. */
    public Trial manifests(String... texts) {
        manifests.clear();
        Stream.of(texts).map(Trial::onNode).forEach(manifests::add);
        return this;
    }

    private static String onNode(String text) {
        String placed = text.replace(IMAGE_OF_TESTS, Demo.image())
                .replace("spec:\n  selector:", "spec:\n  type: NodePort\n  selector:");
        return placed.contains("automountServiceAccountToken:")
                ? placed
                : placed.replace("    spec:\n      ", "    spec:\n      automountServiceAccountToken: false\n      ");
    }

    /** Adds an entry to the ConfigMap, the environment of the Pods of all later versions. */
    public Trial environment(String name, String value) {
        manifests.replaceAll(text -> text.startsWith(Yaml.CONFIG_MAP)
                ? text.replaceAll("(?m)^  " + name + ": .*\n", "") + "  " + name + ": \"" + value + "\"\n"
                : text);
        return this;
    }

    /** Releases until this colour is live: once for blue, twice for green. Then waits for the node port. */
    public Trial live(Color color) {
        do {
            Released promoted = release("v" + (build + 1));
            assertEquals(Outcome.PROMOTED, promoted.outcome(), promoted::story);
        } while (!color.label().equals(liveColor()));
        awaitAccepting();
        return this;
    }

    /** Opens a new connection, as after a restart of the controller: nothing is cached or watched. */
    public Trial reconnected() {
        connection.close();
        connection = GivenConnection.open(tenant.kubeconfig());
        return this;
    }

    /** Releases a version with default settings. */
    public Released release(String version) {
        return release(version, spec -> {});
    }

    public Released release(String version, Consumer<ReleaseSpec.Builder> more) {
        return end(start(version, more));
    }

    /** Starts a release in the background; {@link #end(Running)} waits for its end. */
    public Running start(String version, Consumer<ReleaseSpec.Builder> more) {
        return start(ReleaseState.release(spec(version, more)), null);
    }

    /** Starts a release with a block in the background. */
    public Running start(String version, Consumer<ReleaseSpec.Builder> more, Running.Block block) {
        return start(ReleaseState.release(spec(version, spec -> more.accept(spec.body(true)))), block);
    }

    /** Holds a release before its switch, with its preview. */
    public Released hold(String version, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec spec = spec(version, builder -> more.accept(builder.preview(true)));
        return end(start(new ReleaseState(spec, Operation.HOLD), null));
    }

    /** Promotes, in another build, what is held. */
    public Released promote(Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder spec = limits();
        more.accept(spec);
        return end(start(new ReleaseState(spec.build(), Operation.PROMOTE), null));
    }

    /** A release that {@link #release(String)} would run, to be run by a controller's service. */
    public ReleaseState prepared(String version, Consumer<ReleaseSpec.Builder> more) {
        return ReleaseState.release(spec(version, more));
    }

    /** A rollback, to be run by a controller's service. */
    public ReleaseState preparedRollBack() {
        return ReleaseState.rollBack(limits().build());
    }

    public Released rollBack() {
        return end(startRollBack(spec -> {}));
    }

    /** Starts a rollback in the background; {@link #end(Running)} waits for its end. */
    public Running startRollBack(Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder spec = limits();
        more.accept(spec);
        return start(ReleaseState.rollBack(spec.build()), null);
    }

    private Running start(ReleaseState state, Running.Block block) {
        Optional<AuditLog> audit = AuditLog.open();
        FabricGateway gateway = connection.gateway(namespace());
        return Running.start(
                gateway,
                gateway,
                state,
                block,
                Pace.normal(),
                listeners,
                () -> {},
                () -> audit.flatMap(log -> log.of(tenant.user())).orElse(null));
    }

    /** Waits for the end, and records the result for the report. */
    public Released end(Running running) {
        Released over = running.end();
        released.add(over);
        return over;
    }

    private ReleaseSpec spec(String version, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder spec = limits();
        variables(version).forEach(spec::variable);
        for (int i = 0; i < manifests.size(); i++) {
            spec.manifest(APPLICATION + "/" + (i + 1) + ".yaml", manifests.get(i));
        }
        more.accept(spec);
        return spec.build();
    }

    private static Map<String, String> variables(String version) {
        return Map.of("APP", APPLICATION, "VERSION", version, "REPLICAS", "2", "HEALTH", "UP");
    }

    private ReleaseSpec.Builder limits() {
        return ReleaseSpec.in(namespace(), "e2e-" + ++build)
                .application(APPLICATION)
                .buildNumber(String.valueOf(build))
                .buildUrl("https://jenkins.example.com/job/" + APPLICATION + "/" + build + "/")
                .stabilizeSeconds(0)
                .timeoutSeconds(60)
                .lockTimeoutSeconds(30)
                .rollbackTimeoutSeconds(60)
                .scaleDownDelaySeconds(ROUTING_SECONDS);
    }

    public String namespace() {
        return tenant.namespace();
    }

    /** The namespace and the account of the releases. */
    public Tenant tenant() {
        return tenant;
    }

    /** The administrator's client, for changes that the releases' account may not make. */
    public KubernetesClient admin() {
        return client;
    }

    /** The colour that the active Service selects; null without a Service or without a colour in its selector. */
    public String liveColor() {
        Service service = service();
        return service == null ? null : service.getSpec().getSelector().get("color");
    }

    public Service service() {
        return service(APPLICATION);
    }

    public Service service(String name) {
        return client.services().inNamespace(namespace()).withName(name).get();
    }

    /**
     * Applies objects as the administrator, as a person does with {@code kubectl apply --server-side}. They get what
     * {@link #manifests(String...)} get.
     */
    public void human(String yaml) {
        apply(onNode(yaml));
    }

    /** Creates objects as the administrator: as they stand there, and as {@code kubectl apply} does it. */
    public void kubectl(String yaml) {
        for (HasMetadata object : parsed(yaml)) {
            String said = Serialization.asJson(object);
            object.getMetadata().setAnnotations(Map.of("kubectl.kubernetes.io/last-applied-configuration", said));
            String version = object.getApiVersion();
            client.raw(
                    (version.contains("/") ? "/apis/" : "/api/") + version + "/namespaces/" + namespace() + "/"
                            + object.getPlural() + "?fieldManager=kubectl-client-side-apply",
                    "POST",
                    object);
        }
    }

    private List<HasMetadata> parsed(String yaml) {
        return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items();
    }

    private void apply(String yaml) {
        PatchContext apply = new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager("kubectl")
                .build();
        parsed(yaml).forEach(object -> client.resource(object).inNamespace(namespace()).patch(apply));
    }

    /** Applies the manifests as a person does, without colours, and waits for the Pods. */
    public Trial runningWithoutColors(String version) {
        for (String manifest : manifests) {
            String text = manifest;
            for (Map.Entry<String, String> variable : variables(version).entrySet()) {
                text = text.replace("${" + variable.getKey() + "}", variable.getValue());
            }
            apply(text);
        }
        client.apps().deployments().inNamespace(namespace()).withName(APPLICATION)
                .waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        awaitAccepting();
        return this;
    }

    /** Allows the releases' account everything with some resources of a group, in addition to the Role. */
    public Trial mayAlso(String group, String... resources) {
        return mayAlso(Map.of(group, List.of(resources)));
    }

    /** The same, with resources by group. */
    public Trial mayAlso(Map<String, List<String>> more) {
        List<PolicyRule> rules = new ArrayList<>(role);
        more.forEach((group, resources) -> rules.add(new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs("*")
                .build()));
        tenant.allow(rules);
        until("the API server to go by the Role", () -> more.entrySet().stream().allMatch(entry ->
                entry.getValue().stream().allMatch(resource -> tenant.may("patch", entry.getKey(), resource))));
        return this;
    }

    /** Waits until the nodes know the active Service, before a load. {@link #live(Color)} does so too. */
    public void awaitAccepting() {
        NodePort.awaitAccepting(Demo.nodeHost(), nodePort());
    }

    private int nodePort() {
        return nodePort(APPLICATION);
    }

    private int nodePort(String service) {
        return service(service).getSpec().getPorts().get(0).getNodePort();
    }

    /** The replicas that a Deployment of the application wants. */
    public int replicas(Color color) {
        return client.apps()
                .deployments()
                .inNamespace(namespace())
                .withName(APPLICATION + "-" + color.label())
                .get()
                .getSpec()
                .getReplicas();
    }

    /** All Pods of a colour, including those being deleted. */
    public List<Pod> pods(Color color) {
        return pods(Map.of("app", APPLICATION, "color", color.label()));
    }

    /** All Pods with these labels. */
    public List<Pod> pods(Map<String, String> labels) {
        return client.pods().inNamespace(namespace()).withLabels(labels).list().getItems();
    }

    /** The plugin's annotation on the active Service; the name is without its prefix. */
    public String annotation(String name) {
        return service().getMetadata().getAnnotations().get("blue-green.jenkins.io/" + name);
    }

    /** The application's URL for users. */
    public String url() {
        return "http://" + Demo.nodeHost() + ":" + nodePort();
    }

    /** The answer to {@code GET path} through the active Service. */
    public String get(String path) {
        return Http.get(url() + path);
    }

    /** The version that answers through the active Service. */
    public String version() {
        return get("/").split("\\s")[0];
    }

    /** The answer to {@code GET path} through the preview Service, by the API server's proxy. */
    public String preview(String path) {
        return proxied("services/" + APPLICATION + "-preview:80", path);
    }

    /** The answer to {@code GET path} through a port of any Service, by the API server's proxy. */
    public String through(String service, int port, String path) {
        return proxied("services/" + service + ":" + port, path);
    }

    /** The answer to {@code GET path} of a Pod, by the API server's proxy. */
    public String ask(Pod pod, String path) {
        return proxied("pods/" + pod.getMetadata().getName() + ":8080", path);
    }

    private String proxied(String object, String path) {
        return client.raw("/api/v1/namespaces/" + namespace() + "/" + object + "/proxy" + path).trim();
    }

    /** Starts a load of short and kept-alive connections through the active Service. */
    public Load traffic() {
        return traffic(4, 8);
    }

    /** Starts a load with so many connections of each kind. */
    public Load traffic(int shortConnections, int keepAlive) {
        return traffic(shortConnections, keepAlive, PER_SECOND);
    }

    /** Starts a load with so many connections of each kind, and so many requests per second in total. */
    public Load traffic(int shortConnections, int keepAlive, int perSecond) {
        return start(url() + "/", shortConnections, keepAlive, perSecond);
    }

    private Load start(String url, int shortConnections, int keepAlive, int perSecond) {
        Load load = Load.on(url)
                .shortConnections(shortConnections)
                .keepAlive(keepAlive)
                .perSecond(perSecond)
                .start();
        loads.add(load);
        return load;
    }

    /** Continues a load for so many more requests, so that late losses show. */
    public void goesOn(Load load, int requests) {
        int until = load.requests() + requests;
        until(requests + " requests more", () -> load.requests() >= until);
    }

    /** Starts a small load through another Service with a node port. */
    public Load trafficThrough(String service) {
        return trafficThrough(service, FEW_PER_SECOND);
    }

    /** The same with so many requests per second. */
    public Load trafficThrough(String service, int perSecond) {
        int port = nodePort(service);
        NodePort.awaitAccepting(Demo.nodeHost(), port);
        return start("http://" + Demo.nodeHost() + ":" + port + "/", 2, 2, perSecond);
    }

    /** Starts a small load, for scenarios in parallel. */
    public Load smallTraffic() {
        return traffic(2, 2, FEW_PER_SECOND);
    }

    /** Stops the load and asserts that no request was lost. */
    public LoadResult assertNothingLost(Load load) {
        goesOn(load, PER_SECOND);
        LoadResult result = load.stop();
        assertEquals(0, result.lost(), result::toString);
        return result;
    }

    /** Waits until all Pods of the colour, and with them all connections to them, are gone. */
    public void awaitGone(Color color) {
        until("the Pods of " + color + " to go", () -> pods(color).isEmpty());
    }

    /** Waits for a condition. */
    public void until(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).until(condition);
    }

    /** Asserts that no release broke a promise. */
    public void assertPromisesKept() {
        if (!promisesUnchecked) {
            history.assertNeverEmpty();
        }
    }

    /** The results of all loads of the trial; stops them. */
    LoadResult allTraffic() {
        List<LoadRequest> all = new ArrayList<>();
        loads.forEach(load -> all.addAll(load.stop().all()));
        return new LoadResult(all);
    }

    /** The number of the last release's API requests; null if the cluster's audit log can't be read. */
    static Integer calls(Released released) {
        RequestLog requests = released.requests();
        return requests == null ? null : requests.count();
    }

    @Override
    public void close() {
        loads.forEach(Load::close);
        history.close();
        connection.close();
        tenant.close();
    }
}
