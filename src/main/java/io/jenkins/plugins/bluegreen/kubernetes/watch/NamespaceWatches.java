package io.jenkins.plugins.bluegreen.kubernetes.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.WatchRequests;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** The watches of one namespace: Deployments, Pods and EndpointSlices, and Jobs of releases where one has any. */
public final class NamespaceWatches implements ResourceEventHandler<HasMetadata> {
    private static final System.Logger LOG = System.getLogger(NamespaceWatches.class.getName());

    private final ScheduledExecutorService timer;
    private final String namespace;
    private final AtomicBoolean troubled = new AtomicBoolean();
    private final Set<CoalescedListener> listeners = ConcurrentHashMap.newKeySet();
    private final ResourceWatch<Deployment> deployments;
    private final ResourceWatch<Pod> pods;
    private final ResourceWatch<EndpointSlice> slices;
    private final ResourceWatch<Job> jobs;
    private final EndedJobs endedJobs = new EndedJobs();

    NamespaceWatches(
            KubernetesClient client, WatchRequests requests, String namespace, ScheduledExecutorService timer) {
        this.timer = timer;
        this.namespace = namespace;
        String root = client.getMasterUrl().getPath().replaceAll("/+$", "");
        deployments = new ResourceWatch<>(
                ResourceTypes.DEPLOYMENT,
                namespace,
                client.apps().deployments().inNamespace(namespace),
                requests,
                root,
                this);
        pods = new ResourceWatch<>(
                ResourceTypes.POD, namespace, client.pods().inNamespace(namespace), requests, root, this);
        slices = new ResourceWatch<>(
                ResourceTypes.ENDPOINT_SLICE,
                namespace,
                client.discovery().v1().endpointSlices().inNamespace(namespace),
                requests,
                root,
                this);
        jobs = new ResourceWatch<>(
                ResourceTypes.JOB,
                namespace,
                client.batch().v1().jobs().inNamespace(namespace).withLabel(MetadataKeys.APPLICATION),
                requests,
                root,
                this);
    }

    public ResourceWatch<Deployment> deployments() {
        return opened(deployments);
    }

    /** A Deployment, if its watch is open and knows it. */
    public Optional<Deployment> knownDeployment(String name) {
        return deployments.known(name);
    }

    /** All Deployments, if their watch is open and has read them. */
    public Optional<Stream<Deployment>> knownDeployments() {
        return deployments.known();
    }

    /** All Pods, if their watch is open and has read them. */
    public Optional<Stream<Pod>> knownPods() {
        return pods.known();
    }

    public ResourceWatch<Pod> pods() {
        return opened(pods);
    }

    public ResourceWatch<EndpointSlice> slices() {
        return opened(slices);
    }

    /** The Jobs that releases have created. */
    public ResourceWatch<Job> jobs() {
        return jobs;
    }

    /** A Job that was deleted while it was watched, as it was last. */
    public Optional<Job> endedJob(String uid) {
        return endedJobs.find(uid);
    }

    // all three at once: a release needs them all, and then waits for the slowest list alone
    private <T extends HasMetadata> ResourceWatch<T> opened(ResourceWatch<T> wanted) {
        all().forEach(ResourceWatch::open);
        return wanted;
    }

    /** That objects are listed because their watches have had trouble for some time, and why. */
    public Optional<Sentence> trouble() {
        Map<String, String> reasons = new TreeMap<>();
        all().forEach(watch -> watch.trouble().ifPresent(why -> reasons.put(watch.plural(), why)));
        if (reasons.isEmpty()) {
            troubled.set(false);
            return Optional.empty();
        }
        String kinds = String.join(", ", reasons.keySet());
        String why = String.join(", ", new TreeSet<>(reasons.values()));
        if (troubled.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "The watches of {0} in {1} have trouble: {2}", kinds, namespace, why);
        }
        return Optional.of(Sentence.of(
                "watch.trouble", kinds, namespace, why, TimeUnit.MILLISECONDS.toSeconds(ListedObjects.PAUSE_MILLIS)));
    }

    void add(CoalescedListener listener) {
        listeners.add(listener);
    }

    void remove(CoalescedListener listener) {
        listeners.remove(listener);
    }

    boolean isIdle() {
        return listeners.isEmpty();
    }

    /** Whether each of them follows its objects; one that has had trouble is not worth keeping. */
    boolean isHealthy() {
        return all().stream().allMatch(ResourceWatch::isHealthy) && jobs.isHealthy();
    }

    void close() {
        all().forEach(ResourceWatch::close);
        jobs.close();
        endedJobs.clear();
    }

    private List<ResourceWatch<?>> all() {
        return List.of(deployments, pods, slices);
    }

    @Override
    public void onAdd(HasMetadata item) {
        notifyListeners(item);
    }

    @Override
    public void onUpdate(HasMetadata before, HasMetadata item) {
        notifyListeners(item);
    }

    @Override
    public void onDelete(HasMetadata item, boolean finalStateUnknown) {
        endedJobs.add(item);
        notifyListeners(item);
    }

    private void notifyListeners(HasMetadata item) {
        listeners.forEach(listener -> listener.changed(item.getMetadata().getName(), timer));
    }
}
