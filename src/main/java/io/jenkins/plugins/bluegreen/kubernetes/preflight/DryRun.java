package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.HandEdits;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Sends all writes of a release as dry runs: the API server validates, calls admission webhooks, checks limits and
 * quotas.
 */
final class DryRun {
    private final ApiServer api;
    private final ResourceDiscovery types;
    private final SeenVersions seen;
    private final String namespace;
    private final List<Sentence> problems = new ArrayList<>();
    private final Set<ObjectRef> refused = new HashSet<>();
    private final List<Sentence> warnings = new ArrayList<>();
    private final Predicate<ResourceType> mayDelete;
    private final Map<String, Integer> created = new TreeMap<>();
    private final Set<ObjectRef> fresh = new HashSet<>();

    DryRun(
            ApiServer api,
            ResourceDiscovery types,
            SeenVersions seen,
            String namespace,
            Predicate<ResourceType> mayDelete) {
        this.api = api;
        this.types = types;
        this.seen = seen;
        this.namespace = namespace;
        this.mayDelete = mayDelete;
    }

    List<Sentence> problems() {
        return problems;
    }

    List<Sentence> warnings() {
        return warnings;
    }

    /** How many objects the release creates, by {@code services} and {@code deployments.apps}. */
    Map<String, Integer> created() {
        return created;
    }

    /** The objects that do not exist yet. */
    Set<ObjectRef> fresh() {
        return fresh;
    }

    // of an object that is not stored there is no version
    JsonNode counted(ResourceType type, JsonNode result) {
        if (isNew(result)) {
            created.merge(type.plural() + (type.group().isEmpty() ? "" : "." + type.group()), 1, Integer::sum);
        }
        return result;
    }

    private static boolean isNew(JsonNode result) {
        return result.at("/metadata/resourceVersion").asText("").isEmpty();
    }

    void objects(List<AppliedObject> objects) {
        for (AppliedObject object : objects) {
            ResourceType type = object.type(types);
            send(object.ref(), object.rendered().source(), () -> apply(type, object))
                    .ifPresent(answer -> seen.saw(type, namespace, object.ref().name(), answer));
        }
    }

    /** The apply. An object that has no traffic is created again where it refuses the change, or would keep more. */
    private JsonNode apply(ResourceType type, AppliedObject object) {
        if (object.isJob()) {
            return createJob(type, object);
        }
        Place source = object.rendered().source();
        try {
            JsonNode result = counted(
                    type,
                    HandEdits.apply(api, type, namespace, object.tree(), object.options().asDryRun(), conflict ->
                            warnings.add(Sentence.of(
                                    "preflight.takenBack", object.ref(), source.sentence(), conflict.sentence()))));
            if (isNew(result)) {
                fresh.add(object.ref());
            }
            Optional<String> other = object.isReplaceable() ? object.leaves(result) : Optional.empty();
            other.ifPresent(manager -> warnings.add(Sentence.of(
                    mayDelete.test(type) ? "preflight.createdAgain" : "preflight.keepsMore",
                    object.ref(),
                    source.sentence(),
                    manager,
                    type.plural())));
            return result;
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.INVALID || !object.isReplaceable()) {
                throw e;
            }
            return createAgain(type, object, e);
        }
    }

    /** One that is there already was accepted then. */
    private JsonNode createJob(ResourceType type, AppliedObject job) {
        try {
            return counted(type, api.create(type, namespace, job.tree(), ApiServer.WriteOptions.PLAIN.asDryRun()));
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT) {
                throw e;
            }
            return ApiServer.JSON.missingNode();
        }
    }

    private JsonNode createAgain(ResourceType type, AppliedObject object, ClusterException refusal) {
        ObjectNode again = object.tree();
        again.withObject("/metadata").put("name", object.ref().name() + "-dry-run");
        JsonNode result;
        try {
            result = api.create(type, namespace, again, ApiServer.WriteOptions.PLAIN.asDryRun());
        } catch (ClusterException e) {
            throw e.isTransient() ? e : refusal;
        }
        if (!mayDelete.test(type)) {
            throw new ClusterException(
                    refusal.kind(),
                    Sentence.of(
                            "preflight.notCreatedAgain",
                            refusal.sentence(),
                            type.plural(),
                            type.kind().toLowerCase(Locale.ROOT),
                            object.ref().name()),
                    0,
                    refusal);
        }
        warnings.add(Sentence.of(
                "preflight.refusesChange", object.ref(), object.rendered().source().sentence(), refusal.sentence()));
        return result;
    }

    /**
     * One Pod of the Deployment: what is checked only of Pods shows here. Not sent if the Deployment was refused: the
     * Pod would be refused for the same reason.
     *
     * @return the Pod with the server's defaults; empty if it was not sent or was refused
     */
    Optional<JsonNode> pod(RenderedRelease release) {
        if (refused.contains(release.deployment(1).ref())) {
            return Optional.empty();
        }
        RenderedObject deployment = release.deployment(1);
        JsonNode template = deployment.tree().at("/spec/template");
        ObjectNode pod = ApiServer.JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        pod.set("metadata", template.path("metadata").deepCopy());
        pod.withObject("/metadata").put("name", release.deployment() + "-dry-run");
        pod.set("spec", template.path("spec").deepCopy());
        ObjectNode spec = pod.withObject("/spec");
        // on a first release the ServiceAccount does not exist yet, and the Pod would be refused
        if (contains(release, "ServiceAccount", spec.path("serviceAccountName").asText())) {
            spec.remove(List.of("serviceAccountName", "serviceAccount"));
        }
        return send(
                new ObjectRef("Pod", release.deployment()),
                deployment.source(),
                () -> api.create(ResourceTypes.POD, namespace, pod, ApiServer.WriteOptions.PLAIN.asDryRun()));
    }

    private boolean isOfNamespace(ClusterException e) {
        return e.getMessage().contains("namespaces \"" + namespace + "\" not found");
    }

    private static boolean contains(RenderedRelease release, String kind, String name) {
        return release.before().stream()
                .anyMatch(object -> object.kind().equals(kind) && object.name().equals(name));
    }

    /** Sends a request; what is refused becomes a problem. @return empty if it was refused */
    Optional<JsonNode> send(ObjectRef object, Place source, Supplier<JsonNode> request) {
        try {
            return Optional.of(request.get());
        } catch (ClusterException e) {
            if (e.isTransient()) {
                throw e;
            }
            if (e.kind() == ClusterException.Kind.NOT_FOUND && isOfNamespace(e)) {
                throw Examination.noNamespace(namespace);
            }
            if (e.getMessage().contains("does not support dry run")) {
                warnings.add(Sentence.of("preflight.notJudged", object, e.sentence()));
            } else {
                refused.add(object);
                problems.add(Sentence.of("preflight.refused", object, source.sentence(), e.sentence()));
            }
            return Optional.empty();
        }
    }
}
