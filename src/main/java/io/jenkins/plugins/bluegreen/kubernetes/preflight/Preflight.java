package io.jenkins.plugins.bluegreen.kubernetes.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ApiServer;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceDiscovery;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceTypes;
import io.jenkins.plugins.bluegreen.kubernetes.api.SeenVersions;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.AppliedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.Manifests;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedObject;
import io.jenkins.plugins.bluegreen.kubernetes.manifests.RenderedRelease;
import io.jenkins.plugins.bluegreen.kubernetes.pods.WorkloadReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks a release before anything is written: kinds, then permissions, then objects, Services and Pods of others, then
 * a dry run of every object and of one Pod, then the quotas. All problems of a stage are reported at once. The next
 * stage does not run then: it would report the same causes in other words.
 */
public final class Preflight {
    private final ApiServer api;
    private final ResourceDiscovery types;
    private final WorkloadReader workloads;
    private final SeenVersions seen;
    private final String namespace;
    private final Permissions permissions;

    /** @param seen is told the versions of the objects, which the dry runs show */
    public Preflight(
            ApiServer api, ResourceDiscovery types, WorkloadReader workloads, SeenVersions seen, String namespace) {
        this.api = api;
        this.types = types;
        this.workloads = workloads;
        this.seen = seen;
        this.namespace = namespace;
        permissions = new Permissions(api, namespace);
    }

    /**
     * Checks kinds and permissions alone.
     *
     * @throws ReleaseException for kinds that can't be applied, or permissions that are missing
     */
    public void checkPermissions(ReleaseSpec spec) {
        if (spec.source().manifests().isEmpty()) {
            check("blue-green-rollback-" + spec.application(), RequiredPermissions.ofRollback(spec));
            return;
        }
        RenderedRelease release = Manifests.render(spec, Color.BLUE);
        List<AppliedObject> objects = AppliedObject.of(spec, release, 1);
        checkKinds(spec, objects);
        check(role(release), RequiredPermissions.ofRelease(spec, kinds(objects), routes(objects), true));
    }

    /**
     * Checks a release.
     *
     * @param current the active Services that the cluster has
     * @return warnings
     * @throws ReleaseException for a release that the cluster would refuse
     */
    public List<Sentence> check(ReleaseSpec spec, RenderedRelease release, int replicas, List<ServiceView> current) {
        List<AppliedObject> objects = AppliedObject.of(spec, release, replicas);
        checkKinds(spec, objects);
        boolean firstRelease = release.services().size() > current.size();
        List<Permission> lacking =
                check(role(release), RequiredPermissions.ofRelease(spec, kinds(objects), routes(objects), firstRelease));
        List<Sentence> warnings = new ArrayList<>();
        if (!lacking.isEmpty()) {
            warnings.add(Sentence.of("preflight.optional", joined(lacking)));
        }
        DryRun dryRun = new DryRun(api, types, seen, namespace, this::mayDelete);
        dryRun.objects(objects);
        Optional<List<JsonNode>> services = lacks(lacking, "list", ResourceTypes.SERVICE)
                ? Optional.empty()
                : Optional.of(api.list(ResourceTypes.SERVICE, namespace, null, null));
        UnusedPreview unused = UnusedPreview.of(release, services.orElse(List.of()));
        List<Sentence> others = new ArrayList<>(new ForeignObjects(api, types, workloads, namespace)
                .problems(
                        spec,
                        objects,
                        services,
                        type -> !lacks(lacking, "list", type),
                        object -> dryRun.fresh().contains(object.ref()) || isRecorded(object, release, current)));
        others.addAll(new SelectorOverlaps(workloads, release, unused.name()).problems(current, services));
        refuse(others);
        unused.leave(seen, namespace, () -> mayDelete(ResourceTypes.SERVICE)).ifPresent(warnings::add);
        if (!lacks(lacking, "list", ResourceTypes.DISRUPTION_BUDGET)) {
            warnings.addAll(new SecondBudgets(api, namespace).warnings(release));
        }
        new ServiceDryRun(dryRun, api, seen, namespace).send(spec, release, current, services.orElse(List.of()));
        Optional<JsonNode> pod = lacks(lacking, "create", ResourceTypes.POD) ? Optional.empty() : dryRun.pod(release);
        List<Sentence> problems = new ArrayList<>(dryRun.problems());
        if (!lacks(lacking, "list", ResourceTypes.RESOURCE_QUOTA)) {
            JsonNode podSpec = pod.orElseGet(() -> release.deployment(replicas).tree().at("/spec/template"))
                    .path("spec");
            List<QuotaCheck.Added> added = new ArrayList<>(List.of(added(release.deployment(), podSpec, replicas)));
            release.companionObjects().forEach(object -> added.add(added(
                    object.name(),
                    object.tree().at("/spec/template/spec"),
                    object.tree().at("/spec/replicas").asInt(1))));
            problems.addAll(new QuotaCheck(api, namespace).problems(added, dryRun.created()));
        }
        refuse(problems);
        warnings.addAll(FollowingBalancers.warnings(
                release, current, services.orElse(List.of()), spec.limits().scaleDownDelaySeconds()));
        warnings.addAll(new RunningImages(workloads).warnings(release, current));
        warnings.addAll(dryRun.warnings());
        return warnings;
    }

