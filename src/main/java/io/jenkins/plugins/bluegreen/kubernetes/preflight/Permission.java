package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;

/**
 * A verb on a resource, as an RBAC rule grants it.
 *
 * @param resource plural, with a subresource as {@code pods/proxy}
 * @param required whether a release fails without it
 */
record Permission(String verb, String group, String resource, boolean required) {

    static Permission required(String verb, ResourceType type) {
        return new Permission(verb, type.group(), type.plural(), true);
    }

    static Permission optional(String verb, ResourceType type, String subresource) {
        return new Permission(verb, type.group(), type.plural() + subresource, false);
    }

    /** {@code create deployments.apps}. */
    @Override
    public String toString() {
        return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
    }
}
