package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.watch.NamespaceWatches;
import io.jenkins.plugins.bluegreen.kubernetes.watch.SharedWatches;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads Deployments, their Pods and the endpoints of Services from the shared watches. */
public final class WorkloadReader {
    /** Label of a Deployment's Pods; its value is also the suffix of their ReplicaSet's name. */
    public static final String POD_TEMPLATE_HASH = "pod-template-hash";

    private static final String SERVICE_NAME = "kubernetes.io/service-name";

    private final SharedWatches watches;
    private final String namespace;

    public WorkloadReader(SharedWatches watches, String namespace) {
        this.watches = watches;
        this.namespace = namespace;
    }

    public Workload workload(String name) {
        return watches.in(namespace)
                .deployments()
                .named(name)
                .map(deployment -> workload(deployment, watches.in(namespace).pods().all()))
                .orElseGet(() -> new Workload(null, List.of()));
    }

    /** The same if the watches are open, without a request. */
    public Optional<Workload> known(String name) {
        NamespaceWatches open = watches.in(namespace);
        return open.knownDeployments().flatMap(all -> open.knownPods()
                .map(pods -> all.filter(deployment -> name.equals(deployment.getMetadata().getName()))
                        .findFirst()
                        .map(deployment -> workload(deployment, pods))
                        .orElseGet(() -> new Workload(null, List.of()))));
    }

    private static Workload workload(Deployment deployment, Stream<Pod> pods) {
        return new Workload(
                DeploymentViews.of(deployment),
                podsOf(deployment, pods).stream().map(WorkloadReader::view).toList());
    }

    /** A Deployment, if the watch is open and knows it. No request. */
    public Optional<Deployment> knownDeployment(String name) {
        return watches.in(namespace).knownDeployment(name);
    }

    /** A Deployment's Pod template, without its manager. */
    public Optional<TestedPods.Template> template(String name) {
        return deployment(name).map(PodTemplates::of);
    }

    /** All Deployments of the namespace. */
    public Stream<Deployment> deployments() {
        return watches.in(namespace).deployments().all();
    }

    public Optional<Deployment> deployment(String name) {
        return watches.in(namespace).deployments().named(name);
    }

    /**
     * A Deployment's Pods, sorted by name. Its selector may match the Pods of another Deployment too: that of an
     * adopted Deployment matches both colours. The names of the ReplicaSets tell them apart.
     */
    public List<Pod> podsOf(Deployment deployment) {
        return podsOf(deployment, watches.in(namespace).pods().all());
    }

    private static List<Pod> podsOf(Deployment deployment, Stream<Pod> all) {
        LabelSelector selector = LabelSelector.of(
                ApiServer.JSON.valueToTree(deployment.getSpec().getSelector()));
        String name = deployment.getMetadata().getName();
        return sorted(all.filter(pod -> !isOver(pod) && selector.matches(labels(pod)) && isMadeBy(name, pod)));
    }

    /** Whether a ReplicaSet of the Deployment made the Pod. */
    public static boolean isMadeBy(String deployment, Pod pod) {
        String replicaSet = deployment + "-" + labels(pod).get(POD_TEMPLATE_HASH);
        return pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> "ReplicaSet".equals(owner.getKind()) && replicaSet.equals(owner.getName()));
    }

    /** The Pods that a Service's selector matches, sorted by name. */
    public List<Pod> podsOf(Map<String, String> selector) {
        LabelSelector wanted = LabelSelector.ofLabels(selector);
        return sorted(pods().filter(pod -> wanted.matches(labels(pod))));
    }

    Optional<Pod> pod(String name) {
        return watches.in(namespace).pods().named(name);
    }

    /** The Pods behind a Service's ready endpoints. An endpoint without conditions counts as ready. */
    public List<String> endpoints(String service) {
        return watches.in(namespace)
                .slices()
                .all()
                .filter(slice -> service.equals(labels(slice).get(SERVICE_NAME)))
                .flatMap(WorkloadReader::readyPods)
                .distinct()
                .sorted()
                .toList();
    }

    /** The Services that have one of these Pods as a ready endpoint, sorted by name. */
    public List<String> servicesOf(Collection<String> pods) {
        return watches.in(namespace)
                .slices()
                .all()
                .filter(slice -> readyPods(slice).anyMatch(pods::contains))
                .map(slice -> labels(slice).get(SERVICE_NAME))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    private static Stream<String> readyPods(EndpointSlice slice) {
        return Stream.ofNullable(slice.getEndpoints()).flatMap(List::stream) // null: none
                .filter(endpoint -> endpoint.getConditions() == null
                        || !Boolean.FALSE.equals(endpoint.getConditions().getReady()))
                .filter(endpoint -> endpoint.getTargetRef() != null
                        && "Pod".equals(endpoint.getTargetRef().getKind()))
                .map(endpoint -> endpoint.getTargetRef().getName());
    }

    public static boolean isReady(Pod pod) {
        return readyCondition(pod).map(ready -> "True".equals(ready.getStatus())).orElse(false);
    }

    public static boolean isTerminating(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    static String specHash(Pod pod) {
        return annotation(pod.getMetadata(), MetadataKeys.SPEC_HASH);
    }

    /** Without Pods that are over: a ReplicaSet replaces an evicted Pod and never deletes it. */
    private Stream<Pod> pods() {
        return watches.in(namespace).pods().all().filter(pod -> !isOver(pod));
    }

    private static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    private static List<Pod> sorted(Stream<Pod> pods) {
        return pods.sorted(Comparator.comparing(pod -> pod.getMetadata().getName())).toList();
    }

    static PodView view(Pod pod) {
        return new PodView(
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                specHash(pod),
                isReady(pod),
                readyCondition(pod).map(PodCondition::getLastTransitionTime).orElse(null),
                isTerminating(pod),
                restarts(pod),
                PodTroubles.of(pod).orElse(null));
    }

    private static Optional<PodCondition> readyCondition(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> "Ready".equals(condition.getType()))
                        .findFirst();
    }

    private static int restarts(Pod pod) {
        return pod.getStatus() == null
                ? 0
                : Stream.of(
                                pod.getStatus().getInitContainerStatuses(),
                                pod.getStatus().getContainerStatuses())
                        .flatMap(List::stream)
                        .mapToInt(PodTroubles::ends)
                        .sum();
    }

    public static Map<String, String> labels(HasMetadata object) {
        Map<String, String> labels = object.getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    static String annotation(ObjectMeta metadata, String name) {
        return metadata.getAnnotations() == null ? null : metadata.getAnnotations().get(name);
    }
}
