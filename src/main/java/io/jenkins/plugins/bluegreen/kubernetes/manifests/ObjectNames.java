package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import java.util.List;
import java.util.regex.Pattern;

/** Validates the names of coloured objects (Kubernetes documentation, "Object Names and IDs"). */
final class ObjectNames {
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*+");
    private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final List<String> SUBDOMAINS =
            List.of("Deployment", "ConfigMap", "Secret", "HorizontalPodAutoscaler", "PodDisruptionBudget");

    private ObjectNames() {}

    static void check(RenderedObject object) {
        String name = object.name();
        boolean service = object.kind().equals("Service");
        int limit = service ? 63 : 253;
        if (service && name.length() > limit && !name.equals(object.originalName())) {
            // the preview Service: its name is made of the application's, which need not be the Service's
            throw object.source().error(
                    "manifest.previewTooLong", name, name.length(), limit, object.originalName());
        }
        if (name.length() > limit) {
            throw object.source().error("manifest.nameTooLong", object.kind(), name, name.length(), limit);
        }
        boolean wrong = service && !LABEL.matcher(name).matches()
                || SUBDOMAINS.contains(object.kind()) && !SUBDOMAIN.matcher(name).matches();
        if (wrong) {
            throw object.source().error("manifest.name", object.kind(), name);
        }
    }
}
