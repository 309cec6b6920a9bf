package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds the Services of others that would select the candidate's Pods before the switch, and the Pods of others that
 * the release's Services would select after it.
 */
final class SelectorOverlaps {
    private final WorkloadReader workloads;
    private final RenderedRelease release;
    /** The preview Service of a former release that this one does not need. */
    private final Optional<String> left;

    private final List<Sentence> problems = new ArrayList<>();

    SelectorOverlaps(WorkloadReader workloads, RenderedRelease release, Optional<String> left) {
        this.workloads = workloads;
        this.release = release;
        this.left = left;
    }

    /**
     * One sentence for each Service, Deployment or Pod of others.
     *
     * @param current the active Services that exist
     * @param services all Services of the namespace; if they may not be listed, their endpoints are looked at
     */
    List<Sentence> problems(List<ServiceView> current, Optional<List<JsonNode>> services) {
        Map<String, String> labels =
                LabelSelector.labels(release.deployment(1).tree().at("/spec/template/metadata/labels"));
        services.ifPresentOrElse(all -> all.forEach(service -> service(service, labels)), () -> endpoints(labels));
        pods(current);
        return problems;
    }

    private void service(JsonNode service, Map<String, String> labels) {
        String name = service.path("metadata").path("name").asText();
        LabelSelector selector = LabelSelector.ofLabels(service.at("/spec/selector"));
        if (!ownServices().contains(name) && selector.matches(labels)) {
            problems.add(Sentence.of("preflight.otherService", name, release.deployment(), selector.query()));
        }
    }

    private void endpoints(Map<String, String> labels) {
        Set<String> pods = workloads.podsOf(labels).stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
        workloads.servicesOf(pods).stream()
                .filter(name -> !ownServices().contains(name))
                .forEach(name -> problems.add(
                        Sentence.of("preflight.otherService", name, release.deployment(), LabelSelector.ofLabels(labels)
                                .query())));
    }

    /** The Services of the manifests and of the release. */
    private Set<String> ownServices() {
        Set<String> own = release.objects().stream()
                .filter(object -> object.kind().equals("Service"))
                .map(ObjectRef::name)
                .collect(Collectors.toCollection(TreeSet::new));
        own.addAll(release.services());
        left.ifPresent(own::add);
        return own;
    }

    private void pods(List<ServiceView> current) {
        Map<String, Sentence> others = new TreeMap<>();
        for (String name : release.services()) {
            Traffic now = current.stream()
                    .filter(service -> service.name().equals(name))
                    .map(ServiceView::traffic)
                    .findFirst()
                    .orElse(null);
            others(name, release.traffic(name, now).selector(), others);
        }
        release.preview().ifPresent(preview ->
                others(preview.name(), LabelSelector.labels(preview.tree().at("/spec/selector")), others));
        problems.addAll(others.values());
    }

    private void others(String service, Map<String, String> selector, Map<String, Sentence> others) {
        LabelSelector wanted = LabelSelector.ofLabels(selector);
        Set<String> names = new TreeSet<>();
        workloads.podsOf(selector).stream()
                .filter(pod -> !WorkloadReader.isTerminating(pod) && !isOver(pod))
                .filter(pod -> !WorkloadReader.isMadeBy(release.deployment(), pod))
                .forEach(pod -> names.add(maker(pod)));
        workloads.deployments()
                .filter(deployment -> !deployment.getMetadata().getName().equals(release.deployment()))
                .filter(deployment -> !Integer.valueOf(0).equals(deployment.getSpec().getReplicas()))
                .filter(deployment -> wanted.matches(podLabels(deployment)))
                .forEach(deployment -> names.add("Deployment/" + deployment.getMetadata().getName()));
        names.forEach(name ->
                others.putIfAbsent(name, Sentence.of("preflight.otherPods", name, service, wanted.query())));
    }

    private static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Failed".equals(phase) || "Succeeded".equals(phase);
    }

    private static Map<String, String> podLabels(Deployment deployment) {
        Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    /** What made a Pod: the Deployment by the name of its ReplicaSet, else the owner, else the Pod itself. */
    private static String maker(Pod pod) {
        String hash = WorkloadReader.labels(pod).get(WorkloadReader.POD_TEMPLATE_HASH);
        for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
            boolean deployed = "ReplicaSet".equals(owner.getKind()) && hash != null
                    && owner.getName().endsWith("-" + hash);
            return deployed
                    ? "Deployment/" + owner.getName().substring(0, owner.getName().length() - hash.length() - 1)
                    : owner.getKind() + "/" + owner.getName();
        }
        return "Pod/" + pod.getMetadata().getName();
    }
}
