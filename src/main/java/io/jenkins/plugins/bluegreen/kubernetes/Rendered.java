package io.jenkins.plugins.bluegreen.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.ObjectRef;

/**
 * One object, ready to be applied. A generic tree, so that no field of the user's is lost, known to us or not.
 *
 * @param tree the object; every call answers a copy
 * @param source where the user wrote it; for what we made up, where we took it from
 * @param originalName its name before it was coloured
 */
record Rendered(ObjectNode tree, Place source, String originalName) {

    @Override
    public ObjectNode tree() {
        return tree.deepCopy();
    }

    String apiVersion() {
        return tree.path("apiVersion").asText();
    }

    String kind() {
        return tree.path("kind").asText();
    }

    String name() {
        return tree.path("metadata").path("name").asText();
    }

    ObjectRef ref() {
        return new ObjectRef(kind(), name());
    }
}
