package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.spec.SecretMask;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Manifests;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lists what a release would change. The manifests are rendered as the live colour, so that differences that come from
 * the other colour's names alone do not show.
 */
public final class Diff {
    private final ApiServer api;
    private final ResourceDiscovery types;
    private final String namespace;

    public Diff(ApiServer api, ResourceDiscovery types, String namespace) {
        this.api = api;
        this.types = types;
        this.namespace = namespace;
    }

    /**
     * The changes, one a line: {@code +} an object or Service to be created, {@code ~} a field, {@code ?} an object
     * that may not be read.
     *
     * @param liveDeployment the live Deployment's name; null on a first release
     */
    public List<String> of(ReleaseSpec spec, RenderedRelease release, int replicas, String liveDeployment) {
        RenderedRelease asLive = Manifests.render(spec, release.color().other());
        List<AppliedObject> live = AppliedObject.of(spec, asLive, replicas);
        List<String> lines = new ArrayList<>();
        for (AppliedObject object : AppliedObject.of(spec, release, replicas)) {
            // manifests that come one per colour may hold other objects for the other colour
            AppliedObject wanted = live.stream().filter(object::isSameAs).findFirst().orElse(null);
            if (wanted == null) {
                lines.add("+ " + object.ref());
                continue;
            }
            if (object.isJob()) {
                // the name tells the content; found without permission to get it
                String itself = "metadata.name=" + object.ref().name();
                if (api.metadata(object.type(types), namespace, null, itself).isEmpty()) {
                    lines.add("+ " + object.ref());
                }
                continue;
            }
            String name = wanted.isDeployment() && liveDeployment != null ? liveDeployment : wanted.ref().name();
            try {
                Optional<JsonNode> there = liveDeployment == null
                        ? Optional.empty()
                        : api.find(wanted.type(types), namespace, name);
                compare(object, wanted, there, spec.source().mask(), lines);
            } catch (ClusterException e) {
                if (e.kind() != ClusterException.Kind.FORBIDDEN) {
                    throw e;
                }
                lines.add("? " + object.ref() + ": " + e.getMessage());
            }
        }
        release.activeServices().forEach((name, service) -> {
            if (api.find(ResourceTypes.SERVICE, namespace, name).isEmpty()) {
                lines.add("+ Service/" + name);
            }
        });
        return lines;
    }

    private static void compare(
            AppliedObject object,
            AppliedObject asLive,
            Optional<JsonNode> live,
            SecretMask mask,
            List<String> lines) {
        if (live.isEmpty()) {
            lines.add("+ " + object.ref());
            return;
        }
        ObjectNode wanted = asLive.tree();
        wanted.remove("status");
        wanted.remove("metadata");
        List<String> changes = new ArrayList<>();
        new FieldChanges(object.ref().kind().equals("Secret"), mask, changes).compare("", live.get(), wanted);
        changes.forEach(change -> lines.add("~ " + object.ref() + " " + change));
    }
}
