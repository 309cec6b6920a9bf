package io.jenkins.plugins.bluegreen.kubernetes.objects;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Kubernetes' own kinds that live outside of namespaces, by API group (Kubernetes 1.34, {@code kubectl api-resources
 * --namespaced=false}). Kinds of others are found out from the cluster, before anything is touched.
 */
final class ClusterScopedKinds {
    private static final Map<String, Set<String>> KINDS = Map.ofEntries(
            Map.entry("", Set.of("Namespace", "Node", "PersistentVolume", "ComponentStatus")),
            Map.entry(
                    "admissionregistration.k8s.io",
                    Set.of(
                            "MutatingAdmissionPolicy",
                            "MutatingAdmissionPolicyBinding",
                            "MutatingWebhookConfiguration",
                            "ValidatingAdmissionPolicy",
                            "ValidatingAdmissionPolicyBinding",
                            "ValidatingWebhookConfiguration")),
            Map.entry("apiextensions.k8s.io", Set.of("CustomResourceDefinition")),
            Map.entry("apiregistration.k8s.io", Set.of("APIService")),
            Map.entry("authentication.k8s.io", Set.of("SelfSubjectReview", "TokenReview")),
            Map.entry(
                    "authorization.k8s.io",
                    Set.of("SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview")),
            Map.entry("certificates.k8s.io", Set.of("CertificateSigningRequest", "ClusterTrustBundle")),
            Map.entry("flowcontrol.apiserver.k8s.io", Set.of("FlowSchema", "PriorityLevelConfiguration")),
            Map.entry("networking.k8s.io", Set.of("IngressClass", "IPAddress", "ServiceCIDR")),
            Map.entry("node.k8s.io", Set.of("RuntimeClass")),
            Map.entry("rbac.authorization.k8s.io", Set.of("ClusterRole", "ClusterRoleBinding")),
            Map.entry("resource.k8s.io", Set.of("DeviceClass", "ResourceSlice", "DeviceTaintRule")),
            Map.entry("scheduling.k8s.io", Set.of("PriorityClass")),
            Map.entry(
                    "storage.k8s.io",
                    Set.of("CSIDriver", "CSINode", "StorageClass", "VolumeAttachment", "VolumeAttributesClass")));

    private ClusterScopedKinds() {}

    static boolean contains(String group, String kind) {
        return KINDS.getOrDefault(group, Set.of()).contains(kind);
    }

    /** Whether a list of {@code kind} or {@code group/kind} holds a kind. */
    static boolean allowed(List<String> allowedKinds, String group, String kind) {
        return allowedKinds.contains(kind) || allowedKinds.contains(group + "/" + kind);
    }
}
