package io.jenkins.plugins.bluegreen.conformance.given;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.OAuthTokenProvider;
import io.jenkins.plugins.bluegreen.embedded.Backup;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.server.Rule;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.seen.ApplicationStatus;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import io.jenkins.plugins.bluegreen.kubernetes.charts.Capabilities;
import io.jenkins.plugins.bluegreen.kubernetes.overview.ClusterView;
import io.jenkins.plugins.bluegreen.kubernetes.overview.OverviewReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A cluster with an application, and releases of it: what every scenario begins with.
 *
 * <pre>{@code
 * try (Given given = Given.anApplication("backend").live(BLUE)) {
 *     Released released = given.release("v2");
 *     assertEquals(GREEN, given.liveColor());
 * }
 * }</pre>
 */
public final class Given implements AutoCloseable {
    public static final String NAMESPACE = "esc";
    /**
     * The engine's intervals and limits, short for tests. The poll interval is the real one, so that only watches wake
     * a release.
     */
    static final Pace PACE = new Pace(5_000, 60_000, 300, 1_500, 15_000, 1_000, 0);

    private static final Set<String> OVER = Set.of("Failed", "Succeeded");

    public final EmbeddedCluster cluster;
    ClusterConnection connection;
    public final String application;
    /** Listeners of the releases, besides the console. */
    public final List<ReleaseEvents> listeners = new ArrayList<>();
    /** The engine's intervals and limits of later releases. */
    public Pace pace = PACE;
    /** Wraps the gateway between engine and cluster. */
    public UnaryOperator<ClusterGateway> ports = gateway -> gateway;

    /** Called before each save of a state; what it throws, the journal throws. */
    public Runnable beforeSave = () -> {};

    private final List<String> manifests = new ArrayList<>();
    private final Promises promises;
    private boolean promisesMayBreak;
    /** Whether the cluster is another application's, which closes it. */
    private final boolean guest;

    private int build;
    private int needed = 2;

    private Given(String application, Speed speed) {
        this(application, EmbeddedCluster.start(speed), false);
    }

    private Given(String application, EmbeddedCluster cluster, boolean guest) {
        this.application = application;
        this.cluster = cluster;
        this.guest = guest;
        if (!guest) {
            cluster.namespace(NAMESPACE);
            cluster.allowOnly(ReadmeRole.withOtherKinds().toArray(Rule[]::new));
        }
        promises = Promises.watch(cluster, NAMESPACE, application);
        connection = GivenConnection.open(cluster.kubeconfig());
        manifests.add(Yaml.CONFIG_MAP);
        manifests.add(Yaml.SECRET);
        manifests.add(Yaml.SERVICE);
        manifests.add(Yaml.DEPLOYMENT);
    }

    /** An application that was never released, with the four objects of {@link Yaml}. */
    public static Given anApplication(String name) {
        return new Given(name, Speed.fast());
    }

    public static Given anApplication(String name, Speed speed) {
        return new Given(name, speed);
    }

    /** Another application in the same cluster, to be closed before this one. */
    public Given beside(String name) {
        return new Given(name, cluster, true);
    }

    /** Disables the check of the promises in {@link #close()}, for a scenario in which another client breaks them. */
    public Given promisesMayBreak() {
        promisesMayBreak = true;
        return this;
    }

    /** From now on the load needs so many Pods: an autoscaler makes them, and every switch has to find them ready. */
    public Given needs(int pods) {
        needed = pods;
        promises.expectAtEachSwitch(pods);
        return this;
    }

    /** How many Pods the load needs. */
    int needed() {
        return needed;
    }

    /** Whether a manifest contains this text. */
    boolean states(String text) {
        return manifests.stream().anyMatch(manifest -> manifest.contains(text));
    }

    /** Replaces the manifests. */
    public Given manifests(String... texts) {
        manifests.clear();
        manifests.addAll(List.of(texts));
        return this;
    }

    /** What the cluster says to charts. */
    public Capabilities capabilities() {
        return connection.capabilities();
    }

