package io.jenkins.plugins.bluegreen.embedded.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A kind that the API serves. */
public record Kind(
        String group, String version, String kind, String plural, boolean namespaced, List<String> subresources) {

    public static final Kind NAMESPACE = new Kind("", "v1", "Namespace", "namespaces", false, List.of());
    static final Kind NODE = new Kind("", "v1", "Node", "nodes", false, List.of());
    public static final Kind POD =
            new Kind("", "v1", "Pod", "pods", true, List.of("log", "proxy", "eviction", "status"));
    public static final Kind SERVICE = new Kind("", "v1", "Service", "services", true, List.of("status"));
    public static final Kind CONFIG_MAP = new Kind("", "v1", "ConfigMap", "configmaps", true, List.of());
    public static final Kind SECRET = new Kind("", "v1", "Secret", "secrets", true, List.of());
    public static final Kind CLAIM =
            new Kind("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true, List.of("status"));
    public static final Kind EVENT = new Kind("", "v1", "Event", "events", true, List.of());
    public static final Kind QUOTA = new Kind("", "v1", "ResourceQuota", "resourcequotas", true, List.of("status"));
    public static final Kind LIMIT_RANGE = new Kind("", "v1", "LimitRange", "limitranges", true, List.of());
    public static final Kind DEPLOYMENT =
            new Kind("apps", "v1", "Deployment", "deployments", true, List.of("scale", "status"));
    public static final Kind REPLICA_SET =
            new Kind("apps", "v1", "ReplicaSet", "replicasets", true, List.of("scale", "status"));
    public static final Kind SLICE =
            new Kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true, List.of());
    public static final Kind HPA =
            new Kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", true, List.of("status"));

    public static final Kind JOB = new Kind("batch", "v1", "Job", "jobs", true, List.of("status"));

    public static final List<Kind> ALL = List.of(NAMESPACE, NODE, POD, SERVICE, CONFIG_MAP, SECRET, CLAIM, EVENT, QUOTA,
            LIMIT_RANGE, DEPLOYMENT, REPLICA_SET, SLICE, HPA, JOB,
            new Kind("apps", "v1", "StatefulSet", "statefulsets", true, List.of("scale", "status")),
            new Kind("batch", "v1", "CronJob", "cronjobs", true, List.of("status")),
            new Kind("", "v1", "ServiceAccount", "serviceaccounts", true, List.of()),
            new Kind("coordination.k8s.io", "v1", "Lease", "leases", true, List.of()),
            new Kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets", true, List.of("status")),
            new Kind("networking.k8s.io", "v1", "Ingress", "ingresses", true, List.of("status")),
            new Kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true, List.of()),
            new Kind("rbac.authorization.k8s.io", "v1", "Role", "roles", true, List.of()),
            new Kind("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true, List.of()),
            new Kind("rbac.authorization.k8s.io", "v1", "ClusterRole", "clusterroles", false, List.of()));

    public static Optional<Kind> served(String group, String version, String plural) {
        return ALL.stream()
                .filter(k -> k.group.equals(group) && k.version.equals(version) && k.plural.equals(plural)).findFirst();
    }

    public static Optional<Kind> of(String apiVersion, String kind) {
        return ALL.stream().filter(k -> k.apiVersion().equals(apiVersion) && k.kind.equals(kind)).findFirst();
    }

    public static Kind ofPlural(String plural) {
        return ALL.stream().filter(k -> k.plural.equals(plural)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("the embedded cluster knows no resource \"" + plural + "\""));
    }

    public static List<String> groupVersions() {
        List<String> all = new ArrayList<>();
        ALL.stream().map(Kind::apiVersion).distinct().filter(v -> v.contains("/")).forEach(all::add);
        all.add("authorization.k8s.io/v1");
        return all;
    }

    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** The name in messages: {@code services}, {@code deployments.apps}. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** {@code Service}, {@code Deployment.apps}. */
    String qualifiedKind() {
        return group.isEmpty() ? kind : kind + "." + group;
    }

    public ObjectKey key(String namespace, String name) {
        return new ObjectKey(this, namespaced ? namespace : "", name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Kind k && plural.equals(k.plural) && group.equals(k.group);
    }

    @Override
    public int hashCode() {
        return plural.hashCode();
    }
}
