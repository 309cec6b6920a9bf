package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;

/**
 * An object that can be applied. A generic tree keeps every field of the user's, known or unknown.
 *
 * @param tree the object; every call returns a copy
 * @param source its place in the manifests; for a generated object, the place of the object that it was made from
 * @param originalName its name before it was coloured
 */
public record RenderedObject(ObjectNode tree, Place source, String originalName) {

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

    /** The same as a route. */
    public Route route() {
        return new Route(apiVersion(), kind(), name());
    }

    public ObjectRef ref() {
        return new ObjectRef(kind(), name());
    }

    /** The order of application: accounts, rights and storage, then configuration, then everything else. */
    int rank() {
        switch (kind()) {
            case "Namespace", "CustomResourceDefinition":
                return 0;
            case "ServiceAccount", "Role", "ClusterRole", "PersistentVolume", "PersistentVolumeClaim", "LimitRange":
                return 1;
            case "RoleBinding", "ClusterRoleBinding":
                return 2;
            case "ConfigMap", "Secret":
                return 3;
            default:
                return 4;
        }
    }
}