    /** Adds manifests. */
    public Given and(String... texts) {
        manifests.addAll(List.of(texts));
        return this;
    }

    /** Lets another client create the application from the manifests, without colours. */
    public Given runningWithoutColors(String version) {
        for (String manifest : manifests) {
            String text = manifest;
            for (Map.Entry<String, String> variable : variables(version).entrySet()) {
                text = text.replace("${" + variable.getKey() + "}", variable.getValue());
            }
            cluster.as("kubectl").apply(NAMESPACE, text);
        }
        cluster.awaitAvailable(NAMESPACE, application);
        cluster.requests().clear();
        return this;
    }

    /** Opens a new connection, as after a restart of the controller: nothing is cached or watched. */
    public Given reconnected() {
        return reconnected(cluster.token());
    }

    /** The same with another token. */
    public Given reconnected(String token) {
        connection.close();
        connection = GivenConnection.open(cluster.kubeconfig(token));
        cluster.requests().clear();
        return this;
    }

    /** The same with the tokens of a provider, of which the cluster accepts the present one alone. */
    public Given reconnected(OAuthTokenProvider tokens) {
        connection.close();
        cluster.requireToken(tokens.getToken());
        connection = GivenConnection.open(cluster.kubeconfig(), tokens);
        cluster.requests().clear();
        return this;
    }

    /** Adds an entry to the ConfigMap, the environment of the Pods of all later versions. */
    public Given environment(String name, String value) {
        manifests.replaceAll(text -> text.startsWith(Yaml.CONFIG_MAP)
                ? text.replaceAll("(?m)^  " + name + ": .*\n", "") + "  " + name + ": \"" + value + "\"\n"
                : text);
        return this;
    }

    /** Releases until this colour is live: once for blue, twice for green. */
    public Given live(Color color) {
        do {
            Released released = release("v" + (build + 1));
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        } while (!color.label().equals(liveColor()));
        cluster.requests().clear();
        return this;
    }

    /** A copy of the application's objects, and the number of builds so far. */
    public record Past(Backup objects, int builds) {}

    /** A copy of this application's state for others of the same name. */
    public Past past() {
        return new Past(cluster.backup(NAMESPACE), build);
    }

    /**
     * Restores the application from a copy, without releasing. Waits until the live colour is ready and has the
     * traffic.
     */
    public Given withPast(Past past) {
        build = past.builds();
        cluster.restore(past.objects());
        Color live = Color.ofLabel(liveColor()).orElseThrow();
        for (var deployment : cluster.list(NAMESPACE, "deployments")) {
            cluster.awaitAvailable(NAMESPACE, deployment.at("/metadata/name").asText());
        }
        cluster.await(
                "the Pods of " + live + " behind the Service",
                () -> ReadyEndpoints.of(cluster, NAMESPACE, application).equals(Set.copyOf(pods(live))));
        return this;
    }

    /** Releases a version with default settings. */
    public Released release(String version) {
        return release(version, spec -> {});
    }

    public Released release(String version, Consumer<ReleaseSpec.Builder> more) {
        return start(version, more).end();
    }

    /** Starts a release in the background. */
    public Running start(String version, Consumer<ReleaseSpec.Builder> more) {
        return start(ReleaseState.release(spec(version, more)), null);
    }

    /** Starts a release with a block in the background. */
    public Running start(String version, Consumer<ReleaseSpec.Builder> more, Running.Block block) {
        return start(ReleaseState.release(spec(version, spec -> more.accept(spec.body(true)))), block);
    }

    /** Starts a release that is held before its switch. */
    public Running startHold(String version, Consumer<ReleaseSpec.Builder> more) {
        return start(new ReleaseState(spec(version, spec -> more.accept(spec.preview(true))), Operation.HOLD), null);
    }

    /** Holds a release before its switch. */
    public Released hold(String version) {
        Released held = startHold(version, spec -> {}).end();
        assertEquals(Outcome.HELD, held.outcome(), held::story);
        return held;
    }

