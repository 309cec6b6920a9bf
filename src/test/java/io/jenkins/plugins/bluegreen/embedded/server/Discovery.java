package io.jenkins.plugins.bluegreen.embedded.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.embedded.store.Json;
import io.jenkins.plugins.bluegreen.embedded.store.Kind;
import java.util.List;

/** Answers discovery requests, which map kinds to paths. Source: "The Kubernetes API", discovery. */
final class Discovery {
    private static final List<String> VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private Discovery() {}

    /** The answer, or null if the path does not belong to discovery. */
    static ObjectNode answer(String path) {
        return switch (path) {
            case "/version" -> Json.object().put("major", "1").put("minor", "34").put("gitVersion", "v1.34.0")
                    .put("gitCommit", "embedded").put("gitTreeState", "clean").put("buildDate", "2025-08-27T10:09:04Z")
                    .put("goVersion", "go1.24.6").put("compiler", "gc").put("platform", "linux/amd64");
            case "/api" -> {
                ObjectNode versions = Json.object().put("kind", "APIVersions");
                versions.putArray("versions").add("v1");
                yield versions;
            }
            case "/apis" -> groups();
            default -> {
                String groupVersion = path.replaceFirst("^/apis?/", "");
                boolean known = Kind.groupVersions().contains(groupVersion) || path.equals("/api/v1");
                yield known ? resources(groupVersion) : null;
            }
        };
    }

    private static ObjectNode groups() {
        ObjectNode list = Json.object().put("kind", "APIGroupList").put("apiVersion", "v1");
        ArrayNode groups = list.putArray("groups");
        for (String groupVersion : Kind.groupVersions()) {
            String[] parts = groupVersion.split("/");
            ObjectNode group = groups.addObject().put("name", parts[0]);
            group.putArray("versions").addObject().put("groupVersion", groupVersion).put("version", parts[1]);
            group.putObject("preferredVersion").put("groupVersion", groupVersion).put("version", parts[1]);
        }
        return list;
    }

    private static ObjectNode resources(String groupVersion) {
        ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1").put("groupVersion", groupVersion);
        ArrayNode resources = list.putArray("resources");
        for (Kind kind : Kind.ALL) {
            if (kind.apiVersion().equals(groupVersion)) {
                add(resources, kind.plural(), kind, VERBS);
                kind.subresources().forEach(sub -> add(resources, kind.plural() + "/" + sub, kind, List.of("get", "patch", "update")));
            }
        }
        if (groupVersion.startsWith("authorization")) {
            for (String review : new String[] {"SelfSubjectAccessReview", "SelfSubjectRulesReview"}) {
                add(resources, review.toLowerCase() + "s",
                        new Kind("authorization.k8s.io", "v1", review, "", false, List.of()), List.of("create"));
            }
        }
        return list;
    }

    private static void add(ArrayNode resources, String name, Kind kind, List<String> verbs) {
        ArrayNode list = resources.addObject().put("name", name).put("singularName", kind.kind().toLowerCase())
                .put("namespaced", kind.namespaced()).put("kind", kind.kind()).putArray("verbs");
        verbs.forEach(list::add);
    }
}
