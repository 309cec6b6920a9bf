package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.jenkins.plugins.bluegreen.engine.cluster.Adoption;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.List;

/** Finds the Deployment and its revision behind a Service without a colour. There must be exactly one of each. */
final class Adoptions {
    private static final String HASH = WorkloadReader.POD_TEMPLATE_HASH;

    private final ApiServer api;
    private final WorkloadReader workloads;
    private final String namespace;

    Adoptions(ApiServer api, WorkloadReader workloads, String namespace) {
        this.api = api;
        this.workloads = workloads;
        this.namespace = namespace;
    }

    Adoption find(ServiceView service) {
        if (service.traffic().selector().isEmpty()) {
            throw refusal("cluster.adoptSelector", service);
        }
        List<Pod> pods = workloads.podsOf(service.traffic().selector()).stream()
                .filter(pod -> !WorkloadReader.isTerminating(pod))
                .toList();
        if (pods.stream().noneMatch(WorkloadReader::isReady)) {
            throw refusal("cluster.adoptNone", service);
        }
        List<String> sets = pods.stream().map(Adoptions::replicaSet).distinct().toList();
        if (sets.contains("")) {
            throw refusal("cluster.adoptPods", service, named(pods, ""));
        }
        List<String> deployments = sets.stream().map(set -> deployment(service, set)).distinct().toList();
        if (deployments.size() > 1) {
            throw refusal("cluster.adoptSeveral", service, String.join(", ", deployments));
        }
        String deployment = deployments.get(0);
        DeploymentView view = workloads.workload(deployment).deployment();
        if (sets.size() > 1 || view == null || !view.isRolledOut()) {
            throw refusal("cluster.adoptRollout", service, deployment);
        }
        return new Adoption(deployment, HASH, pods.get(0).getMetadata().getLabels().get(HASH));
    }

    private static String named(List<Pod> pods, String replicaSet) {
        return pods.stream()
                .filter(pod -> replicaSet(pod).equals(replicaSet))
                .map(pod -> pod.getMetadata().getName())
                .findFirst()
                .orElse("");
    }

    private static String replicaSet(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(owner -> "ReplicaSet".equals(owner.getKind())
                        && pod.getMetadata().getLabels().containsKey(HASH))
                .map(OwnerReference::getName)
                .findFirst()
                .orElse("");
    }

    private String deployment(ServiceView service, String replicaSet) {
        JsonNode set = api.find(ResourceTypes.REPLICA_SET, namespace, replicaSet)
                .orElseThrow(() -> refusal("cluster.adoptRollout", service, replicaSet));
        for (JsonNode owner : set.path("metadata").path("ownerReferences")) {
            if (owner.path("kind").asText().equals("Deployment")) {
                return owner.path("name").asText();
            }
        }
        throw refusal("cluster.adoptPods", service, replicaSet);
    }

    private static ReleaseException refusal(String key, ServiceView service, Object... more) {
        Object[] arguments = new Object[more.length + 1];
        arguments[0] = service.name();
        System.arraycopy(more, 0, arguments, 1, more.length);
        return new ReleaseException(Sentence.of(key, arguments));
    }
}
