package io.jenkins.plugins.bluegreen.kubernetes.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of a cluster. The usual ones are known, so that they cost no call; the others are asked for once. */
public final class ResourceTypes {
    public static final ResourceType SERVICE = core("Service", "services");
    public static final ResourceType POD = core("Pod", "pods");
    public static final ResourceType CONFIG_MAP = core("ConfigMap", "configmaps");
    public static final ResourceType SECRET = core("Secret", "secrets");
    public static final ResourceType EVENT = core("Event", "events");
    public static final ResourceType RESOURCE_QUOTA = core("ResourceQuota", "resourcequotas");
    public static final ResourceType DEPLOYMENT = of("apps/v1", "Deployment", "deployments");
    public static final ResourceType REPLICA_SET = of("apps/v1", "ReplicaSet", "replicasets");
    public static final ResourceType ENDPOINT_SLICE = of("discovery.k8s.io/v1", "EndpointSlice", "endpointslices");
    public static final ResourceType LEASE = of("coordination.k8s.io/v1", "Lease", "leases");
    public static final ResourceType AUTOSCALER =
            of("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");
    public static final ResourceType DISRUPTION_BUDGET = of("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets");

    private static final Map<String, ResourceType> KNOWN = Stream.of(
                    SERVICE,
                    POD,
                    CONFIG_MAP,
                    SECRET,
                    EVENT,
                    RESOURCE_QUOTA,
                    DEPLOYMENT,
                    REPLICA_SET,
                    ENDPOINT_SLICE,
                    LEASE,
                    AUTOSCALER,
                    DISRUPTION_BUDGET,
                    core("ServiceAccount", "serviceaccounts"),
                    core("PersistentVolumeClaim", "persistentvolumeclaims"),
                    core("LimitRange", "limitranges"),
                    of("autoscaling/v1", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
                    of("apps/v1", "StatefulSet", "statefulsets"),
                    of("apps/v1", "DaemonSet", "daemonsets"),
                    of("batch/v1", "Job", "jobs"),
                    of("batch/v1", "CronJob", "cronjobs"),
                    of("networking.k8s.io/v1", "Ingress", "ingresses"),
                    of("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies"),
                    of("rbac.authorization.k8s.io/v1", "Role", "roles"),
                    of("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"),
                    clusterWide("v1", "Namespace", "namespaces"),
                    clusterWide("v1", "Node", "nodes"),
                    clusterWide("v1", "PersistentVolume", "persistentvolumes"),
                    clusterWide("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles"),
                    clusterWide("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings"),
                    clusterWide("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses"),
                    clusterWide("storage.k8s.io/v1", "StorageClass", "storageclasses"),
                    clusterWide("networking.k8s.io/v1", "IngressClass", "ingressclasses"),
                    clusterWide("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions"))
            .collect(Collectors.toUnmodifiableMap(type -> key(type.apiVersion(), type.kind()), type -> type));

    private final ApiServer api;
    private final Map<String, ResourceType> discovered = new ConcurrentHashMap<>();

    public ResourceTypes(ApiServer api) {
        this.api = api;
    }

    /** Where a kind is served; empty when the cluster does not know it. */
    public Optional<ResourceType> find(String apiVersion, String kind) {
        String key = key(apiVersion, kind);
        ResourceType known = KNOWN.getOrDefault(key, discovered.get(key));
        if (known == null) {
            discover(apiVersion);
            known = discovered.get(key);
        }
        return Optional.ofNullable(known);
    }

    private void discover(String apiVersion) {
        String path = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
        Optional<JsonNode> list = api.discover(path, apiVersion);
        for (JsonNode resource : list.map(all -> all.path("resources")).orElse(ApiServer.JSON.createArrayNode())) {
            String plural = resource.path("name").asText();
            String kind = resource.path("kind").asText();
            if (!plural.contains("/")) {
                discovered.put(
                        key(apiVersion, kind),
                        of(apiVersion, kind, plural, resource.path("namespaced").asBoolean()));
            }
        }
    }

    private static ResourceType core(String kind, String plural) {
        return of("v1", kind, plural);
    }

    private static ResourceType of(String apiVersion, String kind, String plural) {
        return of(apiVersion, kind, plural, true);
    }

    private static ResourceType clusterWide(String apiVersion, String kind, String plural) {
        return of(apiVersion, kind, plural, false);
    }

    private static ResourceType of(String apiVersion, String kind, String plural, boolean namespaced) {
        int slash = apiVersion.indexOf('/');
        String group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return new ResourceType(group, apiVersion.substring(slash + 1), kind, plural, namespaced);
    }

    private static String key(String apiVersion, String kind) {
        return apiVersion + " " + kind;
    }
}