    private QuotaCheck.Added added(String deployment, JsonNode podSpec, int replicas) {
        int running = workloads.workload(deployment).pods().size();
        return new QuotaCheck.Added(podSpec, Math.max(0, replicas - running));
    }

    private boolean mayDelete(ResourceType type) {
        return permissions.missing(Set.of(Permission.required("delete", type))).isEmpty();
    }

    /** Whether the application's Service names it among the objects that releases have applied. */
    private static boolean isRecorded(AppliedObject object, RenderedRelease release, List<ServiceView> current) {
        String text = new ColoredObject(release.color(), object.ref().kind(), object.ref().name()).text();
        return current.stream()
                .map(service -> service.record().objects())
                .anyMatch(objects -> objects != null && objects.contains(text));
    }

    private Set<ResourceType> kinds(List<AppliedObject> objects) {
        return objects.stream().map(object -> object.type(types)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Set<ResourceType> routes(List<AppliedObject> objects) {
        return kinds(objects.stream().filter(AppliedObject::isRoute).toList());
    }

    private void checkKinds(ReleaseSpec spec, List<AppliedObject> objects) {
        List<Sentence> problems = new ArrayList<>();
        for (AppliedObject object : objects) {
            RenderedObject rendered = object.rendered();
            Optional<ResourceType> type = types.find(rendered.apiVersion(), rendered.kind());
            Sentence place = rendered.source().sentence();
            if (type.isEmpty()) {
                problems.add(Sentence.of("preflight.unknownKind", object.ref(), rendered.apiVersion(), place));
            } else if (!type.get().namespaced() && !isAllowed(spec, type.get())) {
                problems.add(Sentence.of("preflight.clusterWide", object.ref(), rendered.kind(), place));
            }
        }
        refuse(problems);
    }

    private static boolean isAllowed(ReleaseSpec spec, ResourceType type) {
        return ResourceTypes.isListed(spec.policy().allowedKinds(), type.group(), type.kind());
    }

    private static void refuse(List<Sentence> problems) {
        if (!problems.isEmpty()) {
            throw new ReleaseException(Sentence.lines(problems));
        }
    }

    /** Of its own for each application: applying the one of another application takes nothing away. */
    private static String role(RenderedRelease release) {
        return AccessYaml.NAME + "-" + release.application();
    }

    /** The optional permissions that are missing; throws if required ones are. */
    private List<Permission> check(String role, Set<Permission> wanted) {
        List<Permission> missing = missing(wanted);
        List<Permission> required = missing.stream().filter(Permission::required).toList();
        if (!required.isEmpty()) {
            AccessYaml yaml = new AccessYaml();
            if (missing.size() == wanted.size()) {
                // an account without any right can't tell whether there is such a namespace
                yaml.namespace(namespace);
            }
            yaml.granted(role, namespace, wanted, Account.ask(api));
            throw new ReleaseException(
                    Sentence.of("preflight.permissions", namespace, joined(required), yaml.text()));
        }
        return missing;
    }

    private List<Permission> missing(Set<Permission> wanted) {
        try {
            return permissions.missing(wanted);
        } catch (ClusterException e) {
            if (e.isTransient() && !e.isUnauthorized()) {
                throw e;
            }
            // nobody, or one who may not even ask
            throw Examination.noAccount(e, List.of(namespace));
        }
    }

    private static boolean lacks(List<Permission> lacking, String verb, ResourceType type) {
        return lacking.contains(Permission.optional(verb, type, ""));
    }

    private static String joined(Collection<Permission> permissions) {
        return permissions.stream().map(Permission::toString).collect(Collectors.joining(", "));
    }
}
