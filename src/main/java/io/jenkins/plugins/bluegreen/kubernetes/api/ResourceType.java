package io.jenkins.plugins.bluegreen.kubernetes.api;

import io.fabric8.kubernetes.client.http.HttpRequest;

/**
 * A kind of object and its path in the API.
 *
 * @param group empty for the core group
 * @param plural as in paths and RBAC rules
 */
public record ResourceType(String group, String version, String kind, String plural, boolean namespaced) {

    /** The API group of an {@code apiVersion}; empty for the core group. */
    public static String group(String apiVersion) {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The collection's path; of all namespaces for null. */
    public String path(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + apiVersion();
        return namespaced && namespace != null
                ? root + "/namespaces/" + segment(namespace) + "/" + plural
                : root + "/" + plural;
    }

    /** An object's path. */
    public String path(String namespace, String name) {
        return path(namespace) + "/" + segment(name);
    }

    /** An object's name for users: {@code Service/backend}. */
    public String nameOf(String name) {
        return kind + "/" + name;
    }

    private static String segment(String text) {
        return HttpRequest.formURLEncode(text).replace("+", "%20");
    }
}
