package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.ServiceBodies;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;
import java.util.List;
import java.util.Optional;

/**
 * Dry runs of the active Services as they will be after the switch. A switch that writes nothing but the colour is not
 * tried where a release has switched before: it is the write that was accepted the last time.
 */
final class ServiceDryRun {
    private final DryRun dryRun;
    private final ApiServer api;
    private final SeenVersions seen;
    private final String namespace;

    ServiceDryRun(DryRun dryRun, ApiServer api, SeenVersions seen, String namespace) {
        this.dryRun = dryRun;
        this.api = api;
        this.seen = seen;
        this.namespace = namespace;
    }

    /** @param read all Services as they were read; empty if they may not be listed */
    void send(ReleaseSpec spec, RenderedRelease release, List<ServiceView> current, List<JsonNode> read) {
        for (String name : release.services()) {
            Optional<ServiceView> there =
                    current.stream().filter(service -> service.name().equals(name)).findFirst();
            Traffic traffic = release.traffic(name, there.map(ServiceView::traffic).orElse(null));
            Place source = release.defines(name)
                    ? release.activeServices().get(name).source()
                    : release.deployment(1).source();
            ObjectRef service = new ObjectRef("Service", name);
            if (there.isEmpty()) {
                dryRun.send(service, source, () -> create(release, name, traffic));
                continue;
            }
            Traffic present = there.get().traffic();
            if (release.defines(name)) {
                dryRun.send(service, source, () -> apply(release, name, present))
                        .ifPresent(answer -> applied(name, answer, read));
            }
            boolean switchedBefore = there.get().record().color() != null;
            if (!switchedBefore || !ServiceBodies.switchesColorAlone(present, traffic, release.colorLabel())) {
                dryRun.send(service, source, () -> patch(name, present, traffic));
            }
        }
    }

    private JsonNode create(RenderedRelease release, String name, Traffic traffic) {
        ObjectNode service = ServiceBodies.withTraffic(release, name, traffic);
        return dryRun.counted(
                ResourceTypes.SERVICE,
                api.create(ResourceTypes.SERVICE, namespace, service, ApiServer.WriteOptions.PLAIN.asDryRun()));
    }

    private JsonNode apply(RenderedRelease release, String name, Traffic present) {
        ObjectNode service = ServiceBodies.withoutTraffic(release, name, present);
        return api.apply(ResourceTypes.SERVICE, namespace, service, ApiServer.WriteOptions.FORCED.asDryRun());
    }

    private JsonNode patch(String name, Traffic present, Traffic traffic) {
        ObjectNode patch = ServiceBodies.switchPatch(present, traffic);
        return api.patch(
                ResourceTypes.SERVICE, namespace, name, patch, ApiServer.WriteOptions.PLAIN.asDryRun());
    }

    private void applied(String name, JsonNode answer, List<JsonNode> read) {
        seen.saw(ResourceTypes.SERVICE, namespace, name, answer);
        boolean unchanged = read.stream()
                .filter(service -> service.at("/metadata/name").asText().equals(name))
                .anyMatch(service -> content(service).equals(content(answer)));
        seen.isAsWanted(ResourceTypes.SERVICE, namespace, name, unchanged);
    }

    /** Without what only tells of its writers, and without the kind, which an object of a list does not have. */
    private static JsonNode content(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove(List.of("apiVersion", "kind"));
        copy.withObject("/metadata").remove("managedFields");
        return copy;
    }
}
