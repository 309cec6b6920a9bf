package io.jenkins.plugins.bluegreen.kubernetes.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of Kubernetes' own kinds (1.34, {@code kubectl api-resources}). {@link ResourceDiscovery} asks a cluster
 * about the others.
 */
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
    public static final ResourceType JOB = of("batch/v1", "Job", "jobs");
    public static final ResourceType AUTOSCALER =
            of("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers");
    public static final ResourceType DISRUPTION_BUDGET = of("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets");

    /** The kinds other than Deployment of which each colour has its own objects. */
    public static final List<ResourceType> COLORED = List.of(AUTOSCALER, DISRUPTION_BUDGET, CONFIG_MAP, SECRET);

    /** Served by every cluster, by API version and kind. */
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
                    JOB,
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

    /** Kinds outside of namespaces that a cluster may or may not serve, by API group. */
    private static final Map<String, Set<String>> OTHER_CLUSTER_SCOPED = Map.ofEntries(
            Map.entry("", Set.of("ComponentStatus")),
            Map.entry(
                    "admissionregistration.k8s.io",
                    Set.of(
                            "MutatingAdmissionPolicy",
                            "MutatingAdmissionPolicyBinding",
                            "MutatingWebhookConfiguration",
                            "ValidatingAdmissionPolicy",
                            "ValidatingAdmissionPolicyBinding",
                            "ValidatingWebhookConfiguration")),
            Map.entry("apiregistration.k8s.io", Set.of("APIService")),
            Map.entry("authentication.k8s.io", Set.of("SelfSubjectReview", "TokenReview")),
            Map.entry(
                    "authorization.k8s.io",
                    Set.of("SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview")),
            Map.entry("certificates.k8s.io", Set.of("CertificateSigningRequest", "ClusterTrustBundle")),
            Map.entry("flowcontrol.apiserver.k8s.io", Set.of("FlowSchema", "PriorityLevelConfiguration")),
            Map.entry("networking.k8s.io", Set.of("IPAddress", "ServiceCIDR")),
            Map.entry("node.k8s.io", Set.of("RuntimeClass")),
            Map.entry("resource.k8s.io", Set.of("DeviceClass", "ResourceSlice", "DeviceTaintRule")),
            Map.entry("storage.k8s.io", Set.of("CSIDriver", "CSINode", "VolumeAttachment", "VolumeAttributesClass")));

    private ResourceTypes() {}

    /** A kind that every cluster serves. */
    static Optional<ResourceType> known(String apiVersion, String kind) {
        return Optional.ofNullable(KNOWN.get(key(apiVersion, kind)));
    }

    /** Whether Kubernetes keeps a kind outside of namespaces, in any version; false for kinds that are not its own. */
    public static boolean isClusterScoped(String group, String kind) {
        return OTHER_CLUSTER_SCOPED.getOrDefault(group, Set.of()).contains(kind)
                || KNOWN.values().stream()
                        .anyMatch(type -> !type.namespaced() && type.group().equals(group) && type.kind().equals(kind));
    }

    /** Whether a list of {@code kind} or {@code group/kind} holds a kind. */
    public static boolean isListed(List<String> kinds, String group, String kind) {
        return kinds.contains(kind) || kinds.contains(group + "/" + kind);
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

    static ResourceType of(String apiVersion, String kind, String plural, boolean namespaced) {
        String version = apiVersion.substring(apiVersion.indexOf('/') + 1);
        return new ResourceType(ResourceType.group(apiVersion), version, kind, plural, namespaced);
    }

    static String key(String apiVersion, String kind) {
        return apiVersion + " " + kind;
    }
}
