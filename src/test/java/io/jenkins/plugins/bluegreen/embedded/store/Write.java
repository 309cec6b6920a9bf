package io.jenkins.plugins.bluegreen.embedded.store;

/**
 * The author and the target of a write.
 *
 * @param user      the client's user, {@code system:…} for the cluster's own controllers, or a human's name
 * @param manager   field manager
 * @param verb      create, update, patch, apply or delete
 * @param group     API group, empty for the core group
 * @param resource  plural
 * @param namespace empty for cluster-wide objects
 * @param name      the object's
 */
public record Write(String user, String manager, String verb, String group, String resource, String namespace,
        String name) {

    /** Whether a controller or the kubelet of the cluster wrote it. */
    public boolean byCluster() {
        return user.startsWith("system:");
    }
}
