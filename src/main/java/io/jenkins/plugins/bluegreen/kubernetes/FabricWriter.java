package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.ServiceBodies;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.function.Consumer;

/** Writes to one namespace: one request each, sent right after a check of the fence. */
final class FabricWriter implements ClusterWriter {
    private final ApiServer api;
    private final ResourceDiscovery types;
    private final Leases leases;
    private final String namespace;
    private final Fence fence;
    private final IdleObjects idle;

    FabricWriter(
            ApiServer api,
            ResourceDiscovery types,
            Leases leases,
            WorkloadReader workloads,
            String namespace,
            Fence fence) {
        this.api = api;
        this.types = types;
        this.leases = leases;
        this.namespace = namespace;
        this.fence = fence;
        idle = new IdleObjects(api, workloads, namespace, fence);
    }

    @Override
    public long apply(ReleaseSpec spec, Rendering rendering, int replicas, Consumer<ObjectRef> applied) {
        long generation = 0;
        for (AppliedObject object : AppliedObject.of(spec, (RenderedRelease) rendering, replicas)) {
            if (object.isRoute()) {
                continue;
            }
            ResourceType type = object.type(types);
            JsonNode result = idle.apply(type, object, () -> {
                fence.check();
                return api.apply(type, namespace, object.tree(), object.options());
            });
            applied.accept(object.ref());
            if (object.isDeployment()) {
                generation = result.path("metadata").path("generation").asLong();
            }
        }
        return generation;
    }

    @Override
    public void applyService(Rendering rendering, String name, Traffic present) {
        fence.check();
        api.apply(
                ResourceTypes.SERVICE,
                namespace,
                ServiceBodies.withoutTraffic((RenderedRelease) rendering, name, present),
                ApiServer.WriteOptions.FORCED);
    }

    @Override
    public boolean applyRoute(ReleaseSpec spec, Rendering rendering, Route route, String version) {
        AppliedObject wanted = AppliedObject.of(spec, (RenderedRelease) rendering, 1).stream()
                .filter(object -> object.isRoute() && object.rendered().route().equals(route))
                .findFirst()
                .orElseThrow();
        return routes().apply(wanted, version);
    }

    @Override
    public boolean restoreRoute(Route route, String version, boolean undo) {
        return routes().restore(route, version, undo);
    }

    private RouteWriter routes() {
        return new RouteWriter(api, types, namespace, fence);
    }

    @Override
    public ServiceView createService(
            ReleaseSpec spec, Rendering rendering, String name, Traffic traffic, ServiceRecord record) {
        ObjectNode service = ServiceBodies.withTraffic((RenderedRelease) rendering, name, traffic);
        ObjectNode annotations = service.withObject("/metadata").withObject("/annotations");
        ServiceAnnotations.write(record).properties().forEach(annotation -> {
            if (!annotation.getValue().isNull()) {
                annotations.set(annotation.getKey(), annotation.getValue());
            }
        });
        fence.check();
        return ServiceViews.of(
                api.create(ResourceTypes.SERVICE, namespace, service, ApiServer.WriteOptions.PLAIN));
    }

    @Override
    public ServiceView patchService(ServiceView expected, Traffic traffic, ServiceRecord record) {
        ObjectNode patch = ServiceBodies.switchPatch(expected.traffic(), traffic);
        ObjectNode metadata = patch.withObject("/metadata");
        metadata.put("resourceVersion", expected.resourceVersion());
        metadata.set("annotations", ServiceAnnotations.write(record));
        fence.check();
        return ServiceViews.of(api.patch(
                ResourceTypes.SERVICE, namespace, expected.name(), patch, ApiServer.WriteOptions.PLAIN));
    }

    @Override
    public void deleteService(ServiceView expected) {
        delete(ResourceTypes.SERVICE, expected.name(), expected.resourceVersion());
    }

    @Override
    public void scale(String deployment, int replicas, int remember) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        patch.putObject("metadata")
                .putObject("annotations")
                .put(MetadataKeys.REPLICAS, remember == 0 ? null : String.valueOf(remember));
        patch.putObject("spec").put("replicas", replicas);
        fence.check();
        ifThere(() -> api.patch(
                ResourceTypes.DEPLOYMENT, namespace, deployment, patch, ApiServer.WriteOptions.PLAIN));
    }

    @Override
    public void deleteColor(ReleaseSpec spec, String application, Color color, String deployment) {
        delete(ResourceTypes.DEPLOYMENT, deployment, null);
        String selector = MetadataKeys.selector(application, color).query();
        for (ResourceType type : ResourceTypes.COLORED) {
            for (String name : api.names(type, namespace, selector)) {
                delete(type, name, null);
            }
        }
    }

    @Override
    public LeaseView createLease(String name, String holder, String holderUrl, int durationSeconds) {
        return leases.create(name, holder, holderUrl, durationSeconds);
    }

    @Override
    public LeaseView updateLease(
            String name, LeaseView expected, String holder, String holderUrl, int durationSeconds) {
        return leases.update(name, expected, holder, holderUrl, durationSeconds);
    }

    @Override
    public void deleteLease(String name, LeaseView expected) {
        ifThere(() -> leases.delete(name, expected));
    }

    private void delete(ResourceType type, String name, String resourceVersion) {
        fence.check();
        ifThere(() -> api.delete(type, namespace, name, resourceVersion));
    }

    private static void ifThere(Runnable write) {
        try {
            write.run();
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }
}
