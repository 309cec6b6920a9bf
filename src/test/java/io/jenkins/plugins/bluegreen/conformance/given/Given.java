package io.jenkins.plugins.bluegreen.conformance.given;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.embedded.Backup;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.controllers.Speed;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.Pace;
import io.jenkins.plugins.bluegreen.engine.ReleaseState;
import io.jenkins.plugins.bluegreen.engine.SavedState;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.ClusterConnection;
import io.jenkins.plugins.bluegreen.kubernetes.FabricGateway;
import io.jenkins.plugins.bluegreen.kubernetes.GivenConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
    /** The engine's own limits, short enough for tests; the poll stays what it is, so that watches have to wake. */
    static final Pace PACE = new Pace(5_000, 60_000, 300, 1_500, 15_000, 1_000);

    public final EmbeddedCluster cluster;
    ClusterConnection connection;
    public final String application;
    /** Those who are told what the releases do, beside the console. */
    public final List<ReleaseEvents> listeners = new ArrayList<>();
    /** The engine's own limits for the releases to come. */
    public Pace pace = PACE;
    /** What stands between the engine and the cluster. */
    public UnaryOperator<ClusterGateway> ports = gateway -> gateway;

    private final List<String> manifests = new ArrayList<>();
    private final Promises promises;
    private boolean promisesMayBreak;
    private int build;

    private Given(String application, Speed speed) {
        this.application = application;
        cluster = EmbeddedCluster.start(speed);
        cluster.namespace(NAMESPACE);
        promises = Promises.watch(cluster, NAMESPACE, application);
        connection = GivenConnection.open(cluster.kubeconfig());
        manifests.add(Yaml.CONFIG_MAP);
        manifests.add(Yaml.SECRET);
        manifests.add(Yaml.SERVICE);
        manifests.add(Yaml.DEPLOYMENT);
    }

    /** An application of four objects, as {@link Yaml} has them, that was never released. */
    public static Given anApplication(String name) {
        return new Given(name, Speed.fast());
    }

    public static Given anApplication(String name, Speed speed) {
        return new Given(name, speed);
    }

    /** For a scenario in which somebody breaks on purpose what a release promises; else {@link #close()} checks it. */
    Given promisesMayBreak() {
        promisesMayBreak = true;
        return this;
    }

    /** Replaces the manifests. */
    public Given manifests(String... texts) {
        manifests.clear();
        manifests.addAll(List.of(texts));
        return this;
    }

    /** Adds manifests. */
    public Given and(String... texts) {
        manifests.addAll(List.of(texts));
        return this;
    }

    /** Lets somebody else run the application, as the manifests are: without colours, unknown to us. */
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

    /** A new connection, as after the controller was started anew: nothing is known, nothing watched. */
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

    /** Adds an entry to the ConfigMap, which is the environment of the Pods of every version to come. */
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

    /** What was released so far. */
    public record Past(Backup objects, int builds) {}

    /** The past of this application, for others of that name. */
    public Past past() {
        return new Past(cluster.backup(NAMESPACE), build);
    }

    /** Gives the application a past, without the work: what is live then is ready, and has the traffic. */
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

    /** A version, with nothing else special. */
    public Released release(String version) {
        return release(version, spec -> {});
    }

    public Released release(String version, Consumer<ReleaseSpec.Builder> more) {
        return start(version, more).end();
    }

    /** A release that goes on while the test does something else. */
    public Running start(String version, Consumer<ReleaseSpec.Builder> more) {
        return start(ReleaseState.release(spec(version, more)), null);
    }

    /** A release with a block. */
    public Running start(String version, Consumer<ReleaseSpec.Builder> more, Running.Block block) {
        return start(ReleaseState.release(spec(version, spec -> more.accept(spec.body(true)))), block);
    }

    public Released rollBack() {
        return rollBack(spec -> {});
    }

    public Released rollBack(Consumer<ReleaseSpec.Builder> more) {
        return startRollBack(more).end();
    }

    /** A rollback that goes on while the test does something else. */
    public Running startRollBack(Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder builder = limits(ReleaseSpec.in(NAMESPACE, "build-" + ++build)).application(application);
        more.accept(builder);
        return start(ReleaseState.rollBack(builder.build()), null);
    }

    /** Goes on, in this process, with what another one saved. */
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
                () -> cluster.requests().since(mark));
    }

    private static ReleaseSpec.Builder limits(ReleaseSpec.Builder builder) {
        return builder.stabilizeSeconds(0)
                .scaleDownDelaySeconds(0)
                .timeoutSeconds(20)
                .lockTimeoutSeconds(5)
                .rollbackTimeoutSeconds(20);
    }

    ReleaseSpec spec(String version, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec.Builder builder = limits(ReleaseSpec.in(NAMESPACE, "build-" + ++build))
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

    /** The colour that the active Service selects; null when there is no Service, or none in its selector. */
    public String liveColor() {
        return liveColor(application);
    }

    public String liveColor(String service) {
        var object = cluster.get(NAMESPACE, "services", service);
        return object == null ? null : object.path("spec").path("selector").path("color").asText(null);
    }

    /** Asks every Pod for its health each second, and watches so long that only a breach ends it. */
    public static void watched(ReleaseSpec.Builder spec) {
        spec.health(HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 1).withTiming(1, 5))
                .monitor(MonitorSpec.lasting(60, 1));
    }

    /** Lets every Pod of a colour say that it is DOWN; it goes on answering. */
    public void sicken(Color color) {
        pods(color).forEach(pod -> cluster.setHealth(NAMESPACE, pod, "DOWN"));
    }

    /** The Pods of a colour that are there to stay, by name. */
    public List<String> pods(Color color) {
        return cluster.pods(NAMESPACE, "app=" + application + ",color=" + color.label());
    }

    /** How many Pods of a colour were ready, each time when the active Service was pointed at it from now on. */
    public List<Integer> readyAtEachSwitchTo(Color color) {
        List<Integer> ready = new CopyOnWriteArrayList<>();
        cluster.onWrite((before, after, write) -> {
            boolean changed = before != null && after != null && write.resource().equals("services");
            if (changed
                    && write.name().equals(application)
                    && color.label().equals(after.at("/spec/selector/color").asText())
                    && !color.label().equals(before.at("/spec/selector/color").asText())) {
                ready.add(cluster.get(NAMESPACE, "deployments", application + "-" + color.label())
                        .at("/status/readyReplicas")
                        .asInt());
            }
        });
        return ready;
    }

    /** Lets a load go on for so many requests more: what comes late shows up. */
    public void await(Load load, int requests) {
        int until = load.requests() + requests;
        cluster.await(requests + " requests more", () -> load.requests() >= until);
    }

    /** Waits until a request of the load is answered by a version: a release may be over before the next one is due. */
    public void await(Load load, String version) {
        cluster.await("an answer of " + version, () -> load.saw(version));
    }

    public int replicas(String deployment) {
        return cluster.get(NAMESPACE, "deployments", deployment)
                .path("spec")
                .path("replicas")
                .asInt();
    }

    /** Annotations of ours on the active Service, without their prefix. */
    public String annotation(String name) {
        return cluster.get(NAMESPACE, "services", application)
                .path("metadata")
                .path("annotations")
                .path("blue-green.jenkins.io/" + name)
                .asText(null);
    }

    /** What {@code GET path} answers through the active Service. */
    public String get(String path) {
        return Http.get(cluster.serviceUrl(NAMESPACE, application) + path);
    }

    /** The version that answers through the active Service. */
    public String version() {
        return get("/").split("\\s")[0];
    }

    /** What {@code GET path} answers through the preview Service. */
    public String preview(String path) {
        return Http.get(cluster.serviceUrl(NAMESPACE, application + "-preview") + path);
    }

    /** Short and kept-alive connections through the active Service, until stopped. */
    public Load traffic() {
        return traffic(application);
    }

    /** The same through another Service. */
    public Load traffic(String service) {
        return Load.on(cluster.serviceUrl(NAMESPACE, service) + "/")
                .shortConnections(2)
                .keepAlive(4)
                .perSecond(150)
                .start();
    }

    /** Stops a load of which nothing may be lost. */
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
        cluster.close();
        if (!promisesMayBreak) {
            promises.assertKept();
        }
    }
}
