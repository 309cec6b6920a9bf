package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.PlainRendering;
import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.SimulatedRelease;
import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.Drift;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.ElasticsearchCount;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ProbeAccess;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Autoscaler;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.workload.PodsAtSwitch;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A {@link SimulatedCluster} as one process of a release reaches it: every request takes its time and may be lost. */
public final class SimulatedGateway implements ClusterGateway, MonitorProbes {
    /** The client's: no answer for so long is none. */
    private static final long TIMEOUT_MILLIS = 15_000;

    private final SimulatedCluster cluster;
    private final SimulatedRelease release;
    private final SimulatedWatch watch;

    public SimulatedGateway(SimulatedCluster cluster, SimulatedRelease release, SimulatedWatch watch) {
        this.cluster = cluster;
        this.release = release;
        this.watch = watch;
    }

    /** Evicted Pods count as Pods from now on. */
    ClusterGateway listingEvicted() {
        watch.listsEvicted = true;
        return this;
    }

    /** Whether nothing can be written to the disk of the process. */
    boolean isDiskFull() {
        return release.schedule.disk.isFull();
    }

    /** One request: others go on before it arrives, and before its answer does. */
    <T> T request(String what, Supplier<T> effect) {
        release.tell(what);
        release.schedule.passed(release);
        boolean lost = cluster.random.nextInt(1_000) < release.schedule.lostRequests;
        boolean arrives = !lost || cluster.random.nextBoolean();
        cluster.time.pause(cluster.delay(1, 300));
        T answer = null;
        ClusterException refusal = null;
        if (arrives) {
            try {
                answer = effect.get();
            } catch (ClusterException e) {
                refusal = e;
            }
        }
        release.schedule.passed(release);
        cluster.time.pause(lost ? TIMEOUT_MILLIS : cluster.delay(1, 300));
        if (lost) {
            release.tell(what + ": no answer" + (arrives ? ", though it arrived" : ""));
            throw SimulatedCluster.refusal(ClusterException.Kind.UNAVAILABLE);
        } else if (refusal != null) {
            release.tell(what + ": " + refusal.kind());
            throw refusal;
        }
        return answer;
    }

    /** One request whose answer comes while the process goes on; or never, when it is lost. */
    private <T> CompletableFuture<T> question(String what, Supplier<T> effect) {
        release.tell(what);
        release.schedule.passed(release);
        boolean lost = cluster.random.nextInt(1_000) < release.schedule.lostRequests;
        CompletableFuture<T> answer = new CompletableFuture<>();
        cluster.later(1, 300, () -> {
            T given = effect.get();
            release.schedule.passed(release);
            cluster.time.after(lost ? TIMEOUT_MILLIS : cluster.delay(1, 300), () -> {
                release.tell(what + (lost ? ": no answer" : ": answered"));
                if (lost) {
                    answer.completeExceptionally(SimulatedCluster.refusal(ClusterException.Kind.UNAVAILABLE));
                } else {
                    answer.complete(given);
                }
            });
        });
        return answer;
    }

    @Override
    public Rendering render(ReleaseSpec spec, Color color) {
        return new PlainRendering(
                color,
                release.schedule.active,
                release.version,
                spec.namespace(),
                release.schedule.routes,
                SimulatedObjects.of(release.version, color),
                release.schedule.companions(color));
    }

    /** Like {@link #request}; what is answered is known as of when it was read, and not at all without an answer. */
    private <T> T read(String object, String what, Supplier<T> effect) {
        AtomicLong tick = new AtomicLong();
        T answer = request(what, () -> {
            tick.set(cluster.tick);
            return effect.get();
        });
        release.knowledge.read(object, tick.get());
        return answer;
    }

    @Override
    public Optional<ServiceView> service(String name) {
        return read(name, "get Service " + name, () -> Optional.ofNullable(cluster.services.get(name)));
    }

    @Override
    public Workload workload(String deployment) {
        release.knowledge.read(deployment, watch.seenAt(SimulatedWorkloads.Kind.PODS));
        return watch.workload(deployment);
    }

    @Override
    public List<Companion> companions(String application) {
        return watch.companions();
    }

    @Override
    public Optional<TestedPods.Template> watchedTemplate(String deployment) {
        return watch.template(deployment);
    }

    @Override
    public Optional<TestedPods.Template> template(String deployment) {
        AtomicLong tick = new AtomicLong();
        Optional<TestedPods.Template> read = request("get Deployment " + deployment, () -> {
            tick.set(cluster.tick);
            return Optional.ofNullable(cluster.workloads.deployments.get(deployment))
                    .map(SimulatedDeployment::template);
        });
        release.knowledge.template = tick.get();
        return read;
    }

    @Override
    public List<String> readyPods(Map<String, String> selector) {
        return read(
                RecordingCluster.APP + "-" + selector.get("color"),
                "list Pods",
                () -> cluster.workloads.readyPods(new Traffic(selector, null)).stream()
                        .map(pod -> pod.name)
                        .toList());
    }

