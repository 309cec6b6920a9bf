package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Drift;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.FieldManagers;
import io.jenkins.plugins.bluegreen.kubernetes.api.HandEdits;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.ServiceBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares the objects of the live version with its manifests, by two dry runs of each: a patch that changes nothing,
 * and the apply of a release. Both go through the server's defaults and the admission webhooks, so only what an apply
 * would change differs. An apply leaves fields that others have added; they count in the objects of the live colour,
 * which belong to the plugin, and not in shared objects. No permission is needed that a release does not need.
 *
 * <p>Not compared: the replicas, which autoscalers change; what a restart leaves in the Pod template; the preview
 * Service, which has no traffic; Jobs, which may be gone once they are done.
 */
public final class LiveObjects {
    private static final ApiServer.WriteOptions DRY_RUN = ApiServer.WriteOptions.PLAIN.asDryRun();
    private static final String REPLICAS = "spec.replicas";
    private static final String POD_SPEC = "spec.template.spec.";
    private static final Set<String> SPEC_HASH = Set.of(
            "metadata.annotations." + MetadataKeys.SPEC_HASH,
            "spec.template.metadata.annotations." + MetadataKeys.SPEC_HASH);
    private static final String BEHAVIOR = "spec.behavior";
    // kubectl rollout restart, OpenShift's and Rancher's consoles, Stakater Reloader
    private static final Predicate<String> RESTART = Pattern.compile(
                    "spec\\.template\\.metadata\\.annotations\\."
                            + ".*(restartedAt|cattle\\.io/timestamp|last-reloaded-from)")
            .asMatchPredicate();
    private static final int SHOWN = 8;

    private final ApiServer api;
    private final ResourceDiscovery types;
    private final String namespace;
    private final List<Sentence> differences = new ArrayList<>();
    private final List<Sentence> unknown = new ArrayList<>();

    public LiveObjects(ApiServer api, ResourceDiscovery types, String namespace) {
        this.api = api;
        this.types = types;
        this.namespace = namespace;
    }

    /** As {@link io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway#drift}. */
    public Drift drift(ReleaseSpec spec, RenderedRelease live, List<ServiceView> current) {
        for (AppliedObject object : AppliedObject.of(spec, live, 1)) {
            boolean preview = live.preview().filter(service -> service.ref().equals(object.ref())).isPresent();
            if (!preview && !object.rendered().kind().equals("Job")) {
                add(object.ref(), () -> compare(object));
            }
        }
        for (String name : live.services()) {
            ObjectRef service = new ObjectRef("Service", name);
            add(service, () -> current.stream()
                    .filter(view -> view.name().equals(name))
                    .findFirst()
                    .map(view -> compare(live, service, view.traffic()))
                    .orElseThrow(() -> new ClusterException(
                            ClusterException.Kind.NOT_FOUND, Sentence.of("plan.missing", service), 0, null)));
        }
        return new Drift(differences, unknown);
    }

    private void add(ObjectRef object, Supplier<List<String>> comparison) {
        try {
            List<String> fields = comparison.get();
            if (!fields.isEmpty()) {
                Stream<String> shown = fields.stream().limit(SHOWN);
                String all = Stream.concat(shown, fields.size() > SHOWN ? Stream.of("…") : Stream.empty())
                        .collect(Collectors.joining(", "));
                differences.add(Sentence.of("plan.differs", object, all));
            }
        } catch (ClusterException e) {
            if (e.kind() == ClusterException.Kind.NOT_FOUND) {
                differences.add(Sentence.of("plan.missing", object));
            } else if (e.isTransient() && !e.getMessage().contains("failed calling webhook")) {
                throw e;
            } else {
                unknown.add(Sentence.of("plan.notCompared", object, e.sentence()));
            }
        } catch (ReleaseException e) {
            unknown.add(Sentence.of("plan.notCompared", object, e.sentence()));
        }
    }

