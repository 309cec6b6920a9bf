package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.JobView;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.ServiceBodies;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Writes to one namespace, each sent right after a check of the fence. Each takes effect only on the object as it was
 * read, and is one request unless the object was changed since: see {@link ConditionalWrites}.
 */
final class FabricWriter implements ClusterWriter {
    private final ApiServer api;
    private final ResourceDiscovery types;
    private final Leases leases;
    private final String namespace;
    private final SeenVersions seen;
    private final Fence fence;
    private final ConditionalWrites writes;
    private final IdleObjects idle;

    FabricWriter(
            ApiServer api, ResourceDiscovery types, Leases leases, WorkloadReader workloads, SeenVersions seen,
            String namespace, Fence fence) {
        this.api = api;
        this.types = types;
        this.leases = leases;
        this.namespace = namespace;
        this.seen = seen;
        this.fence = fence;
        writes = new ConditionalWrites(api, workloads, seen, namespace, fence);
        idle = new IdleObjects(api, workloads, seen, namespace, fence);
    }

    @Override
    public long apply(ReleaseSpec spec, Rendering rendering, int replicas, Consumer<ObjectRef> applied) {
        return objects().apply(spec, (RenderedRelease) rendering, replicas, applied);
    }

    @Override
    public long applyCompanion(ReleaseSpec spec, Rendering rendering, Companion companion, int replicas) {
        return objects().applyCompanion((RenderedRelease) rendering, companion.name(), replicas);
    }

    @Override
    public void deleteCompanion(String name) {
        writes.deleteDeployment(name);
    }

    @Override
    public void applyNeeds(ReleaseSpec spec, Rendering rendering, Consumer<ObjectRef> applied) {
        objects().applyNeeds(spec, (RenderedRelease) rendering, applied);
    }

    @Override
    public String createJob(Rendering rendering, String name) {
        return objects().createJob((RenderedRelease) rendering, name);
    }

    @Override
    public void deleteJob(JobView job) {
        objects().deleteJob(job);
    }

    private ReleaseObjects objects() {
        return new ReleaseObjects(api, types, namespace, fence, writes, idle);
    }

    @Override
    public void keepSize(String application, Set<Color> kept, Set<Color> free) {
        new Autoscalers(api, namespace).keepSize(fence, application, kept, free);
    }

    @Override
    public boolean applyService(Rendering rendering, String name, Traffic present) {
        if (seen.isAsWanted(ResourceTypes.SERVICE, namespace, name)) {
            return false;
        }
        AtomicReference<Traffic> traffic = new AtomicReference<>(present);
        writes.apply(
                ResourceTypes.SERVICE,
                name,
                () -> ServiceBodies.withoutTraffic((RenderedRelease) rendering, name, traffic.get()),
                ApiServer.WriteOptions.FORCED,
                () -> {
                    JsonNode service = api.find(ResourceTypes.SERVICE, namespace, name)
                            .orElseThrow(() -> new ReleaseException(Sentence.of("switch.serviceGone", name)));
                    seen.saw(ResourceTypes.SERVICE, namespace, name, service);
                    traffic.set(ServiceViews.of(service).traffic());
                });
        return true;
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
        ConditionalWrites.stamp(patch);
        fence.check();
        JsonNode patched = api.patch(
                ResourceTypes.SERVICE, namespace, expected.name(), patch, ApiServer.WriteOptions.PLAIN);
        seen.saw(ResourceTypes.SERVICE, namespace, expected.name(), patched);
        return ServiceViews.of(patched);
    }

    @Override
    public void deleteService(ServiceView expected) {
        fence.check();
        ifThere(() -> api.delete(
                ResourceTypes.SERVICE, namespace, expected.name(), null, expected.resourceVersion()));
    }

    @Override
    public void scale(String deployment, int replicas, int remember) {
        scale(deployment, replicas, remember, replicas == 0);
    }

    @Override
    public void lower(String deployment, int replicas) {
        scale(deployment, Math.max(1, replicas), 0, true);
    }

    private void scale(String deployment, int replicas, int remember, boolean undecided) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        patch.putObject("metadata")
                .putObject("annotations")
                .put(MetadataKeys.REPLICAS, remember == 0 ? null : String.valueOf(remember));
        patch.putObject("spec").put("replicas", replicas);
        writes.patchDeployment(deployment, patch, undecided);
    }

    @Override
    public void keep(String application, Color color, Map<String, String> texts) {
        writes.apply(
                ResourceTypes.SECRET, KeptRelease.secret(application, color, texts), ApiServer.WriteOptions.FORCED);
    }

    @Override
    public void deleteColor(ReleaseSpec spec, String application, Color color, String deployment) {
        writes.deleteDeployment(deployment);
        String selector = MetadataKeys.selector(application, color).query();
        for (ResourceType type : ResourceTypes.COLORED) {
            writes.deleteAll(type, selector, object -> true);
        }
    }

    @Override
    public List<ColoredObject> prune(String application, String kind, Predicate<ColoredObject> left) {
        return Pruning.prune(writes, application, kind, left);
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
