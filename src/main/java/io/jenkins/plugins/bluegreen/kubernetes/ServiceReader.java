package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.workload.PodsAtSwitch;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads Services and ready Pods from the API server itself. A watch may lag behind, and the switch depends on them. */
final class ServiceReader {
    private final ApiServer api;
    private final String namespace;

    ServiceReader(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    Optional<ServiceView> find(String name) {
        return api.find(ResourceTypes.SERVICE, namespace, name).map(ServiceViews::of);
    }

    /** The first Service, by its record, that selects the Pods of the application's live colour. */
    Optional<ServiceView> of(String application, WorkloadReader workloads) {
        List<ServiceView> found = api.list(ResourceTypes.SERVICE, namespace, null, null).stream()
                .map(ServiceViews::of)
                .filter(view -> view.record().color() != null)
                .filter(view -> workloads
                        .deployment(application + "-" + view.record().color().label())
                        .filter(live -> live.getSpec().getTemplate().getMetadata().getLabels().entrySet()
                                .containsAll(view.traffic().selector().entrySet()))
                        .isPresent())
                .toList();
        Optional<ServiceView> first = found.stream()
                .filter(view -> view.record().services().indexOf(view.name()) == 0)
                .findFirst();
        return first.or(() -> found.stream().findFirst());
    }

    /** The names of the Pods that a selector matches and that can take requests; none for an empty selector. */
    List<String> readyPods(Map<String, String> selector) {
        if (selector.isEmpty()) {
            return List.of();
        }
        return names(pods(selector));
    }

    /** The Pods of both colours, in one list by the labels that their selectors share. */
    PodsAtSwitch podsAtSwitch(Map<String, String> candidate, Map<String, String> live) {
        Map<String, String> shared = new TreeMap<>(candidate);
        shared.entrySet().retainAll(live.entrySet());
        if (shared.isEmpty()) {
            return new PodsAtSwitch(readyPods(candidate), 0);
        }
        LabelSelector wanted = LabelSelector.ofLabels(candidate);
        LabelSelector other = LabelSelector.ofLabels(live);
        Map<Boolean, List<JsonNode>> pods = pods(shared).stream()
                .collect(Collectors.partitioningBy(pod -> wanted.matches(labels(pod))));
        // by revision: a Deployment that is being rolled out has more Pods than it wants
        Map<String, Long> running = pods.get(false).stream()
                .filter(pod -> other.matches(labels(pod)) && !isGoing(pod) && !isOver(pod))
                .collect(Collectors.groupingBy(
                        pod -> labels(pod).getOrDefault(WorkloadReader.POD_TEMPLATE_HASH, ""), Collectors.counting()));
        long most = running.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return new PodsAtSwitch(names(pods.get(true)), (int) most);
    }

    private List<JsonNode> pods(Map<String, String> selector) {
        return api.list(
                ResourceTypes.POD, namespace, LabelSelector.ofLabels(selector).query(), null);
    }

    private static Map<String, String> labels(JsonNode pod) {
        return LabelSelector.labels(pod.at("/metadata/labels"));
    }

    private static List<String> names(List<JsonNode> pods) {
        return pods.stream()
                .filter(ServiceReader::takesRequests)
                .map(pod -> pod.path("metadata").path("name").asText())
                .sorted()
                .toList();
    }

    private static boolean isGoing(JsonNode pod) {
        return pod.path("metadata").has("deletionTimestamp");
    }

    private static boolean isOver(JsonNode pod) {
        return Set.of("Failed", "Succeeded").contains(pod.at("/status/phase").asText());
    }

    private static boolean takesRequests(JsonNode pod) {
        if (isGoing(pod)) {
            return false;
        }
        for (JsonNode condition : pod.path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                return condition.path("status").asText().equals("True");
            }
        }
        return false;
    }
}
