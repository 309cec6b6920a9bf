package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Applies the objects of a release that APPLY applies, and creates its Jobs, which can't be changed afterwards. */
final class ReleaseObjects {
    private final ApiServer api;
    private final ResourceDiscovery types;
    private final String namespace;
    private final Fence fence;
    private final ConditionalWrites writes;
    private final IdleObjects idle;

    ReleaseObjects(
            ApiServer api,
            ResourceDiscovery types,
            String namespace,
            Fence fence,
            ConditionalWrites writes,
            IdleObjects idle) {
        this.api = api;
        this.types = types;
        this.namespace = namespace;
        this.fence = fence;
        this.writes = writes;
        this.idle = idle;
    }

    /** All objects, or those that {@link #applyNeeds} leaves. @return the Deployment's generation */
    long apply(ReleaseSpec spec, RenderedRelease release, int replicas, Consumer<ObjectRef> applied) {
        if (release.preview().isEmpty()) {
            writes.deleteSeen(ResourceTypes.SERVICE, Rendering.previewService(release.application()));
        }
        List<AppliedObject> objects = AppliedObject.of(spec, release, replicas);
        return apply(spec, release, objects.subList(AppliedObject.needed(objects), objects.size()), applied);
    }

    /** The objects that the Jobs need. */
    void applyNeeds(ReleaseSpec spec, RenderedRelease release, Consumer<ObjectRef> applied) {
        List<AppliedObject> objects = AppliedObject.of(spec, release, 1);
        apply(spec, release, objects.subList(0, AppliedObject.needed(objects)), applied);
    }

    private long apply(
            ReleaseSpec spec, RenderedRelease release, List<AppliedObject> objects, Consumer<ObjectRef> applied) {
        long generation = 0;
        for (AppliedObject object : objects) {
            boolean companion = object.isColored() && !object.isDeployment();
            if (object.isRoute() || object.isJob() || companion) {
                continue;
            }
            ResourceType type = object.type(types);
            ObjectNode tree = Autoscalers.keepingSize(type, object.tree());
            if (object.isDeployment() && spec.buildUrl() != null) {
                tree.withObject("/metadata/annotations").put(MetadataKeys.BUILD_URL, spec.buildUrl());
            }
            JsonNode result = apply(type, object, tree);
            applied.accept(object.ref());
            if (object.isDeployment()) {
                generation = result.path("metadata").path("generation").asLong();
            }
            if (Autoscalers.lacksBehavior(type, tree)) {
                new Autoscalers(api, namespace)
                        .keepSize(fence, release.application(), Set.of(release.color()), Set.of());
            }
        }
        return generation;
    }

    private JsonNode apply(ResourceType type, AppliedObject object, ObjectNode tree) {
        if (tree.path("metadata").path("labels").has(MetadataKeys.SIDE)) {
            ConditionalWrites.stamp(tree);
        }
        return idle.apply(type, object, () -> writes.apply(type, tree, object.options()));
    }

    /** @return the Deployment's generation */
    long applyCompanion(RenderedRelease release, String name, int replicas) {
        AppliedObject companion = release.companionObjects().stream()
                .filter(object -> object.name().equals(name))
                .map(object -> AppliedObject.companion(object, replicas))
                .findFirst()
                .orElseThrow();
        return apply(companion.type(types), companion, companion.tree()).at("/metadata/generation").asLong();
    }

    /** @return its uid */
    String createJob(RenderedRelease release, String name) {
        ObjectNode job = release.jobObjects().stream()
                .filter(object -> object.name().equals(name))
                .findFirst()
                .orElseThrow()
                .tree();
        fence.check();
        return api.create(ResourceTypes.JOB, namespace, job, ApiServer.WriteOptions.PLAIN)
                .at("/metadata/uid")
                .asText();
    }

    /** Deletes a Job as it was read, and its Pods. */
    void deleteJob(JobView job) {
        fence.check();
        try {
            api.delete(ResourceTypes.JOB, namespace, job.name(), job.uid(), job.resourceVersion());
        } catch (ClusterException e) {
            if (ClusterErrors.isChanged(e)) {
                throw ClusterErrors.again(e);
            }
            if (e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
