package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.FieldManagers;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the objects of a colour without traffic what the manifests say and nothing else. An apply merges: fields of
 * other field managers stay, and fields that can't be changed refuse it. Such an object is deleted and created again.
 * The answer to the apply shows it. A Deployment's Pods start at once, so what the watch knows of it is looked at
 * before. A Deployment whose Pods get requests of any Service is never deleted.
 */
final class IdleObjects {
    private final ApiServer api;
    private final WorkloadReader workloads;
    private final SeenVersions seen;
    private final String namespace;
    private final Fence fence;

    IdleObjects(ApiServer api, WorkloadReader workloads, SeenVersions seen, String namespace, Fence fence) {
        this.api = api;
        this.workloads = workloads;
        this.seen = seen;
        this.namespace = namespace;
        this.fence = fence;
    }

    /** The answer to {@code apply}, which is sent twice if the object has to be created again. */
    JsonNode apply(ResourceType type, AppliedObject object, Supplier<JsonNode> apply) {
        if (!object.isReplaceable()) {
            return apply.get();
        }
        if (object.isColored() && hasMore(object)) {
            delete(type, object);
        }
        JsonNode result;
        try {
            result = apply.get();
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.INVALID && delete(type, object)) {
                return apply.get();
            }
            throw e;
        }
        return object.leaves(result).isEmpty() || !delete(type, object) ? result : apply.get();
    }

    /** Whether a Service other than the preview one sends requests to its Pods. */
    private boolean hasTraffic(AppliedObject deployment) {
        String application = deployment
                .tree()
                .at("/metadata/labels")
                .path(MetadataKeys.APPLICATION)
                .asText();
        List<String> pods = workloads.workload(deployment.ref().name()).pods().stream()
                .map(PodView::name)
                .toList();
        String preview = Rendering.previewService(application);
        return workloads.servicesOf(pods).stream().anyMatch(name -> !name.equals(preview));
    }

    private boolean hasMore(AppliedObject object) {
        return workloads
                .knownDeployment(object.ref().name())
                .map(deployment -> ApiServer.JSON.valueToTree(deployment.getMetadata().getManagedFields()))
                .flatMap(managed -> FieldManagers.ofMoreThan(object.tree(), (JsonNode) managed))
                .isPresent();
    }

    /** Whether the object was there and could be deleted. */
    private boolean delete(ResourceType type, AppliedObject object) {
        String name = object.ref().name();
        if (object.isColored() && hasTraffic(object)) {
            return false;
        }
        try {
            Optional<JsonNode> there = api.metadata(type, namespace, null, "metadata.name=" + name).stream()
                    .findFirst();
            if (there.isEmpty()) {
                return false;
            }
            fence.check();
            JsonNode metadata = there.get().path("metadata");
            api.delete(
                    type,
                    namespace,
                    name,
                    metadata.path("uid").asText(),
                    metadata.path("resourceVersion").asText());
            seen.forget(type, namespace, name);
            return true;
        } catch (ClusterException e) {
            switch (e.kind()) {
                case NOT_FOUND:
                    seen.forget(type, namespace, name);
                    return true;
                case FORBIDDEN:
                    return false; // PLAN said so
                case CONFLICT:
                    // changed since it was read: APPLY is tried again
                    throw new ClusterException(ClusterException.Kind.UNAVAILABLE, e.sentence(), 0, e);
                default:
                    throw e;
            }
        }
    }
}
