package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.FieldManagers;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An object of a release with the options of its server-side apply. An object that exists once per colour belongs to
 * the plugin: its fields are taken over from other field managers. Other objects are shared: a conflict is an error
 * unless the user forces it.
 *
 * @param tree the body of the request
 * @param isDeployment whether it is the Deployment that gets the requests
 * @param isRoute whether it carries traffic, and is applied at the switch
 */
public record AppliedObject(
        RenderedObject rendered,
        ObjectNode tree,
        ApiServer.WriteOptions options,
        boolean isDeployment,
        boolean isRoute) {

    /** All objects of a release except its active Services, in the order in which they are applied. */
    public static List<AppliedObject> of(ReleaseSpec spec, RenderedRelease release, int replicas) {
        List<AppliedObject> objects = new ArrayList<>();
        release.before().subList(0, release.needed()).forEach(object -> objects.add(before(spec, object)));
        release.jobObjects().forEach(object -> objects.add(shared(spec, object, false)));
        release.preview().ifPresent(preview -> objects.add(ours(preview, false)));
        release.before()
                .subList(release.needed(), release.before().size())
                .forEach(object -> objects.add(before(spec, object)));
        objects.add(ours(release.deployment(replicas), true));
        release.companionObjects()
                .forEach(object -> objects.add(companion(object, object.tree().at("/spec/replicas").asInt(1))));
        release.after().forEach(object -> objects.add(ours(object, false)));
        release.routeObjects().forEach(object -> objects.add(shared(spec, object, true)));
        return objects;
    }

    /** How many of these the Jobs among them need: those before the first; 0 without Jobs. */
    public static int needed(List<AppliedObject> objects) {
        for (int i = 0; i < objects.size(); i++) {
            if (objects.get(i).isJob()) {
                return i;
            }
        }
        return 0;
    }

    /** A companion with a number of replicas, which it gets after the switch if it starts then. */
    public static AppliedObject companion(RenderedObject object, int replicas) {
        boolean later = CompanionObjects.startsAfterSwitch(object.tree());
        ObjectNode tree = object.tree();
        tree.withObject("/spec").put("replicas", later ? 0 : replicas);
        tree.withObject("/metadata")
                .withObject("/annotations")
                .put(MetadataKeys.REPLICAS, String.valueOf(later ? replicas : 0));
        return new AppliedObject(object, tree, ApiServer.WriteOptions.FORCED, false, false);
    }

    private static AppliedObject before(ReleaseSpec spec, RenderedObject object) {
        boolean colored = object.tree().path("metadata").path("labels").has(MetadataKeys.SIDE);
        return colored ? ours(object, false) : shared(spec, object, false);
    }

    private static AppliedObject ours(RenderedObject object, boolean deployment) {
        ObjectNode tree = body(object);
        if (deployment) {
            // an apply can't remove the annotation that a scaling wrote
            tree.withObject("/metadata").withObject("/annotations").put(MetadataKeys.REPLICAS, "0");
        }
        return new AppliedObject(object, tree, ApiServer.WriteOptions.FORCED, deployment, false);
    }

    /** An apply owns {@code stringData}, which no Secret has: an entry that leaves it would stay in {@code data}. */
    private static ObjectNode body(RenderedObject object) {
        ObjectNode tree = object.tree();
        if (object.kind().equals("Secret") && tree.remove("stringData") instanceof ObjectNode texts) {
            ObjectNode data = tree.withObject("/data");
            texts.properties().forEach(text -> data.put(
                    text.getKey(),
                    Base64.getEncoder()
                            .encodeToString(text.getValue().asText("").getBytes(StandardCharsets.UTF_8))));
        }
        return tree;
    }

    private static AppliedObject shared(ReleaseSpec spec, RenderedObject object, boolean route) {
        return new AppliedObject(
                object,
                body(object),
                new ApiServer.WriteOptions(spec.policy().forceConflicts(), false),
                false,
                route);
    }

    /** Whether {@code other} is the same object in the other colour. */
    public boolean isSameAs(AppliedObject other) {
        return rendered.kind().equals(other.rendered.kind())
                && (isDeployment ? other.isDeployment : rendered.originalName().equals(other.rendered.originalName()));
    }

    /** Whether it is a Job, which is created and never changed. */
    public boolean isJob() {
        return JobObjects.isJob(rendered.apiVersion(), rendered.kind());
    }

    /** Whether it is a colour's Deployment, or a companion's. */
    public boolean isColored() {
        return rendered.kind().equals("Deployment") && tree.at("/metadata/labels").has(MetadataKeys.SIDE);
    }

    /** Whether it is one of a colour's objects, which without traffic may be deleted and created again. */
    public boolean isReplaceable() {
        return tree.at("/metadata/labels").has(MetadataKeys.SIDE) && !rendered.kind().equals("Service");
    }

    /**
     * The field manager whose content an apply of this object leaves in it. Entries of a ConfigMap or Secret that
     * nobody owns are those of a former release.
     *
     * @param result the answer to the apply
     */
    public Optional<String> leaves(JsonNode result) {
        Optional<String> manager = FieldManagers.ofMoreThan(tree, result.at("/metadata/managedFields"));
        boolean configuration = rendered.kind().equals("ConfigMap") || rendered.kind().equals("Secret");
        boolean more = configuration
                && Stream.of("data", "binaryData").anyMatch(map -> result.path(map).properties().stream()
                        .anyMatch(entry -> !tree.path(map).has(entry.getKey())));
        return manager.or(() -> more ? Optional.of(ApiServer.FIELD_MANAGER) : Optional.empty());
    }

    public ObjectRef ref() {
        return rendered.ref();
    }

    /**
     * Its kind.
     *
     * @throws ReleaseException when the cluster does not know the kind
     */
    public ResourceType type(ResourceDiscovery types) {
        return types.find(rendered.apiVersion(), rendered.kind())
                .orElseThrow(() -> new ReleaseException(
                        Sentence.of(
                        "preflight.unknownKind",
                        ref(),
                        rendered.apiVersion(),
                        rendered.source().sentence())));
    }
}