    @Override
    public PodsAtSwitch podsAtSwitch(Map<String, String> candidate, Map<String, String> live) {
        return read(RecordingCluster.APP + "-" + candidate.get("color"), "list Pods", () -> new PodsAtSwitch(
                cluster.workloads.readyPods(new Traffic(candidate, null)).stream()
                        .map(pod -> pod.name)
                        .toList(),
                live.isEmpty() || live.equals(candidate) ? 0 : cluster.workloads.running(new Traffic(live, null))));
    }

    @Override
    public List<String> endpoints(String service) {
        release.knowledge.endpoints = watch.seenAt(SimulatedWorkloads.Kind.ENDPOINTS);
        return watch.endpoints(service);
    }

    @Override
    public List<String> servicesOf(String deployment) {
        return watch.servicesOf(deployment);
    }

    @Override
    public Adoption adoption(ServiceView service) {
        throw new ReleaseException(Sentence.verbatim("Not one Deployment is behind " + service.name()));
    }

    @Override
    public Optional<List<Autoscaler>> autoscalers() {
        return request("list Autoscalers", () -> Optional.of(
                release.schedule.isAutoscaled()
                        ? cluster.workloads.deployments.keySet().stream()
                                .map(name -> new Autoscaler(name, name, null))
                                .toList()
                        : List.of()));
    }

    @Override
    public List<Sentence> preflight(
            ReleaseSpec spec, Rendering rendering, int replicas, List<ServiceView> current) {
        return request("dry run", List::of);
    }

    @Override
    public void checkPermissions(ReleaseSpec spec) {
        request("review access", () -> true);
    }

    @Override
    public List<String> diff(ReleaseSpec spec, Rendering rendering, int replicas, String liveDeployment) {
        return request("diff", List::of);
    }

    @Override
    public Drift drift(ReleaseSpec spec, Rendering live, List<ServiceView> current) {
        return request("compare " + live.deployment(), () -> {
            SimulatedDeployment deployment = cluster.workloads.deployments.get(live.deployment());
            Sentence difference = Sentence.verbatim(live.deployment() + " differs");
            boolean same = deployment != null && deployment.isAsReleased();
            return same ? Drift.none() : new Drift(List.of(difference), List.of());
        });
    }

    @Override
    public Optional<Sentence> diagnose(String deployment, String specHash) {
        cluster.watchdog.evidence.asked(release, deployment);
        return request("list Events of " + deployment, () -> Optional.of(Sentence.verbatim("Pods of " + deployment
                + (cluster.workloads.isCrashing(deployment) ? " ended with exit code 1" : " are not ready"))));
    }

    @Override
    public CompletableFuture<Map<String, HealthAnswer>> health(HealthCheck check, List<String> pods) {
        return question("health of " + pods, () -> {
            Map<String, HealthAnswer> answers = new TreeMap<>();
            pods.forEach(pod -> answers.put(pod, new HealthAnswer(false, Sentence.verbatim(pod + " does not answer"))));
            cluster.workloads.pods.stream()
                    .filter(pod -> pod.ready && answers.containsKey(pod.name))
                    .forEach(pod -> answers.put(pod.name, new HealthAnswer(true, null)));
            return answers;
        });
    }

    @Override
    public CompletableFuture<Map<String, Sentence>> drain(Drain drain, List<String> pods) {
        return question("drain " + pods, Map::of);
    }

    @Override
    public CompletableFuture<Boolean> isDrained(Drain drain, List<String> pods) {
        return question("metrics of " + pods, () -> cluster.random.nextInt(3) == 0);
    }

    @Override
    public Optional<Map<String, String>> kept(String application) {
        return request("list Secrets", () -> {
            if (cluster.objects.list(object -> object.kind().equals("Secret")).isEmpty()) {
                return Optional.empty();
            }
            release.version = cluster.keptBy.version;
            cluster.watchdog.tested.promotes(release, cluster.keptBy);
            return Optional.of(cluster.kept);
        });
    }

    @Override
    public Optional<LeaseView> lease(String name) {
        return request("get Lease", () -> Optional.ofNullable(cluster.leases.get(name)));
    }

    @Override
    public ClusterWriter writer(Fence fence) {
        return new SimulatedWriter(cluster, release, this, fence);
    }

    @Override
    public CompletableFuture<Optional<Sentence>> get(String url, ProbeAccess access, int timeoutSeconds) {
        return question("GET " + url, () -> release.schedule.active.stream()
                .filter(service -> cluster.workloads.endpoints.getOrDefault(service, List.of()).isEmpty())
                .map(service -> Sentence.verbatim("no endpoint of " + service))
                .findFirst());
    }

    @Override
    public CompletableFuture<List<Double>> query(
            String prometheusUrl, ProbeAccess access, String query, int timeoutSeconds) {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public CompletableFuture<List<Double>> count(
            ElasticsearchCount count, String color, OptionalLong seconds, int timeoutSeconds) {
        return CompletableFuture.completedFuture(List.of());
    }
}
