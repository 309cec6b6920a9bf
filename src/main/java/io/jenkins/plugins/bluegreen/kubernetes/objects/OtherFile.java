package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.spec.ManifestSource;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;
import java.util.Locale;
import java.util.regex.Pattern;

/** Recognises files that lie beside manifests and are for other tools, and says how to leave them out. */
final class OtherFile {
    private static final Pattern PIPELINE = Pattern.compile("(?m)^\\s*(pipeline|node)\\s*(\\([^)]*\\)\\s*)?\\{");
    private static final Pattern DOCKERFILE = Pattern.compile("(?m)\\A(#.*\\n|\\s*\\n|ARG .*\\n)*FROM \\S+");

    private OtherFile() {}

    /** Refuses a text that is no YAML at all. */
    static void refuse(ManifestSource source) {
        String name = name(source.name());
        if (name.startsWith("jenkinsfile") || name.endsWith(".groovy") || PIPELINE.matcher(source.text()).find()) {
            throw refused(new Place(source.name(), 1, 1), "pipeline");
        }
        if (name.startsWith("dockerfile") || DOCKERFILE.matcher(source.text()).find()) {
            throw refused(new Place(source.name(), 1, 1), "dockerfile");
        }
    }

    /** Refuses an object that the cluster is not the reader of. */
    static void refuse(ManifestObject object) {
        String kind = kind(object);
        if (kind != null) {
            throw refused(object.place(), kind);
        }
    }

    private static ReleaseException refused(Place place, String kind) {
        return place.error("manifest.otherFile", Sentence.of("manifest.file." + kind), place.file());
    }

    private static String kind(ManifestObject object) {
        String name = name(object.file());
        String version = object.apiVersion();
        JsonNode tree = object.tree();
        if (version.startsWith("kustomize.config.k8s.io/") || name.matches("kustomization\\.ya?ml")) {
            return "kustomization";
        }
        if (version.startsWith("kind.x-k8s.io/")) {
            return "kind";
        }
        if (version.startsWith("skaffold/")) {
            return "skaffold";
        }
        if (object.kind().equals("Config") && tree.has("clusters") && tree.has("users")) {
            return "kubeconfig";
        }
        if (tree.has("kind")) {
            return null;
        }
        if (name.matches("chart\\.ya?ml")) {
            return "chart";
        }
        if (name.matches("(docker-)?compose.*") || hasImages(tree.path("services"))) {
            return "compose";
        }
        if (tree.has("spring") || tree.has("server") && name.startsWith("application")) {
            return "spring";
        }
        if (tree.has("dependencies") && tree.has("scripts")) {
            return "npm";
        }
        // what is left of a manifest without a kind has the fields of one
        boolean manifest = tree.has("apiVersion") || tree.has("metadata") || tree.has("spec") || tree.has("items");
        return manifest || tree.isEmpty() ? null : "values";
    }

    private static boolean hasImages(JsonNode services) {
        return services.isObject()
                && services.valueStream().anyMatch(service -> service.has("image") || service.has("build"));
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
