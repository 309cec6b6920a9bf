package io.jenkins.plugins.bluegreen.embedded.server;

import java.util.List;

/** A policy rule of RBAC; {@code *} matches everything. Resources may have subresources ({@code pods/proxy}). */
public record Rule(List<String> verbs, List<String> groups, List<String> resources) {

    /** Each argument is a comma-separated list; the core group is the empty string. */
    public static Rule of(String verbs, String groups, String resources) {
        return new Rule(List.of(verbs.split(",")), List.of(groups.split(",", -1)), List.of(resources.split(",")));
    }

    boolean covers(String verb, String group, String resource) {
        return matches(verbs, verb) && matches(groups, group) && matches(resources, resource);
    }

    private static boolean matches(List<String> allowed, String wanted) {
        return allowed.contains("*") || allowed.contains(wanted);
    }
}
