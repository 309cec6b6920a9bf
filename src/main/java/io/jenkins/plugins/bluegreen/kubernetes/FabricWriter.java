package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Marks;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.List;
import java.util.function.Consumer;

/** The writes, one request each, every one right behind the fence. */
public final class FabricWriter implements ClusterWriter {
    private static final List<ResourceType> COLORED = List.of(
            ResourceTypes.AUTOSCALER,
            ResourceTypes.DISRUPTION_BUDGET,
            ResourceTypes.CONFIG_MAP,
            ResourceTypes.SECRET);

    private final ApiServer api;
    private final ResourceTypes types;
    private final Leases leases;
    private final String namespace;
    private final Fence fence;

    FabricWriter(ApiServer api, ResourceTypes types, Leases leases, String namespace, Fence fence) {
        this.api = api;
        this.types = types;
        this.leases = leases;
        this.namespace = namespace;
        this.fence = fence;
    }

    @Override
    public long apply(ReleaseSpec spec, Rendering rendering, int replicas, Consumer<ObjectRef> applied) {
        long generation = 0;
        for (Application object : Application.of(spec, (RenderedRelease) rendering, replicas)) {
            ResourceType type = object.type(types);
            fence.check();
            JsonNode result = api.apply(type, namespace, object.tree(), object.options());
            applied.accept(object.ref());
            if (object.isDeployment()) {
                generation = result.path("metadata").path("generation").asLong();
            }
        }
        return generation;
    }

    @Override
    public void applyService(Rendering rendering, String name) {
        fence.check();
        api.apply(
                ResourceTypes.SERVICE,
                namespace,
                serviceAtRest((RenderedRelease) rendering, name),
                ApiServer.WriteOptions.FORCED);
    }

    /** An active Service of the manifests without what changes at the switch. */
    public static ObjectNode serviceAtRest(RenderedRelease release, String name) {
        ObjectNode service = release.activeServices().get(name).tree();
        service.withObject("/spec").remove(List.of("selector", "ports"));
        return service;
    }

    @Override
    public ServiceView createService(
            ReleaseSpec spec, Rendering rendering, String name, Traffic traffic, ServiceRecord record) {
        ObjectNode service = newService((RenderedRelease) rendering, name, traffic);
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

    /** An active Service of the manifests with its selector and ports. */
    public static ObjectNode newService(RenderedRelease release, String name, Traffic traffic) {
        ObjectNode service = release.activeServices().get(name).tree();
        ObjectNode spec = service.withObject("/spec");
        spec.set("selector", ServiceAnnotations.selector(traffic));
        if (traffic.ports() != null) {
            spec.set("ports", ports(traffic));
        }
        return service;
    }

    @Override
    public ServiceView patchService(ServiceView expected, Traffic traffic, ServiceRecord record) {
        ObjectNode patch = switchPatch(expected, traffic);
        ObjectNode metadata = patch.withObject("/metadata");
        metadata.put("resourceVersion", expected.resourceVersion());
        metadata.set("annotations", ServiceAnnotations.write(record));
        fence.check();
        return ServiceViews.of(api.patch(
                ResourceTypes.SERVICE, namespace, expected.name(), patch, ApiServer.WriteOptions.PLAIN));
    }

    /** What sends a Service's traffic elsewhere: labels that its selector has and shall not have are removed. */
    public static ObjectNode switchPatch(ServiceView expected, Traffic traffic) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        ObjectNode spec = patch.putObject("spec");
        ObjectNode selector = spec.putObject("selector");
        expected.traffic().selector().keySet().forEach(selector::putNull);
        selector.setAll(ServiceAnnotations.selector(traffic));
        if (traffic.ports() != null) {
            spec.set("ports", ports(traffic));
        }
        return patch;
    }

    private static JsonNode ports(Traffic traffic) {
        try {
            return ApiServer.JSON.readTree(traffic.ports());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("ports are not JSON: " + traffic.ports(), e);
        }
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
                .put(Marks.REPLICAS, remember == 0 ? null : String.valueOf(remember));
        patch.putObject("spec").put("replicas", replicas);
        fence.check();
        ifThere(() -> api.patch(
                ResourceTypes.DEPLOYMENT, namespace, deployment, patch, ApiServer.WriteOptions.PLAIN));
    }

    @Override
    public void deleteColor(ReleaseSpec spec, String application, Color color, String deployment) {
        delete(ResourceTypes.DEPLOYMENT, deployment, null);
        for (ResourceType type : COLORED) {
            for (String name : api.names(type, namespace, Marks.selector(application, color))) {
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
