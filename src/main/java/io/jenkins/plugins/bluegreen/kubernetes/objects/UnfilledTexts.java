package io.jenkins.plugins.bluegreen.kubernetes.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.TemplateText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a template engine or a shell should have filled in, where Kubernetes can take no such text: names, labels,
 * images, ports. Elsewhere it may be meant for whoever reads it, as in the data of a ConfigMap; of texts that the
 * containers read, only those with the words of Helm are taken for a template.
 */
public final class UnfilledTexts {
    private static final Set<String> GROUPS =
            Set.of("", "apps", "autoscaling", "batch", "networking.k8s.io", "policy", "rbac.authorization.k8s.io");

    private static final Set<String> ANY_TEXT = Set.of("annotations", "binaryData", "data", "status", "stringData");
    private static final Set<String> READ_BY_CONTAINERS = Set.of("args", "command", "env");
    private static final String IMAGE = "image";

    /** Fields, and maps, in whose values no dollar sign can stand. */
    private static final Set<String> NO_DOLLAR = Set.of(
            "claimName", "host", "labels", "matchLabels", "namespace", "secretName", "selector",
            "serviceAccountName", "storageClassName");

    private static final Pattern SHELL = Pattern.compile("\\$(?:\\{?\\(?)([A-Za-z_]\\w*)?[^}\\s/]*}?");

    private final ManifestObject object;
    private final boolean images;
    private final List<Object> path = new ArrayList<>();

    private UnfilledTexts(ManifestObject object, boolean images) {
        this.object = object;
        this.images = images;
    }

    /** Checks everything but the images, which a release may replace. */
    static void check(ManifestObject object) {
        UnfilledTexts texts = new UnfilledTexts(object, false);
        if (GROUPS.contains(object.group())) {
            texts.fields(object.tree(), false, false);
        } else {
            texts.path.add("metadata");
            texts.fields(object.get("metadata"), false, false);
        }
        texts.path.clear();
        texts.path.add("metadata");
        texts.dollar(object.get("metadata", "name"), "name");
    }

    /** Checks the images, once the release's own are set. */
    public static void checkImages(ManifestObject object) {
        if (GROUPS.contains(object.group())) {
            new UnfilledTexts(object, true).fields(object.tree(), false, false);
        }
    }

    private void fields(JsonNode node, boolean noDollar, boolean readByContainers) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            value(i, node.get(i), noDollar, readByContainers);
        }
        node.properties().forEach(field -> {
            String key = field.getKey();
            if (!ANY_TEXT.contains(key)) {
                value(
                        key,
                        field.getValue(),
                        noDollar || NO_DOLLAR.contains(key),
                        readByContainers || READ_BY_CONTAINERS.contains(key));
            }
        });
    }

    private void value(Object step, JsonNode value, boolean noDollar, boolean readByContainers) {
        if (value.isContainerNode()) {
            path.add(step);
            fields(value, noDollar, readByContainers);
            path.remove(path.size() - 1);
        } else if (value.isTextual() && step.equals(IMAGE) == images) {
            Optional<String> template = TemplateText.in(value.textValue(), readByContainers);
            if (template.isPresent()) {
                throw object.error("manifest.templateIn", at(step), step, template.get());
            }
            if (images || noDollar && !readByContainers) {
                dollar(value, step);
            }
        }
    }

    private void dollar(JsonNode value, Object step) {
        Matcher shell = SHELL.matcher(value.asText());
        if (shell.find()) {
            String name = shell.group(1) == null ? "NAME" : shell.group(1);
            String key = images ? "manifest.shellImage" : "manifest.shell";
            throw object.error(key, at(step), step, shell.group(), name);
        }
    }

    private Object[] at(Object step) {
        List<Object> at = new ArrayList<>(path);
        at.add(step);
        return at.toArray();
    }
}
