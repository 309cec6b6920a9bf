package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck.Via;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The permissions that a release or a rollback needs. */
final class RequiredPermissions {
    private RequiredPermissions() {}

    /** For a rollback: the Lease, the switch, and reading the Pods behind it. */
    static Set<Permission> ofRollback(ReleaseSpec spec) {
        Set<Permission> all = new LinkedHashSet<>();
        add(all, ResourceTypes.SERVICE, "get", "patch");
        add(all, ResourceTypes.DEPLOYMENT, "list", "watch", "patch");
        add(all, ResourceTypes.POD, "list", "watch");
        add(all, ResourceTypes.ENDPOINT_SLICE, "list", "watch");
        add(all, ResourceTypes.LEASE, "get", "create", "patch", "delete");
        if (spec.health().kind() != HealthCheck.Kind.NONE && spec.health().via() == Via.PROXY
                || spec.drain() != null) {
            all.add(new Permission("get", "", "pods/proxy", true));
        }
        all.add(Permission.optional("get", ResourceTypes.POD, "/log"));
        all.add(Permission.optional("list", ResourceTypes.EVENT, ""));
        return all;
    }

    /**
     * For a release.
     *
     * @param applied the kinds that will be applied
     * @param routes the kinds of objects that carry traffic: read before they change, and deleted by the rollback of a
     *     release that brought them
     * @param firstRelease whether an active Service has to be created, and deleted again after a failure
     */
    static Set<Permission> ofRelease(
            ReleaseSpec spec,
            Collection<ResourceType> applied,
            Collection<ResourceType> routes,
            boolean firstRelease) {
        Set<Permission> all = new LinkedHashSet<>(ofRollback(spec));
        applied.forEach(type -> {
            if (type.equals(ResourceTypes.JOB)) {
                add(all, type, "list", "watch", "create", "delete");
            } else {
                add(all, type, "create", "patch");
            }
        });
        routes.forEach(type -> add(all, type, "get", "delete"));
        if (firstRelease) {
            add(all, ResourceTypes.SERVICE, "create", "delete");
        }
        if (spec.policy().adopt()) {
            add(all, ResourceTypes.REPLICA_SET, "get");
        }
        if (spec.policy().keepPrevious() == KeepPrevious.DELETE) {
            add(all, ResourceTypes.DEPLOYMENT, "delete");
            ResourceTypes.COLORED.forEach(type -> add(all, type, "list", "delete"));
        }
        all.add(Permission.optional("create", ResourceTypes.POD, ""));
        all.add(Permission.optional("list", ResourceTypes.RESOURCE_QUOTA, ""));
        // who else selects the candidate's Pods, and whose objects have the candidate's names
        all.add(Permission.optional("list", ResourceTypes.SERVICE, ""));
        // what scales the colours; its own autoscalers are found by it, and given their behaviour back
        boolean scales = applied.stream().anyMatch(type -> type.kind().equals(ResourceTypes.AUTOSCALER.kind()));
        if (spec.policy().keepPrevious() != KeepPrevious.DELETE) {
            all.add(scales
                    ? Permission.required("list", ResourceTypes.AUTOSCALER)
                    : Permission.optional("list", ResourceTypes.AUTOSCALER, ""));
            ResourceTypes.COLORED.stream()
                    .filter(type -> applied.contains(type) && !type.equals(ResourceTypes.AUTOSCALER))
                    .forEach(type -> all.add(Permission.optional("list", type, "")));
        }
        return all;
    }

    /** For the releases of most applications. */
    static Set<Permission> ofMost(String namespace) {
        Set<Permission> most = new LinkedHashSet<>(ofRelease(
                usual(namespace).build(), List.of(ResourceTypes.DEPLOYMENT, ResourceTypes.SERVICE), List.of(), true));
        // for the overview, which shows the releases under way, and for Events about releases
        most.add(Permission.optional("list", ResourceTypes.LEASE, ""));
        most.add(Permission.optional("create", ResourceTypes.EVENT, ""));
        // only some applications have them
        for (ResourceType type : ResourceTypes.COLORED) {
            most.add(Permission.optional("create", type, ""));
            most.add(Permission.optional("patch", type, ""));
        }
        return most;
    }

    /** For all that releases do with kinds that they know: Jobs, adoption, and deletion of the old colour too. */
    static Set<Permission> ofEverything(String namespace) {
        Set<Permission> everything = new LinkedHashSet<>(ofMost(namespace));
        everything.addAll(ofRelease(
                usual(namespace).adopt(true).keepPrevious(KeepPrevious.DELETE).build(),
                List.of(ResourceTypes.JOB),
                List.of(),
                true));
        return everything;
    }

    private static ReleaseSpec.Builder usual(String namespace) {
        return ReleaseSpec.in(namespace, "examination")
                .application("any")
                .health(HealthCheck.actuator("/actuator/health", 8080));
    }

    private static void add(Set<Permission> all, ResourceType type, String... verbs) {
        for (String verb : verbs) {
            all.add(Permission.required(verb, type));
        }
    }
}
