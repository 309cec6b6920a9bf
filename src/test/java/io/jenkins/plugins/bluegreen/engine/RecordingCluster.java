package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Drift;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Autoscaler;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.PodsAtSwitch;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A cluster that is a few maps: Pods are ready as soon as their Deployment is scaled, unless told otherwise. It records
 * every call, can refuse any of them, and has no clock, so that a test's time is its own.
 */
public final class RecordingCluster implements ClusterGateway, ClusterWriter, MonitorProbes {
    public static final String APP = "backend";

    final List<String> calls = new ArrayList<>();
    final Map<String, ServiceView> services = new LinkedHashMap<>();
    public final Map<String, Integer> replicas = new TreeMap<>();
    final Map<String, Integer> former = new TreeMap<>();
    final Map<String, String> hashes = new HashMap<>();
    final Map<String, LeaseView> leases = new HashMap<>();
    /** Ready Pods where they are not all. */
    public final Map<String, Integer> ready = new HashMap<>();

    final Map<String, PodTrouble> troubles = new HashMap<>();
    /** Asked before every call; throws to refuse it. */
    public Consumer<String> before = call -> {};
    /** Done once Pods, addresses and Prometheus answer. */
    public CompletableFuture<Void> answered = CompletableFuture.completedFuture(null);
    /** Told of every patch of a Service that took effect; throws to lose its answer. */
    Consumer<String> after = call -> {};

    /** Endpoints that no Deployment of the application made. */
    final List<String> strangers = new ArrayList<>();
    /** Services of others that have the Pods of every Deployment as endpoints. */
    final List<String> others = new ArrayList<>();
    /** Why no Pods are made, or null. */
    public String refusal;

    String specHash = "v1";
    List<String> active = List.of(APP);
    private Fence fence = () -> {};
    private int version;

    private void call(String what) {
        calls.add(what);
        before.accept(what);
    }

    private void write(String what) {
        fence.check();
        call(what);
    }

    public static ClusterException refusal(ClusterException.Kind kind) {
        return new ClusterException(kind, Sentence.verbatim(kind.name()), 0, null);
    }

    /** Makes a colour live, as a former release would have left it. */
    void live(Color color, String hash) {
        replicas.put(APP + "-" + color, 2);
        hashes.put(APP + "-" + color, hash);
        for (String service : active) {
            services.put(service, view(service, traffic(color), ServiceRecord.none()));
        }
    }

    public static Traffic traffic(Color color) {
        return new Traffic(Map.of("app", APP, "color", color.label()), null);
    }

    private ServiceView view(String name, Traffic traffic, ServiceRecord record) {
        return new ServiceView(name, String.valueOf(++version), "ClusterIP", traffic, record, "human");
    }

    /** Somebody else's change of a selector. */
    void patchByHuman(String service, Traffic traffic) {
        services.put(service, view(service, traffic, services.get(service).record()));
    }

    String liveColor() {
        return services.containsKey(APP)
                ? services.get(APP).traffic().selector().get("color")
                : null;
    }

    // ------------------------------------------------------------ reads

    @Override
    public Rendering render(ReleaseSpec spec, Color color) {
        return new PlainRendering(color, active, specHash, spec.namespace());
    }

    @Override
    public Optional<ServiceView> service(String name) {
        call("get service " + name);
        return Optional.ofNullable(services.get(name));
    }

    @Override
    public Workload workload(String deployment) {
        Integer desired = replicas.get(deployment);
        if (desired == null) {
            return new Workload(null, List.of());
        }
        int up = Math.min(desired, ready.getOrDefault(deployment, desired));
        List<PodView> pods = new ArrayList<>();
        for (int i = 0; i < desired; i++) {
            String name = deployment + "-" + i;
            pods.add(new PodView(
                    name, name, hashes.get(deployment), i < up, "then", false, 0, troubles.get(deployment)));
        }
        DeploymentView view = new DeploymentView(
                deployment,
                1,
                1,
                desired,
                0,
                desired,
                desired,
                up,
                up,
                "esc/backend:2.0.1",
                hashes.get(deployment),
                former.getOrDefault(deployment, 0),
                false,
                refusal);
        return new Workload(view, pods);
    }

