package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.LeaseView;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The locks: Leases of {@code coordination.k8s.io}. Every change has the resource version of the last read. */
final class Leases {
    private static final DateTimeFormatter MICRO_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ApiServer api;
    private final String namespace;

    Leases(ApiServer api, String namespace) {
        this.api = api;
        this.namespace = namespace;
    }

    Optional<LeaseView> find(String name) {
        return api.find(ResourceTypes.LEASE, namespace, name).map(Leases::view);
    }

    /** The Lease of a release that seems to run: by this machine's clock it was renewed within twice its duration. */
    Optional<LeaseView> alive(String name) {
        return api.find(ResourceTypes.LEASE, namespace, name)
                .filter(Leases::isAlive)
                .map(Leases::view);
    }

    private static boolean isAlive(JsonNode lease) {
        JsonNode spec = lease.path("spec");
        if (spec.path("holderIdentity").asText().isEmpty()) {
            return false;
        }
        try {
            Instant renewed = Instant.parse(spec.path("renewTime").asText());
            return Instant.now().isBefore(renewed.plusSeconds(2L * spec.path("leaseDurationSeconds").asInt()));
        } catch (DateTimeParseException e) {
            return true;
        }
    }

    LeaseView create(String name, String holder, String holderUrl, int durationSeconds) {
        ObjectNode lease = patch(holder, holderUrl, durationSeconds);
        lease.put("apiVersion", ResourceTypes.LEASE.apiVersion()).put("kind", ResourceTypes.LEASE.kind());
        lease.withObject("/metadata").put("name", name);
        acquired(lease, 0);
        return view(api.create(ResourceTypes.LEASE, namespace, lease, ApiServer.WriteOptions.PLAIN));
    }

    LeaseView update(String name, LeaseView expected, String holder, String holderUrl, int durationSeconds) {
        ObjectNode patch = patch(holder, holderUrl, durationSeconds);
        patch.withObject("/metadata").put("resourceVersion", expected.resourceVersion());
        if (!expected.holder().equals(holder)) {
            acquired(patch, transitions(name, expected) + 1);
        }
        return view(api.patch(ResourceTypes.LEASE, namespace, name, patch, ApiServer.WriteOptions.PLAIN));
    }

    void delete(String name, LeaseView expected) {
        api.delete(ResourceTypes.LEASE, namespace, name, null, expected.resourceVersion());
    }

    private int transitions(String name, LeaseView expected) {
        JsonNode lease = api.find(ResourceTypes.LEASE, namespace, name).orElseThrow(() -> changed(name));
        if (!lease.path("metadata").path("resourceVersion").asText().equals(expected.resourceVersion())) {
            throw changed(name);
        }
        return lease.path("spec").path("leaseTransitions").asInt();
    }

    private static ClusterException changed(String name) {
        return new ClusterException(
                ClusterException.Kind.CONFLICT,
                Sentence.of("cluster.changed", "patch", ResourceTypes.LEASE.nameOf(name), "resourceVersion", 409),
                0,
                null);
    }

    private static ObjectNode patch(String holder, String holderUrl, int durationSeconds) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        patch.withObject("/metadata").withObject("/annotations").put(MetadataKeys.BUILD_URL, holderUrl);
        patch.withObject("/spec")
                .put("holderIdentity", holder)
                .put("leaseDurationSeconds", durationSeconds)
                .put("renewTime", MICRO_TIME.format(Instant.now()));
        return patch;
    }

    private static void acquired(ObjectNode lease, int transitions) {
        ObjectNode spec = lease.withObject("/spec");
        spec.put("acquireTime", spec.path("renewTime").asText()).put("leaseTransitions", transitions);
    }

    private static LeaseView view(JsonNode lease) {
        JsonNode metadata = lease.path("metadata");
        JsonNode spec = lease.path("spec");
        return new LeaseView(
                metadata.path("resourceVersion").asText(),
                spec.path("holderIdentity").asText(),
                metadata.path("annotations").path(MetadataKeys.BUILD_URL).asText(),
                spec.path("leaseDurationSeconds").asInt());
    }
}
