package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.objects.PlainPasswords;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ProbeWarnings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what makes a release less safe than it could be without being an error. */
final class Warnings {
    private static final int GRACE_SECONDS = 30;
    private static final Object[] PODS = ManifestObject.at("spec", "template", "spec");

    private final ManifestObject deployment;
    private final JsonNode podSpec;
    private final List<Sentence> found = new ArrayList<>();

    private Warnings(ManifestObject deployment) {
        this.deployment = deployment;
        this.podSpec = deployment.podSpec();
    }

    /** The warnings for a Deployment, its images set, among the objects of its release. */
    static List<Sentence> of(ManifestObject deployment, List<ManifestObject> objects) {
        Warnings warnings = new Warnings(deployment);
        warnings.probes();
        warnings.found.addAll(ProbeWarnings.of(deployment));
        warnings.shutdown();
        warnings.images();
        warnings.hostPorts();
        warnings.volumes(objects);
        objects.forEach(object -> PlainPasswords.of(object).ifPresent(warnings.found::add));
        warnings.otherOwners(objects);
        return warnings.found;
    }

    private void probes() {
        if (containers().noneMatch(container -> container.hasNonNull("readinessProbe"))) {
            warn("manifest.warnReadiness", ManifestObject.at("spec", "template", "spec", "containers"));
        }
    }

    private void shutdown() {
        boolean preStop = containers().anyMatch(container -> container.path("lifecycle").hasNonNull("preStop"));
        if (!preStop && podSpec.path("terminationGracePeriodSeconds").asInt() < GRACE_SECONDS) {
            warn("manifest.warnShutdown", PODS);
        }
    }

    private void images() {
        JsonNode containers = podSpec.path("containers");
        for (int i = 0; i < containers.size(); i++) {
            String image = containers.get(i).path("image").asText();
            if (ImageOverrides.isMutable(image)) {
                Object[] at = ManifestObject.at("spec", "template", "spec", "containers", i, "image");
                warn("manifest.warnImage", at, image);
            }
        }
    }

    private void hostPorts() {
        boolean hostNetwork = podSpec.path("hostNetwork").asBoolean();
        boolean hostPort = containers()
                .flatMap(container -> container.path("ports").valueStream())
                .anyMatch(port -> port.path("hostPort").asInt() > 0);
        if (hostNetwork || hostPort) {
            warn("manifest.warnHostPort", PODS, hostNetwork ? "hostNetwork" : "hostPort");
        }
    }

    private void volumes(List<ManifestObject> objects) {
        Set<String> claims = podSpec.path("volumes")
                .valueStream()
                .map(volume -> volume.path("persistentVolumeClaim").path("claimName").asText(""))
                .collect(Collectors.toSet());
        for (ManifestObject object : objects) {
            boolean oneNode = object.get("spec", "accessModes")
                    .valueStream()
                    .allMatch(mode -> mode.asText().startsWith("ReadWriteOnce"));
            if (object.is("", "PersistentVolumeClaim") && claims.contains(object.name()) && oneNode) {
                found.add(object.remark("manifest.warnVolume", ManifestObject.at("spec", "accessModes")));
            }
        }
    }

    private void otherOwners(List<ManifestObject> objects) {
        for (ManifestObject object : objects) {
            String owner = owner(object);
            if (owner != null && (DeploymentChoice.isDeployment(object) || object.is("", "Service"))) {
                found.add(object.remark("manifest.warnOwner", ManifestObject.at("metadata"), owner));
            }
        }
    }

    private static String owner(ManifestObject object) {
        JsonNode labels = object.get("metadata", "labels");
        JsonNode annotations = object.get("metadata", "annotations");
        // in a chart's own template the label tells only who wrote the object
        boolean labelled = labels.path("app.kubernetes.io/managed-by").asText().equals("Helm")
                && !object.file().contains("/templates/");
        if (labelled || annotations.has("meta.helm.sh/release-name")) {
            return "Helm";
        }
        if (labels.has("argocd.argoproj.io/instance") || annotations.has("argocd.argoproj.io/tracking-id")) {
            return "Argo CD";
        }
        boolean flux = labels.has("kustomize.toolkit.fluxcd.io/name") || labels.has("helm.toolkit.fluxcd.io/name");
        return flux ? "Flux" : null;
    }

    private Stream<JsonNode> containers() {
        return podSpec.path("containers").valueStream();
    }

    private void warn(String key, Object[] path, Object... arguments) {
        found.add(deployment.remark(key, path, arguments));
    }
}
