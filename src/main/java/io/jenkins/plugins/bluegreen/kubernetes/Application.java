package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Marks;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Rendered;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import java.util.ArrayList;
import java.util.List;

/**
 * One object on its way to the cluster by server-side apply. What exists once per colour is ours alone, so its fields
 * are taken over from whoever edited them; the rest is shared, and a conflict there is for the user to decide.
 */
public record Application(Rendered rendered, ObjectNode tree, ApiServer.WriteOptions options, boolean isDeployment) {

    /** Everything of a release but its active Services, in the order of application. */
    public static List<Application> of(ReleaseSpec spec, RenderedRelease release, int replicas) {
        List<Application> objects = new ArrayList<>();
        objects.add(ours(release.preview(), false));
        for (Rendered object : release.before()) {
            boolean colored = object.tree().path("metadata").path("labels").has(Marks.SIDE);
            objects.add(colored ? ours(object, false) : shared(spec, object));
        }
        objects.add(ours(release.deployment(replicas), true));
        release.after().forEach(object -> objects.add(ours(object, false)));
        return objects;
    }

    private static Application ours(Rendered object, boolean deployment) {
        ObjectNode tree = object.tree();
        if (deployment) {
            // an apply can't remove what a scaling wrote, and nothing is to be remembered any more
            tree.withObject("/metadata").withObject("/annotations").put(Marks.REPLICAS, "0");
        }
        return new Application(object, tree, ApiServer.WriteOptions.FORCED, deployment);
    }

    private static Application shared(ReleaseSpec spec, Rendered object) {
        return new Application(
                object, object.tree(), new ApiServer.WriteOptions(spec.policy().forceConflicts(), false), false);
    }

    /** Whether it is this object as the other colour. */
    public boolean isSameAs(Application other) {
        return rendered.kind().equals(other.rendered.kind())
                && (isDeployment ? other.isDeployment : rendered.originalName().equals(other.rendered.originalName()));
    }

    public ObjectRef ref() {
        return rendered.ref();
    }

    /** Where it is served; an object of a kind that the cluster does not know can't be applied. */
    public ResourceType type(ResourceTypes types) {
        return types.find(rendered.apiVersion(), rendered.kind())
                .orElseThrow(() -> new ReleaseException(
                        Sentence.of(
                        "preflight.unknownKind",
                        ref(),
                        rendered.apiVersion(),
                        rendered.source().sentence())));
    }
}
