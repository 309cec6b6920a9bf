package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.RefusalText;
import java.util.Objects;

/** Reads a Deployment's state from its object. */
final class DeploymentViews {
    private DeploymentViews() {}

    static DeploymentView of(Deployment deployment) {
        ObjectMeta metadata = deployment.getMetadata();
        DeploymentStatus status = deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
        return new DeploymentView(
                metadata.getName(),
                count(metadata.getGeneration()),
                count(status.getObservedGeneration()),
                Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1),
                count(deployment.getSpec().getMinReadySeconds()),
                count(status.getReplicas()),
                count(status.getUpdatedReplicas()),
                count(status.getReadyReplicas()),
                count(status.getAvailableReplicas()),
                image(deployment),
                WorkloadReader.annotation(metadata, MetadataKeys.SPEC_HASH),
                formerReplicas(metadata),
                PodTemplates.hasPreStop(deployment),
                refusal(status));
    }

    private static String image(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .map(Container::getImage)
                .findFirst()
                .orElse("");
    }

    private static String refusal(DeploymentStatus status) {
        return status.getConditions().stream()
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(DeploymentCondition::getMessage)
                .map(RefusalText::withoutValues)
                .findFirst()
                .orElse(null);
    }

    private static int formerReplicas(ObjectMeta metadata) {
        String replicas = WorkloadReader.annotation(metadata, MetadataKeys.REPLICAS);
        return replicas != null && replicas.matches("\\d{1,9}") ? Integer.parseInt(replicas) : 0;
    }

    private static int count(Integer number) {
        return number == null ? 0 : number;
    }

    private static long count(Long number) {
        return number == null ? 0 : number;
    }
}