    private List<String> readyNames(String deployment) {
        return workload(deployment).pods().stream()
                .filter(PodView::ready)
                .map(PodView::name)
                .toList();
    }

    @Override
    public Optional<TestedPods.Template> watchedTemplate(String deployment) {
        return Optional.ofNullable(hashes.get(deployment))
                .map(hash -> new TestedPods.Template(deployment, 1, hash, "human"));
    }

    @Override
    public Optional<TestedPods.Template> template(String deployment) {
        call("get deployment " + deployment);
        return watchedTemplate(deployment);
    }

    @Override
    public List<String> readyPods(Map<String, String> selector) {
        call("list pods");
        return readyNames(APP + "-" + selector.get("color"));
    }

    @Override
    public PodsAtSwitch podsAtSwitch(Map<String, String> candidate, Map<String, String> live) {
        return new PodsAtSwitch(
                readyPods(candidate),
                live.isEmpty() || live.equals(candidate) ? 0 : workload(APP + "-" + live.get("color")).pods().size());
    }

    @Override
    public List<String> endpoints(String service) {
        List<String> names = new ArrayList<>(strangers);
        if (services.containsKey(service)) {
            names.addAll(readyNames(
                    APP + "-" + services.get(service).traffic().selector().get("color")));
        }
        return names;
    }

    @Override
    public List<String> servicesOf(String deployment) {
        return List.copyOf(others);
    }

    @Override
    public Adoption adoption(ServiceView service) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<List<Autoscaler>> autoscalers() {
        return Optional.of(List.of());
    }

    @Override
    public List<Sentence> preflight(
            ReleaseSpec spec, Rendering rendering, int wanted, List<ServiceView> current) {
        call("preflight");
        return List.of();
    }

    @Override
    public void checkPermissions(ReleaseSpec spec) {
        call("preflight");
    }

    @Override
    public List<String> diff(ReleaseSpec spec, Rendering rendering, int wanted, String liveDeployment) {
        return List.of("+ everything");
    }

    @Override
    public Drift drift(ReleaseSpec spec, Rendering live, List<ServiceView> current) {
        return Drift.none();
    }

    @Override
    public Optional<Sentence> diagnose(String deployment, String hash) {
        return Optional.of(Sentence.verbatim("Something is wrong with " + deployment));
    }

    @Override
    public CompletableFuture<Map<String, HealthAnswer>> health(HealthCheck check, List<String> pods) {
        call("health");
        Map<String, HealthAnswer> answers = new TreeMap<>();
        pods.forEach(pod -> answers.put(pod, new HealthAnswer(true, null)));
        return answered.thenApply(done -> answers);
    }

    @Override
    public CompletableFuture<Map<String, Sentence>> drain(Drain drain, List<String> pods) {
        call("drain");
        return answered.thenApply(done -> Map.of());
    }

    @Override
    public CompletableFuture<Boolean> isDrained(Drain drain, List<String> pods) {
        return answered.thenApply(done -> true);
    }

    @Override
    public Optional<LeaseView> lease(String name) {
        call("get lease");
        return Optional.ofNullable(leases.get(name));
    }

    @Override
    public ClusterWriter writer(Fence newFence) {
        fence = newFence;
        return this;
    }

    @Override
    public CompletableFuture<Optional<Sentence>> get(String url, ProbeAccess access, int timeoutSeconds) {
        return answered.thenApply(done -> Optional.empty());
    }

    @Override
    public CompletableFuture<List<Double>> query(
            String prometheusUrl, ProbeAccess access, String query, int timeoutSeconds) {
        return answered.thenApply(done -> List.of());
    }