    /** Starts what another build does with what is held: {@code PROMOTE} or {@code DISCARD}. */
    public Running startHeld(Operation operation, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder builder = limits(ReleaseSpec.in(NAMESPACE, "our shop/build-" + ++build))
                .buildUrl("https://jenkins.example.com/job/" + application + "/" + build + "/")
                .application(application);
        more.accept(builder);
        return start(new ReleaseState(builder.build(), operation), null);
    }

    public Released promote() {
        return startHeld(Operation.PROMOTE, spec -> {}).end();
    }

    public Released discard() {
        return startHeld(Operation.DISCARD, spec -> {}).end();
    }

    /** What {@code blueGreenStatus} tells. */
    public ApplicationStatus status() {
        return ApplicationStatus.read(connection.gateway(NAMESPACE), NAMESPACE, application, null, "color");
    }

    /** What the overview tells of the cluster. */
    public ClusterView overview() {
        return new OverviewReader()
                .read(connection.api(), List.of(NAMESPACE), namespace -> true)
                .join();
    }

    public Released rollBack() {
        return rollBack(spec -> {});
    }

    public Released rollBack(Consumer<ReleaseSpec.Builder> more) {
        return startRollBack(more).end();
    }

    /** Starts a rollback in the background. */
    public Running startRollBack(Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder builder = limits(ReleaseSpec.in(NAMESPACE, "our shop/build-" + ++build)).application(application);
        more.accept(builder);
        return start(ReleaseState.rollBack(builder.build()), null);
    }

    /** Resumes a release in this process from saved state. */
    public Running resume(byte[] saved) {
        return start(SavedState.state(saved), null);
    }

    private Running start(ReleaseState state, Running.Block block) {
        int mark = cluster.requests().mark();
        FabricGateway gateway = connection.gateway(NAMESPACE);
        return Running.start(
                ports.apply(gateway),
                gateway,
                state,
                block,
                pace,
                listeners,
                beforeSave,
                () -> cluster.requests().since(mark));
    }

    /** A release that has not begun, for whoever drives it himself. */
    public ReleaseState prepared(String version, Consumer<ReleaseSpec.Builder> more) {
        return ReleaseState.release(spec(version, more));
    }

    private static ReleaseSpec.Builder limits(ReleaseSpec.Builder builder) {
        return builder.stabilizeSeconds(0)
                .scaleDownDelaySeconds(0)
                .timeoutSeconds(20)
                .lockTimeoutSeconds(5)
                .rollbackTimeoutSeconds(20);
    }

    ReleaseSpec spec(String version, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder builder = limits(ReleaseSpec.in(NAMESPACE, "our shop/build-" + ++build))
                .buildNumber(String.valueOf(build))
                .buildUrl("https://jenkins.example.com/job/" + application + "/" + build + "/");
        variables(version).forEach(builder::variable);
        for (int i = 0; i < manifests.size(); i++) {
            builder.manifest(application + "/" + (i + 1) + ".yaml", manifests.get(i));
        }
        more.accept(builder);
        return builder.build();
    }

    private Map<String, String> variables(String version) {
        return Map.of("APP", application, "VERSION", version, "REPLICAS", "2", "HEALTH", "UP");
    }

    /** The colour that the active Service selects; null without a Service or without a colour in its selector. */
    public String liveColor() {
        return liveColor(application);
    }

    public String liveColor(String service) {
        var object = cluster.get(NAMESPACE, "services", service);
        return object == null ? null : object.path("spec").path("selector").path("color").asText(null);
    }

