package io.jenkins.plugins.bluegreen.kubernetes;

import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterJobs;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.Drift;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Autoscaler;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.PodsAtSwitch;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import io.jenkins.plugins.bluegreen.kubernetes.announce.ServiceEvents;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.DirectRequests;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Renderings;
import io.jenkins.plugins.bluegreen.kubernetes.pods.CompanionReader;
import io.jenkins.plugins.bluegreen.kubernetes.pods.Diagnosis;
import io.jenkins.plugins.bluegreen.kubernetes.pods.Draining;
import io.jenkins.plugins.bluegreen.kubernetes.pods.HealthProbes;
import io.jenkins.plugins.bluegreen.kubernetes.pods.JobReader;
import io.jenkins.plugins.bluegreen.kubernetes.pods.PodRequests;
import io.jenkins.plugins.bluegreen.kubernetes.pods.PodTemplates;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.Diff;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.LiveObjects;
import io.jenkins.plugins.bluegreen.kubernetes.preflight.Preflight;
import io.jenkins.plugins.bluegreen.kubernetes.watch.SharedWatches;
import io.jenkins.plugins.bluegreen.kubernetes.watch.Subscription;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The gateway to one namespace of a cluster, through fabric8's client. Cheap to create; thread-safe. */
public final class FabricGateway implements ClusterGateway {
    private final Renderings renderings = new Renderings();
    private final ApiServer api;
    private final SharedWatches watches;
    private final String namespace;
    private final WorkloadReader workloads;
    private final ServiceReader services;
    private final Leases leases;
    private final Preflight preflight;
    private final Diagnosis diagnosis;
    private final PodRequests requests;
    private final ResourceDiscovery types;
    private final SeenVersions seen = new SeenVersions();

    FabricGateway(
            ApiServer api, DirectRequests direct, ResourceDiscovery types, SharedWatches watches, String namespace) {
        this.api = api;
        this.types = types;
        this.watches = watches;
        this.namespace = namespace;
        workloads = new WorkloadReader(watches, namespace);
        services = new ServiceReader(api, namespace);
        leases = new Leases(api, namespace);
        preflight = new Preflight(api, types, workloads, seen, namespace);
        diagnosis = new Diagnosis(api, workloads, namespace);
        requests = new PodRequests(api, direct, workloads, namespace);
    }

    /**
     * Notifies {@code listener} after changes of Deployments, Pods and EndpointSlices of the namespace, once for all
     * changes within 20 ms. The namespace is watched while it has a subscription, and a minute longer.
     *
     * @param names the names of the objects that matter
     * @param listener must return at once; called on a thread that all subscriptions of the cluster share
     */
    public Subscription onChange(Predicate<String> names, Runnable listener) {
        return watches.subscribe(namespace, names, listener);
    }

    /** A listener that posts Kubernetes Events about a release. Nothing waits for them. */
    public ReleaseEvents announcements() {
        return new ServiceEvents(api, namespace);
    }

    @Override
    public Optional<Sentence> trouble() {
        return watches.in(namespace).trouble();
    }

    @Override
    public Rendering render(ReleaseSpec spec, Color color) {
        return renderings.render(spec, color);
    }

    @Override
    public Optional<ServiceView> service(String name) {
        return services.find(name);
    }

    @Override
    public Optional<ServiceView> serviceOf(String application) {
        return services.of(application, workloads);
    }

    @Override
    public Workload workload(String deployment) {
        return workloads.workload(deployment);
    }

    @Override
    public Optional<Workload> knownWorkload(String deployment) {
        return workloads.known(deployment);
    }

    @Override
    public List<Companion> companions(String application) {
        return new CompanionReader(workloads, application).all();
    }

    @Override
    public Optional<TestedPods.Template> watchedTemplate(String deployment) {
        return workloads.template(deployment);
    }

    @Override
    public Optional<TestedPods.Template> template(String deployment) {
        // a list, because a Role of ours holds no right to get Deployments
        return api.list(ResourceTypes.DEPLOYMENT, namespace, null, "metadata.name=" + deployment).stream()
                .map(PodTemplates::of)
                .findFirst();
    }

    @Override
    public List<String> readyPods(Map<String, String> selector) {
        return services.readyPods(selector);
    }

    @Override
    public PodsAtSwitch podsAtSwitch(Map<String, String> candidate, Map<String, String> live) {
        return services.podsAtSwitch(candidate, live);
    }

    @Override
    public List<String> endpoints(String service) {
        return workloads.endpoints(service);
    }

    @Override
    public List<String> servicesOf(String deployment) {
        return workloads.servicesOf(workloads.workload(deployment).pods().stream()
                .map(PodView::name)
                .collect(Collectors.toSet()));
    }

    @Override
    public Adoption adoption(ServiceView service) {
        return new Adoptions(api, workloads, namespace).find(service);
    }

    @Override
    public Optional<List<Autoscaler>> autoscalers() {
        return new Autoscalers(api, namespace).all();
    }

    @Override
    public List<Sentence> preflight(
            ReleaseSpec spec, Rendering rendering, int replicas, List<ServiceView> current) {
        return preflight.check(spec, (RenderedRelease) rendering, replicas, current);
    }

    @Override
    public void checkPermissions(ReleaseSpec spec) {
        preflight.checkPermissions(spec);
    }

    @Override
    public List<String> diff(ReleaseSpec spec, Rendering rendering, int replicas, String liveDeployment) {
        return new Diff(api, types, namespace).of(spec, (RenderedRelease) rendering, replicas, liveDeployment);
    }

    @Override
    public Drift drift(ReleaseSpec spec, Rendering live, List<ServiceView> current) {
        return new LiveObjects(api, types, namespace).drift(spec, (RenderedRelease) live, current);
    }

    @Override
    public Optional<Sentence> diagnose(String deployment, String specHash) {
        return diagnosis.of(deployment, specHash);
    }

    @Override
    public ClusterJobs jobs() {
        return new JobReader(api, watches, diagnosis, namespace);
    }

    @Override
    public CompletableFuture<Map<String, HealthAnswer>> health(HealthCheck check, List<String> pods) {
        return new HealthProbes(requests).ask(check, pods);
    }

    @Override
    public CompletableFuture<Map<String, Sentence>> drain(Drain drain, List<String> pods) {
        return new Draining(requests).begin(drain, pods);
    }

    @Override
    public CompletableFuture<Boolean> isDrained(Drain drain, List<String> pods) {
        return new Draining(requests).isDone(drain, pods);
    }

    @Override
    public Optional<Map<String, String>> kept(String application) {
        return KeptRelease.find(api, namespace, application);
    }

    @Override
    public Optional<LeaseView> lease(String name) {
        return leases.find(name);
    }

    /** The Lease of a release that seems to run: its holder has renewed it, by the clock of this machine. */
    public Optional<LeaseView> aliveLease(String name) {
        return leases.alive(name);
    }

    @Override
    public ClusterWriter writer(Fence fence) {
        return new FabricWriter(api, types, leases, workloads, seen, namespace, fence);
    }
}
