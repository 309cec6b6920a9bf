package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;

/**
 * One object, ready to be applied. A generic tree, so that no field of the user's is lost, known to us or not.
 *
 * @param tree the object; every call answers a copy
 * @param source where the user wrote it; for what we made up, where we took it from
 * @param originalName its name before it was coloured
 */
public record Rendered(ObjectNode tree, Place source, String originalName) {

    @Override
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    public String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    public String kind() {
        return tree.path("kind").asText();
    }

    public String name() {
        return tree.path("metadata").path("name").asText();
    }

    public ObjectRef ref() {
        return new ObjectRef(kind(), name());
    }
}