    /** Checks every Pod's health each second, and monitors so long that only a breach ends it. */
    public static void watched(ReleaseSpec.Builder spec) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 1).withTiming(1, 5))
                .monitor(MonitorSpec.lasting(60, 1));
    }

    /** Makes the health check of every Pod of a colour fail. The Pods continue to answer. */
    public void sicken(Color color) {
        pods(color).forEach(pod -> cluster.setHealth(NAMESPACE, pod, "DOWN"));
    }

    /** The sorted names of a colour's Pods, without those being deleted and those that are over, as evicted ones. */
    public List<String> pods(Color color) {
        return cluster.pods(NAMESPACE, "app=" + application + ",color=" + color.label()).stream()
                .filter(pod -> !OVER.contains(phase(pod)))
                .toList();
    }

    private String phase(String pod) {
        var object = cluster.get(NAMESPACE, "pods", pod);
        return object == null ? "" : object.at("/status/phase").asText();
    }

    /** The number of ready Pods of a colour at each later switch of the active Service to it. */
    public List<Integer> readyAtEachSwitchTo(Color color) {
        List<Integer> ready = new CopyOnWriteArrayList<>();
        cluster.onWrite((before, after, write) -> {
            boolean changed = before != null && after != null && write.resource().equals("services");
            if (changed
                    && write.name().equals(application)
                    && color.label().equals(after.at("/spec/selector/color").asText())
                    && !color.label().equals(before.at("/spec/selector/color").asText())) {
                ready.add(readyPods(application + "-" + color.label()));
            }
        });
        return ready;
    }

    /** Continues a load for so many more requests, so that late losses show. */
    public void await(Load load, int requests) {
        int until = load.requests() + requests;
        cluster.await(requests + " requests more", () -> load.requests() >= until);
    }

    /** Waits until a version answers a request of the load: a release may end before the next request is due. */
    public void await(Load load, String version) {
        cluster.await("an answer of " + version, () -> load.saw(version));
    }

    /** How many Pods that a Deployment's selector matches are ready; none when there is no Deployment. */
    public int readyPods(String deployment) {
        ObjectNode object = cluster.get(NAMESPACE, "deployments", deployment);
        if (object == null) {
            return 0;
        }
        String selector = object.at("/spec/selector/matchLabels").properties().stream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .collect(Collectors.joining(","));
        return cluster.readyPods(NAMESPACE, selector).size();
    }

    public int replicas(String deployment) {
        return cluster.get(NAMESPACE, "deployments", deployment)
                .path("spec")
                .path("replicas")
                .asInt();
    }

    /** The plugin's annotation on the active Service; the name is without its prefix. */
    public String annotation(String name) {
        return cluster.get(NAMESPACE, "services", application)
                .path("metadata")
                .path("annotations")
                .path("blue-green.jenkins.io/" + name)
                .asText(null);
    }

    /** The answer to {@code GET path} through the active Service. */
    public String get(String path) {
        return Http.get(cluster.serviceUrl(NAMESPACE, application) + path);
    }

    /** The version that answers through the active Service. */
    public String version() {
        return get("/").split("\\s")[0];
    }

    /** The answer to {@code GET path} through the preview Service. */
    public String preview(String path) {
        return Http.get(cluster.serviceUrl(NAMESPACE, application + "-preview") + path);
    }

    /** Starts a load of short and kept-alive connections through the active Service. */
    public Load traffic() {
        return traffic(application);
    }

    /** Starts the same load through another Service. */
    public Load traffic(String service) {
        return Load.on(cluster.serviceUrl(NAMESPACE, service) + "/")
                .shortConnections(2)
                .keepAlive(4)
                .perSecond(150)
                .start();
    }

    /** Stops the load and asserts that no request was lost. */
    public static LoadResult nothingLost(Load load) {
        LoadResult result = load.stop();
        assertEquals(0, result.lost(), result::toString);
        return result;
    }

    /** The active Service's selector. */
    public Map<String, String> selector() {
        Map<String, String> selector = new TreeMap<>();
        cluster.get(NAMESPACE, "services", application)
                .path("spec")
                .path("selector")
                .properties()
                .forEach(entry -> selector.put(entry.getKey(), entry.getValue().asText()));
        return selector;
    }

    @Override
    public void close() {
        connection.close();
        if (!guest) {
            cluster.close();
        }
        if (!promisesMayBreak) {
            promises.assertKept();
        }
    }
}
