package io.jenkins.plugins.bluegreen.embedded.server;

import java.time.Duration;
import java.time.Instant;

/**
 * One request that reached the API server, with the attributes of a real audit log.
 *
 * @param verb        get, list, watch, create, update, patch (any patch but apply), apply, delete or deletecollection
 * @param group       API group, empty for the core group
 * @param resource    plural, empty for discovery, {@code /version} and the like
 * @param subresource log, proxy, scale, status, eviction or empty
 * @param namespace   empty for cluster-wide requests
 * @param name        empty where none is addressed
 * @param dryRun      whether it asked for {@code dryRun=All}
 * @param status      HTTP status answered; 0 while under way, and where no answer was given on purpose
 * @param user        who called
 * @param path        path and query as sent
 * @param time        when it came
 * @param took        until answered
 */
public record Call(String verb, String group, String resource, String subresource, String namespace, String name,
        boolean dryRun, int status, String user, String path, Instant time, Duration took) {

    /** Whether this is the verb on the resource, {@code services} or with a subresource {@code pods/proxy}. */
    public boolean is(String wantedVerb, String wantedResource) {
        return verb.equals(wantedVerb) && qualifiedResource().equals(wantedResource);
    }

    /** The resource with its subresource: {@code pods/proxy}, {@code services}. */
    public String qualifiedResource() {
        return subresource.isEmpty() ? resource : resource + "/" + subresource;
    }

    private boolean isReview() {
        return group.equals("authorization.k8s.io") || group.equals("authentication.k8s.io");
    }

    /** Whether it may change the cluster. Dry runs and reviews do not. */
    public boolean isWrite() {
        return !dryRun && !isReview() && !subresource.equals("proxy") && switch (verb) {
            case "create", "update", "patch", "apply", "delete", "deletecollection" -> true;
            default -> false;
        };
    }

    Call answered(int code, Duration after) {
        return new Call(verb, group, resource, subresource, namespace, name, dryRun, code, user, path, time, after);
    }

    @Override
    public String toString() {
        return verb + " " + qualifiedResource() + (namespace.isEmpty() ? " " : " " + namespace + "/") + name
                + (dryRun ? " (dry run)" : "") + " " + status;
    }
}
