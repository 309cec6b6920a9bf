package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.HandEdits;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import java.util.List;
import java.util.Optional;

/**
 * Writes the objects that carry traffic beside the Services. Each carries two annotations: the release that wrote it,
 * and what it was before that release as JSON (labels, annotations and spec). So the former state is found by another
 * build, on another controller, an hour later, and it can't be separated from the object; one write changes both, so an
 * interrupted release leaves no object whose annotations tell of another state. A former state of more than
 * {@value #LONGEST} characters is not kept: the annotations of an object may have 256 KiB in all.
 */
final class RouteWriter {
    private static final int LONGEST = 100_000;
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final ApiServer api;
    private final ResourceDiscovery types;
    private final String namespace;
    private final Fence fence;

    RouteWriter(ApiServer api, ResourceDiscovery types, String namespace, Fence fence) {
        this.api = api;
        this.types = types;
        this.namespace = namespace;
        this.fence = fence;
    }

    /** As {@link io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter#applyRoute}. */
    boolean apply(AppliedObject wanted, String version) {
        ResourceType type = wanted.type(types);
        JsonNode there = api.find(type, namespace, wanted.ref().name()).orElse(null);
        // one that this release has written already still tells what it was before
        String former = there == null
                ? "{}"
                : version.equals(annotation(there, MetadataKeys.RELEASE))
                        ? annotation(there, MetadataKeys.FORMER)
                        : state(there).toString();
        ObjectNode tree = wanted.tree();
        mark(tree, version, former);
        apply(type, tree, there, wanted.options());
        return former.length() <= LONGEST;
    }

    /** As {@link io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter#restoreRoute}. */
    boolean restore(Route route, String version, boolean undo) {
        ResourceType type = types.find(route.apiVersion(), route.ref().kind())
                .orElseThrow(() -> new ReleaseException(Sentence.of("route.unknownKind", route, route.apiVersion())));
        Optional<JsonNode> there = api.find(type, namespace, route.ref().name());
        if (there.isEmpty()) {
            return true;
        }
        JsonNode former = parsed(annotation(there.get(), MetadataKeys.FORMER));
        boolean ours = version.equals(annotation(there.get(), MetadataKeys.RELEASE));
        boolean wasOurs = version.equals(annotation(former, MetadataKeys.RELEASE));
        if (undo ? !wasOurs : !ours) {
            touch(type, there.get());
            return true;
        }
        if (!former.isObject()) {
            return false;
        }
        if (former.isEmpty()) {
            JsonNode metadata = there.get().path("metadata");
            fence.check();
            try {
                api.delete(
                        type,
                        namespace,
                        route.ref().name(),
                        metadata.path("uid").asText(),
                        metadata.path("resourceVersion").asText());
            } catch (ClusterException e) {
                throw ClusterErrors.isChanged(e) ? ClusterErrors.again(e) : e;
            }
            return true;
        }
        ObjectNode tree = former.deepCopy();
        tree.put("apiVersion", route.apiVersion()).put("kind", route.ref().kind());
        tree.withObject("/metadata").put("name", route.ref().name());
        mark(tree, annotation(former, MetadataKeys.RELEASE), state(there.get()).toString());
        apply(type, tree, there.get(), ApiServer.WriteOptions.FORCED);
        return true;
    }

    /** @param there the object as it was read; null if there was none */
    private void apply(ResourceType type, ObjectNode tree, JsonNode there, ApiServer.WriteOptions options) {
        String name = tree.path("metadata").path("name").asText();
        SeenVersions seen = new SeenVersions();
        if (there != null) {
            seen.saw(type, namespace, name, there);
        }
        seen.require(type, namespace, name, tree);
        fence.check();
        HandEdits.apply(api, type, namespace, tree, options, conflict -> {});
    }

    /** Changes the resource version, so that a write of ours which has not arrived yet never takes effect. */
    private void touch(ResourceType type, JsonNode there) {
        ObjectNode patch = ApiServer.JSON.createObjectNode();
        patch.putObject("metadata")
                .put("resourceVersion", there.path("metadata").path("resourceVersion").asText());
        ConditionalWrites.stamp(patch);
        fence.check();
        try {
            String name = there.path("metadata").path("name").asText();
            api.patch(type, namespace, name, patch, ApiServer.WriteOptions.PLAIN);
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.NOT_FOUND) {
                // changed meanwhile, maybe by that very write
                throw ClusterErrors.isChanged(e) ? ClusterErrors.again(e) : e;
            }
        }
    }

    /** What has to be written to bring an object back; without what it was before that. */
    private static ObjectNode state(JsonNode object) {
        ObjectNode state = ApiServer.JSON.createObjectNode();
        ObjectNode metadata = state.putObject("metadata");
        for (String field : List.of("labels", "annotations")) {
            if (object.path("metadata").path(field).isObject()) {
                metadata.set(field, object.path("metadata").path(field).deepCopy());
            }
        }
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(List.of(MetadataKeys.FORMER, LAST_APPLIED));
        }
        if (object.has("spec")) {
            state.set("spec", object.get("spec").deepCopy());
        }
        return state;
    }

    private static void mark(ObjectNode tree, String version, String former) {
        ObjectNode annotations = tree.withObject("/metadata").withObject("/annotations");
        if (version != null) {
            annotations.put(MetadataKeys.RELEASE, version);
        }
        annotations.put(MetadataKeys.FORMER, former.length() > LONGEST ? "" : former);
    }

    private static String annotation(JsonNode object, String name) {
        String value = object.path("metadata").path("annotations").path(name).asText("");
        return value.isEmpty() && name.equals(MetadataKeys.RELEASE) ? null : value;
    }

    private static JsonNode parsed(String former) {
        try {
            return ApiServer.JSON.readTree(former);
        } catch (JsonProcessingException e) {
            return ApiServer.JSON.missingNode();
        }
    }
}
