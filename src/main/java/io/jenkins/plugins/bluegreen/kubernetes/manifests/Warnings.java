package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What makes a blue/green release less safe than it could be, though it is no error. */
final class Warnings {
    private static final int GRACE_SECONDS = 30;
    private static final Object[] PODS = ManifestObject.at("spec", "template", "spec");

    private final ManifestObject deployment;
    private final JsonNode podSpec;
    private final List<Sentence> found = new ArrayList<>();

    private Warnings(ManifestObject deployment) {
        this.deployment = deployment;
        this.podSpec = deployment.get("spec", "template", "spec");
    }

    /** The warnings for a Deployment, its images set, among the objects of its release. */
    static List<Sentence> of(ManifestObject deployment, List<ManifestObject> objects) {
        Warnings warnings = new Warnings(deployment);
        warnings.probes();
        warnings.shutdown();
        warnings.images();
        warnings.hostPorts();
        warnings.volumes(objects);
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
        boolean hostPort = containers().anyMatch(container -> StreamSupport.stream(
                        container.path("ports").spliterator(), false)
                .anyMatch(port -> port.path("hostPort").asInt() > 0));
        if (hostNetwork || hostPort) {
            warn("manifest.warnHostPort", PODS, hostNetwork ? "hostNetwork" : "hostPort");
        }
    }

    private void volumes(List<ManifestObject> objects) {
        Set<String> claims = StreamSupport.stream(podSpec.path("volumes").spliterator(), false)
                .map(volume -> volume.path("persistentVolumeClaim").path("claimName").asText(""))
                .collect(Collectors.toSet());
        for (ManifestObject object : objects) {
            boolean oneNode = StreamSupport.stream(object.get("spec", "accessModes").spliterator(), false)
                    .allMatch(mode -> mode.asText().startsWith("ReadWriteOnce"));
            if (object.is("", "PersistentVolumeClaim") && claims.contains(object.name()) && oneNode) {
                found.add(object.place("spec", "accessModes").remark("manifest.warnVolume", object.title()));
            }
        }
    }

    private void otherOwners(List<ManifestObject> objects) {
        for (ManifestObject object : objects) {
            String owner = owner(object);
            if (owner != null && (DeploymentChoice.isDeployment(object) || object.is("", "Service"))) {
                found.add(object.place("metadata").remark("manifest.warnOwner", object.title(), owner));
            }
        }
    }

    private static String owner(ManifestObject object) {
        JsonNode labels = object.get("metadata", "labels");
        JsonNode annotations = object.get("metadata", "annotations");
        if (labels.path("app.kubernetes.io/managed-by").asText().equals("Helm")
                || annotations.has("meta.helm.sh/release-name")) {
            return "Helm";
        }
        if (labels.has("argocd.argoproj.io/instance") || annotations.has("argocd.argoproj.io/tracking-id")) {
            return "Argo CD";
        }
        boolean flux = labels.has("kustomize.toolkit.fluxcd.io/name") || labels.has("helm.toolkit.fluxcd.io/name");
        return flux ? "Flux" : null;
    }

    private Stream<ObjectNode> containers() {
        return StreamSupport.stream(podSpec.path("containers").spliterator(), false)
                .map(ObjectNode.class::cast);
    }

    private void warn(String key, Object[] path, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = deployment.title();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        found.add(deployment.place(path).remark(key, all));
    }
}