    @Override
    public CompletableFuture<List<Double>> count(
            ElasticsearchCount count, String color, OptionalLong seconds, int timeoutSeconds) {
        return answered.thenApply(done -> List.of());
    }

    // ------------------------------------------------------------ writes

    @Override
    public long apply(ReleaseSpec spec, Rendering rendering, int wanted, Consumer<ObjectRef> applied) {
        write("apply " + rendering.deployment());
        replicas.put(rendering.deployment(), wanted);
        hashes.put(rendering.deployment(), rendering.specHash());
        return 1;
    }

    @Override
    public boolean applyService(Rendering rendering, String name, Traffic present) {
        write("apply service " + name);
        return true;
    }

    @Override
    public boolean applyRoute(ReleaseSpec spec, Rendering rendering, Route route, String version) {
        throw new UnsupportedOperationException("no rendering here has routes");
    }

    @Override
    public boolean restoreRoute(Route route, String version, boolean undo) {
        throw new UnsupportedOperationException("no rendering here has routes");
    }

    @Override
    public ServiceView createService(
            ReleaseSpec spec, Rendering rendering, String name, Traffic traffic, ServiceRecord record) {
        write("create service " + name);
        if (services.containsKey(name)) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        services.put(name, view(name, traffic, record));
        return services.get(name);
    }

    @Override
    public ServiceView patchService(ServiceView expected, Traffic traffic, ServiceRecord record) {
        String patch = "patch service " + expected.name() + " to " + traffic.selector().get("color");
        write(patch);
        requireCurrent(expected);
        services.put(expected.name(), view(expected.name(), traffic, record));
        after.accept(patch);
        return services.get(expected.name());
    }

    private void requireCurrent(ServiceView expected) {
        ServiceView current = services.get(expected.name());
        if (current == null || !current.resourceVersion().equals(expected.resourceVersion())) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
    }

    @Override
    public void deleteService(ServiceView expected) {
        write("delete service " + expected.name());
        requireCurrent(expected);
        services.remove(expected.name());
    }

    @Override
    public void scale(String deployment, int wanted, int remember) {
        write("scale " + deployment + " to " + wanted);
        replicas.computeIfPresent(deployment, (name, before) -> wanted);
        former.put(deployment, remember);
    }

    @Override
    public void lower(String deployment, int wanted) {
        write("lower " + deployment + " to " + wanted);
        replicas.computeIfPresent(deployment, (name, before) -> wanted);
    }

    @Override
    public List<ColoredObject> prune(String application, String kind, Predicate<ColoredObject> left) {
        write("prune " + kind);
        return List.of();
    }

    @Override
    public void keepSize(String application, Set<Color> kept, Set<Color> free) {
        throw new UnsupportedOperationException("no release here has autoscalers");
    }

    @Override
    public void deleteColor(ReleaseSpec spec, String application, Color color, String deployment) {
        write("delete " + deployment);
        replicas.remove(deployment);
    }

    @Override
    public LeaseView createLease(String name, String holder, String holderUrl, int durationSeconds) {
        call("create lease");
        if (leases.containsKey(name)) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        return lease(name, holder, durationSeconds);
    }

    /** A Lease as somebody else would write it. */
    LeaseView lease(String name, String holder, int durationSeconds) {
        leases.put(name, new LeaseView(String.valueOf(++version), holder, "", durationSeconds));
        return leases.get(name);
    }

    @Override
    public LeaseView updateLease(
            String name, LeaseView expected, String holder, String holderUrl, int durationSeconds) {
        call("update lease");
        LeaseView current = leases.get(name);
        if (current == null || !current.resourceVersion().equals(expected.resourceVersion())) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        return lease(name, holder, durationSeconds);
    }

    @Override
    public void deleteLease(String name, LeaseView expected) {
        call("delete lease");
        if (leases.containsKey(name) && !leases.get(name).resourceVersion().equals(expected.resourceVersion())) {
            throw refusal(ClusterException.Kind.CONFLICT);
        }
        leases.remove(name);
    }
}