    private List<String> compare(AppliedObject object) {
        ResourceType type = object.type(types);
        JsonNode there = unchanged(type, object.ref().name());
        JsonNode wanted = HandEdits.apply(
                api, type, namespace, object.tree(), object.options().asDryRun(), conflict -> {});
        Set<String> paths = FieldDifferences.of(there, wanted, object.tree());
        if (object.isColored()) {
            paths.remove(REPLICAS);
            paths.removeAll(SPEC_HASH); // of the same content, by the engine's check; a redeployment has one of its own
        } else if (there.at("/metadata/annotations").has(MetadataKeys.SCALE_DOWN)) {
            paths.removeIf(path -> isWithin(path, BEHAVIOR)); // a release at work keeps the colour's size
        }
        List<String> fields = new ArrayList<>(told(paths, there, wanted));
        if (object.isReplaceable()) {
            FieldManagers.moreThan(object.tree(), there.at("/metadata/managedFields")).stream()
                    .filter(field -> !RESTART.test(field.path()) && !paths.contains(field.path()))
                    .forEach(field -> fields.add(field.path() + " (" + field.manager() + ")"));
            if (fields.isEmpty() && object.leaves(there).isPresent() && isConfiguration(object)) {
                fields.add("data");
            }
        }
        return fields;
    }

    private static boolean isConfiguration(AppliedObject object) {
        return object.rendered().kind().equals("ConfigMap") || object.rendered().kind().equals("Secret");
    }

    /** What a switch would change in the Service, and its labels and annotations. */
    private List<String> compare(RenderedRelease live, ObjectRef service, Traffic present) {
        JsonNode there = unchanged(ResourceTypes.SERVICE, service.name());
        ObjectNode patch = ServiceBodies.switchPatch(present, live.traffic(service.name(), present));
        RenderedObject manifest = live.activeServices().get(service.name());
        ObjectNode metadata = patch.putObject("metadata");
        if (manifest != null) {
            for (String map : List.of("labels", "annotations")) {
                if (manifest.tree().path("metadata").path(map).isObject()) {
                    metadata.set(map, manifest.tree().path("metadata").get(map));
                }
            }
        }
        JsonNode wanted = api.patch(ResourceTypes.SERVICE, namespace, service.name(), patch, DRY_RUN);
        return told(FieldDifferences.of(there, wanted, patch), there, wanted);
    }

    /** The object as it is, after defaults and webhooks. */
    private JsonNode unchanged(ResourceType type, String name) {
        return api.patch(type, namespace, name, ApiServer.JSON.createObjectNode(), DRY_RUN);
    }

    /** The fields with who wrote them, and images with both values. Other values may be secrets. */
    private static List<String> told(Set<String> paths, JsonNode there, JsonNode wanted) {
        List<FieldManagers.Owned> owned = FieldManagers.ofOthers(there.at("/metadata/managedFields"));
        return paths.stream()
                .map(path -> {
                    String managers = managers(owned, path, field -> field);
                    if (managers.isEmpty()) {
                        // an item may have other keys than its name
                        managers = managers(owned, path, field -> field.replaceAll("\\[[^]]*]", "[]"));
                    }
                    String image = path.startsWith(POD_SPEC) && path.endsWith(".image")
                            ? ": " + value(there, path) + " → " + value(wanted, path)
                            : "";
                    return path + (managers.isEmpty() ? "" : " (" + managers + ")") + image;
                })
                .toList();
    }

    private static String managers(List<FieldManagers.Owned> owned, String path, UnaryOperator<String> form) {
        String wanted = form.apply(path);
        return owned.stream()
                .filter(field -> {
                    String other = form.apply(field.path());
                    return isWithin(wanted, other) || isWithin(other, wanted);
                })
                .map(FieldManagers.Owned::manager)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + ".") || inner.startsWith(outer + "[");
    }

    private static String value(JsonNode object, String path) {
        JsonNode node = object;
        for (String field : path.split("\\.")) {
            int bracket = field.indexOf('[');
            node = node.path(bracket < 0 ? field : field.substring(0, bracket));
            if (bracket >= 0) {
                node = FieldDifferences.named(node, field.substring(bracket + 1, field.length() - 1));
            }
        }
        return node.asText("-");
    }
}
