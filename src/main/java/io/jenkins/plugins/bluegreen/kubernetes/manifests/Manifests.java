package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A release's manifests as a colour. They are read with {@code ${COLOR}} left open, looked at and hashed, and only then
 * painted: so everything that does not depend on the colour is decided once, the same for both.
 *
 * <p>What becomes of an object:
 * <ul>
 *   <li>the Deployment, the HorizontalPodAutoscalers that scale it and the PodDisruptionBudgets of its Pods are coloured;
 *   <li>ConfigMaps and Secrets that its Pods name are coloured, and applied as they are too if other objects of the
 *       release name them; those that its Pods do not name are other objects;
 *   <li>the Services that select its Pods are active;
 *   <li>what is the other colour's own, by label, name or use, is left out: that colour may be live;
 *   <li>everything else is applied as it is.
 * </ul>
 */
public final class Manifests {
    private final ReleaseSpec spec;
    private final Color color;
    private final List<ManifestObject> objects;
    private final DeploymentChoice deployments;
    private final ManifestObject deployment;
    private final Map<String, String> podLabels;
    private final ActiveServices services;
    private final Coloring coloring;
    private final Roles roles;
    private final List<Rendered> before = new ArrayList<>();
    private final List<Rendered> after = new ArrayList<>();
    private final List<Sentence> warnings = new ArrayList<>();
    private final Map<String, String> configurationNames = new LinkedHashMap<>();

    private Manifests(ReleaseSpec spec, Color color) {
        this.spec = spec;
        this.color = color;
        objects = ManifestReader.read(spec);
        deployments = DeploymentChoice.among(objects, spec.colorLabel());
        deployments.all().forEach(each -> ImageOverrides.apply(each, spec));
        deployment = deployments.of(color);
        podLabels = DeploymentChoice.podLabels(deployment, spec.colorLabel());
        services = ActiveServices.among(objects, podLabels, spec);
        coloring = new Coloring(services.application(), spec.colorLabel(), color, deployments.isPair());
        roles = new Roles(objects, deployments, services, spec.colorLabel(), color);
    }

    /**
     * Reads, checks and colours the manifests of a release. No API call; the same for the same spec.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException on anything wrong, with file, document and line
     */
    public static RenderedRelease render(ReleaseSpec spec, Color color) {
        return new Manifests(spec, color).render();
    }

    private RenderedRelease render() {
        String specHash = SpecHash.of(services.application(), spec.colorLabel(), objects);
        objects.forEach(this::sort);
        before.sort(Comparator.comparingInt(Manifests::rank));
        Rendered colored = rendered(deployment, coloring.deployment(deployment.tree(), specHash, configurationNames));
        Map<String, Rendered> active = new LinkedHashMap<>();
        services.active()
                .forEach(service -> active.put(service.name(), rendered(service, coloring.service(service.tree()))));
        Rendered preview = preview();
        List<Rendered> all = new ArrayList<>(before);
        all.addAll(after);
        all.addAll(active.values());
        all.addAll(List.of(colored, preview));
        requireUnique(all);
        warnings.addAll(0, Warnings.of(deployment, objects));
        return new RenderedRelease(
                services.application(),
                color,
                specHash,
                new RenderedObjects(before, colored, after),
                new RenderedServices(
                        services.names(), active, preview, new ServiceTraffic(colored.tree(), spec.colorLabel())),
                warnings);
    }

    private void sort(ManifestObject object) {
        switch (roles.of(object)) {
            case CONFIGURATION:
                configuration(object);
                if (roles.isSharedConfiguration(object)) {
                    asItIs(object);
                }
                break;
            case AUTOSCALER:
                after.add(rendered(object, coloring.autoscaler(object.tree(), coloring.name(object.name()))));
                break;
            case BUDGET:
                after.add(rendered(object, coloring.budget(object.tree(), coloring.name(object.name()))));
                break;
            case OTHER:
                asItIs(object);
                roles.remark(object).ifPresent(warnings::add);
                break;
            default:
                // the Deployment and its Services have their own places; the other colour's objects have none
        }
    }

    /** The API server lets nobody change what is immutable, so such an object gets a name of its own by content. */
    private void configuration(ManifestObject object) {
        String name = coloring.name(object.name());
        if (object.get("immutable").asBoolean()) {
            name += "-" + SpecHash.of(object.tree()).substring(0, 8);
        }
        configurationNames.put(object.kind() + "/" + object.name(), name);
        before.add(rendered(object, coloring.own(object.tree(), name)));
    }

    private void asItIs(ManifestObject object) {
        before.add(rendered(object, coloring.painted(object.tree())));
    }

    private Rendered preview() {
        String name = ActiveServices.previewName(services.application());
        ManifestObject own = services.preview();
        ManifestObject like = services.active().isEmpty() ? null : services.active().get(0);
        ObjectNode tree = own != null ? own.tree() : PreviewService.make(name, spec.namespace(), like, deployment);
        ManifestObject source = own != null ? own : like != null ? like : deployment;
        return rendered(source, coloring.service(coloring.own(tree, name)));
    }

    private Rendered rendered(ManifestObject object, ObjectNode tree) {
        Rendered rendered =
                new Rendered(tree, object.place("metadata", "name"), coloring.paint(object.name()));
        Names.check(rendered);
        return rendered;
    }

    private static void requireUnique(List<Rendered> all) {
        Set<String> seen = new HashSet<>();
        for (Rendered object : all) {
            String group = object.apiVersion().contains("/") ? object.apiVersion().split("/")[0] : "";
            if (!seen.add(group + "/" + object.ref())) {
                throw object.source().error("manifest.collision", object.ref());
            }
        }
    }

    /** What others need comes first: accounts, rights and storage, then configuration, then everything else. */
    private static int rank(Rendered object) {
        JsonNode kind = object.tree().path("kind");
        switch (kind.asText()) {
            case "Namespace", "CustomResourceDefinition":
                return 0;
            case "ServiceAccount", "Role", "ClusterRole", "PersistentVolume", "PersistentVolumeClaim", "LimitRange":
                return 1;
            case "RoleBinding", "ClusterRoleBinding":
                return 2;
            case "ConfigMap", "Secret":
                return 3;
            default:
                return 4;
        }
    }
}
