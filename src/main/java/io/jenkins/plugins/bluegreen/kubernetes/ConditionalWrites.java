package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Fence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ClusterErrors;
import io.jenkins.plugins.bluegreen.kubernetes.api.HandEdits;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Writes that take effect only on the object as it was read: a request that a network delivers after its release is
 * over changes nothing. An object whose status changes all the time is read and written again, for
 * {@value #PATIENCE_SECONDS} s at most. Each write of a coloured object has the time in an annotation, so that it
 * changes the resource version even where nothing else differs, and every earlier write that is still on its way fails.
 */
final class ConditionalWrites {
    private static final int PATIENCE_SECONDS = 10;

    private final ApiServer api;
    private final WorkloadReader workloads;
    private final SeenVersions seen;
    private final String namespace;
    private final Fence fence;

    ConditionalWrites(
            ApiServer api, WorkloadReader workloads, SeenVersions seen, String namespace, Fence fence) {
        this.api = api;
        this.workloads = workloads;
        this.seen = seen;
        this.namespace = namespace;
        this.fence = fence;
    }

    /** Puts the time of the write into a body. */
    static void stamp(ObjectNode body) {
        body.withObject("/metadata")
                .withObject("/annotations")
                .put(MetadataKeys.WRITTEN_AT, Instant.now().toString());
    }

    /**
     * Applies an object, or creates it. Its version is known from PLAN's dry run, and is asked for by another one, because
     * the Role allows no get. What the dry run refuses, the object refuses.
     */
    JsonNode apply(ResourceType type, ObjectNode tree, ApiServer.WriteOptions options) {
        String name = tree.path("metadata").path("name").asText();
        return apply(type, name, tree::deepCopy, options, () ->
                seen.saw(type, namespace, name, api.apply(type, namespace, tree, options.asDryRun())));
    }

    /**
     * The same with a body that depends on what is there.
     *
     * @param look reads the object after a refusal
     */
    JsonNode apply(
            ResourceType type,
            String name,
            Supplier<ObjectNode> tree,
            ApiServer.WriteOptions options,
            Runnable look) {
        long end = end();
        while (true) {
            ObjectNode body = tree.get();
            seen.require(type, namespace, name, body);
            fence.check();
            try {
                JsonNode result = HandEdits.apply(api, type, namespace, body, options, conflict -> {});
                seen.saw(type, namespace, name, result);
                return result;
            } catch (ClusterException e) {
                if (!ClusterErrors.isChanged(e) || System.nanoTime() - end >= 0) {
                    throw e;
                }
            }
            look.run();
        }
    }

    /**
     * Patches a Deployment; does nothing when it does not exist.
     *
     * @param undecided whether the patch is given up when the Deployment's replicas have changed since they were read
     */
    void patchDeployment(String name, ObjectNode patch, boolean undecided) {
        stamp(patch);
        write(name, undecided, there -> {
            patch.withObject("/metadata").put("uid", there.uid).put("resourceVersion", there.resourceVersion);
            api.patch(ResourceTypes.DEPLOYMENT, namespace, name, patch, ApiServer.WriteOptions.PLAIN);
        });
    }

    /** Deletes a Deployment; does nothing when it does not exist. */
    void deleteDeployment(String name) {
        write(name, true, there -> api.delete(
                ResourceTypes.DEPLOYMENT, namespace, name, there.uid, there.resourceVersion));
    }

    /** What the watch knows costs no request; the Deployment is read once the watch was behind. */
    private void write(String name, boolean undecided, Consumer<Seen> request) {
        fence.check();
        Optional<Seen> there = workloads.deployment(name).map(Seen::of).or(() -> read(name));
        long end = end();
        while (there.isPresent()) {
            Seen before = there.get();
            try {
                request.accept(before);
                return;
            } catch (ClusterException e) {
                if (e.kind() == ClusterException.Kind.NOT_FOUND) {
                    return;
                }
                if (!ClusterErrors.isChanged(e)) {
                    throw e;
                }
                fence.check();
                there = read(name);
                boolean otherwise = undecided && there.filter(now -> !now.isAs(before)).isPresent();
                if (otherwise || System.nanoTime() - end >= 0) {
                    throw ClusterErrors.again(e);
                }
            }
        }
    }

    /** Deletes the objects of a kind that a label selector and a test match, each as it was listed. Returns them. */
    List<JsonNode> deleteAll(ResourceType type, String selector, Predicate<JsonNode> wanted) {
        List<JsonNode> deleted = new ArrayList<>();
        long end = end();
        while (true) {
            fence.check();
            try {
                for (JsonNode object : api.metadata(type, namespace, selector, null)) {
                    if (wanted.test(object)) {
                        fence.check();
                        delete(type, object.path("metadata"));
                        deleted.add(object);
                    }
                }
                return deleted;
            } catch (ClusterException e) {
                if (!ClusterErrors.isChanged(e)) {
                    throw e;
                }
                if (System.nanoTime() - end >= 0) {
                    throw ClusterErrors.again(e);
                }
            }
        }
    }

    /** Deletes an object as it was seen last; does nothing if it was not seen, or was changed since. */
    void deleteSeen(ResourceType type, String name) {
        Optional<JsonNode> there = seen.metadata(type, namespace, name);
        if (there.isPresent()) {
            fence.check();
            try {
                delete(type, there.get());
            } catch (ClusterException e) {
                if (!ClusterErrors.isChanged(e)) {
                    throw e;
                }
            }
            seen.forget(type, namespace, name);
        }
    }

    private void delete(ResourceType type, JsonNode metadata) {
        try {
            api.delete(
                    type,
                    namespace,
                    metadata.path("name").asText(),
                    metadata.path("uid").asText(),
                    metadata.path("resourceVersion").asText());
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    // listed, because the Role allows no get
    private Optional<Seen> read(String name) {
        return api.list(ResourceTypes.DEPLOYMENT, namespace, null, "metadata.name=" + name).stream()
                .map(Seen::of)
                .findFirst();
    }

    private static long end() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    }

    private record Seen(String uid, String resourceVersion, int replicas) {
        static Seen of(Deployment deployment) {
            Integer replicas = deployment.getSpec().getReplicas();
            return new Seen(
                    deployment.getMetadata().getUid(),
                    deployment.getMetadata().getResourceVersion(),
                    replicas == null ? 1 : replicas);
        }

        static Seen of(JsonNode deployment) {
            return new Seen(
                    deployment.at("/metadata/uid").asText(),
                    deployment.at("/metadata/resourceVersion").asText(),
                    deployment.at("/spec/replicas").asInt(1));
        }

        /** Whether a decision on the other one is still right. The status changes with each Pod: it does not matter. */
        boolean isAs(Seen other) {
            return uid.equals(other.uid) && replicas == other.replicas;
        }
    }
}
