package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.ResourceType;
import io.jenkins.plugins.bluegreen.kubernetes.objects.FixedColor;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestObject;
import io.jenkins.plugins.bluegreen.kubernetes.objects.ManifestReader;
import io.jenkins.plugins.bluegreen.kubernetes.objects.UnfilledTexts;
import io.jenkins.plugins.bluegreen.kubernetes.objects.Workloads;
import io.jenkins.plugins.bluegreen.kubernetes.objects.WrittenColors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * Renders a release's manifests in one colour. They are read with {@code ${COLOR}} left open, classified and hashed,
 * and then coloured: everything that does not depend on the colour is the same for both.
 *
 * <p>By the object:
 * <ul>
 *   <li>The Deployment and its companions, HorizontalPodAutoscalers that scale them and PodDisruptionBudgets of their
 *       Pods are coloured.
 *   <li>ConfigMaps and Secrets that its Pods name are coloured. They are applied uncoloured too if other objects of the
 *       release name them. Those that its Pods do not name are other objects.
 *   <li>The Services that select its Pods are active.
 *   <li>Jobs run once per content, before the Deployment: see {@link JobObjects}.
 *   <li>Ingresses, the Gateway API's objects and NetworkPolicies are routes: applied at the switch, not before it.
 *   <li>Objects of the other colour, by label, name or use, are left out: that colour may be live.
 *   <li>All other objects are applied uncoloured.
 * </ul>
 */
public final class Manifests {
    private static final int AFTER_JOBS = 5;

    private final ReleaseSpec spec;
    private final Color color;
    private final List<ManifestObject> objects;
    private final String colorLabel;
    private final DeploymentChoice deployments;
    private final ManifestObject deployment;
    private final CompanionObjects companions;
    private final Map<String, String> podLabels;
    private final ActiveServices services;
    private final Coloring coloring;
    private final ObjectRoles roles;
    private final List<RenderedObject> before = new ArrayList<>();
    private final List<RenderedObject> after = new ArrayList<>();
    private final List<ManifestObject> shared = new ArrayList<>();
    private final List<RenderedObject> routes = new ArrayList<>();
    private final List<ManifestObject> jobs = new ArrayList<>();
    private final List<Sentence> warnings = new ArrayList<>();
    private final List<Sentence> remarks = new ArrayList<>();
    private final Map<String, String> configurationNames = new LinkedHashMap<>();

    private Manifests(ReleaseSpec spec, Color color, List<ManifestObject> read) {
        this.spec = spec;
        this.color = color;
        List<ManifestObject> written = Workloads.chosen(read, spec);
        colorLabel = WrittenColors.label(spec, written, read);
        Optional<FixedColor> fixed =
                written.size() == 1 ? FixedColor.of(written.get(0), colorLabel, read, spec) : Optional.empty();
        objects = fixed.map(colors -> colors.opened(read)).orElse(read);
        fixed.map(FixedColor::remark).ifPresent(remarks::add);
        deployments = DeploymentChoice.among(Workloads.chosen(objects, spec), objects, colorLabel);
        ImageOverrides.apply(deployments.all(), objects, spec);
        objects.stream().filter(JobObjects::isJob).forEach(job -> ImageOverrides.applyToJob(job, spec));
        objects.forEach(UnfilledTexts::checkImages);
        deployment = deployments.of(color);
        companions = new CompanionObjects(objects, deployments, colorLabel);
        companions.all().forEach(companion -> remarks.add(CompanionObjects.remark(companion)));
        podLabels = DeploymentChoice.podLabels(deployment, colorLabel);
        services = ActiveServices.among(objects, podLabels, deployments.base(), spec, colorLabel);
        coloring = new Coloring(services.application(), colorLabel, color, deployments.isPair());
        roles = new ObjectRoles(objects, spec.namespace(), deployments, companions, services, colorLabel, color);
    }

    /**
     * Reads, checks and colours the manifests of a release. No API call; the same for the same spec.
     *
     * @throws io.jenkins.plugins.bluegreen.engine.text.ReleaseException on anything wrong, with file, document and line
     */
    public static RenderedRelease render(ReleaseSpec spec, Color color) {
        return render(spec, color, ManifestReader.read(spec));
    }

    /** The same with what {@link ManifestReader} has read, which both colours may share. */
    static RenderedRelease render(ReleaseSpec spec, Color color, List<ManifestObject> objects) {
        return new Manifests(spec, color, objects).render();
    }

    private RenderedRelease render() {
        String content = SpecHash.of(services.application(), colorLabel, objects);
        String specHash = spec.policy().redeploy() ? SpecHash.again(content, spec.id()) : content;
        objects.forEach(this::render);
        List<RenderedObject> run = jobs();
        ToIntFunction<RenderedObject> rank = run.isEmpty() ? RenderedObject::rank : this::rankBesideJobs;
        before.sort(Comparator.comparingInt(rank));
        RenderedObject colored = deployment(deployment, coloring.deploymentName(), specHash);
        List<RenderedObject> beside = companions.all().stream()
                .map(companion -> deployment(companion, coloring.name(companion.name()), specHash))
                .toList();
        Map<String, RenderedObject> active = new LinkedHashMap<>();
        services.active()
                .forEach(service -> active.put(service.name(), rendered(service, coloring.service(service.tree()))));
        Optional<RenderedObject> preview = preview();
        List<RenderedObject> all = new ArrayList<>(before);
        all.addAll(run);
        all.addAll(after);
        all.addAll(routes);
        all.addAll(active.values());
        all.add(colored);
        all.addAll(beside);
        preview.ifPresent(all::add);
        requireUnique(all);
        warnings.addAll(0, Warnings.of(deployment, objects));
        int delay = spec.limits().scaleDownDelaySeconds();
        warnings.addAll(
                SwitchWarnings.of(deployment, podLabels, colorLabel, delay, services.active(), objects));
        return new RenderedRelease(
                services.application(),
                color,
                specHash,
                colorLabel,
                remarks,
                new RenderedObjects(before, needed(run), run, colored, beside, after, routes, sharedHash()),
                new RenderedServices(
                        services.names(), active, preview, new ServiceTraffic(colored.tree(), colorLabel, beside)),
                warnings);
    }

    private void render(ManifestObject object) {
        switch (roles.of(object)) {
            case CONFIGURATION:
                configuration(object);
                if (roles.isSharedConfiguration(object) && !isNamedByColor(object)) {
                    uncolored(object);
                }
                break;
            case AUTOSCALER:
                String scaled = companions.scaledBy(object)
                        .map(companion -> coloring.name(companion.name()))
                        .orElse(coloring.deploymentName());
                after.add(rendered(object, coloring.autoscaler(object.tree(), coloring.name(object.name()), scaled)));
                break;
            case BUDGET:
                after.add(rendered(object, coloring.budget(object.tree(), coloring.name(object.name()))));
                break;
            case ROUTE:
                routes.add(rendered(object, coloring.filled(object.tree())));
                break;
            case JOB:
                jobs.add(object);
                break;
            case OTHER:
                uncolored(object);
                roles.remark(object).ifPresent(warnings::add);
                break;
            default:
                // Deployments and Services are rendered apart, the other colour's objects are left out
        }
    }

    private RenderedObject deployment(ManifestObject object, String name, String specHash) {
        return rendered(object, coloring.deployment(object.tree(), name, specHash, configurationNames));
    }

    /** An immutable object can't be changed in the cluster: its name holds a hash of its content. */
    private void configuration(ManifestObject object) {
        String name = coloring.name(object.name());
        if (object.get("immutable").asBoolean()) {
            name += "-" + SpecHash.of(object.tree()).substring(0, 8);
        }
        configurationNames.put(object.kind() + "/" + object.name(), name);
        before.add(rendered(object, coloring.colored(object.tree(), name)));
    }

    private boolean isNamedByColor(ManifestObject configuration) {
        return configurationNames.get(configuration.title()).equals(coloring.fill(configuration.name()));
    }

    /** After all configuration, whose names they need. */
    private List<RenderedObject> jobs() {
        List<RenderedObject> rendered = new ArrayList<>();
        for (ManifestObject job : jobs) {
            String hash = JobObjects.hash(job, objects, services.application(), colorLabel, spec);
            String name = JobObjects.name(coloring.fill(job.name()), hash);
            rendered.add(rendered(job, coloring.job(job.tree(), name, configurationNames)));
            warnings.addAll(JobObjects.warnings(job));
        }
        return rendered;
    }

    private int needed(List<RenderedObject> jobs) {
        return jobs.isEmpty() ? 0 : (int) before.stream().filter(object -> rankBesideJobs(object) < AFTER_JOBS).count();
    }

    private int rankBesideJobs(RenderedObject object) {
        return JobObjects.runsVersion(object, deployment) ? AFTER_JOBS : object.rank();
    }

    private String sharedHash() {
        return shared.isEmpty() ? null : SpecHash.of(services.application(), colorLabel, shared);
    }

    private void uncolored(ManifestObject object) {
        shared.add(object);
        before.add(rendered(object, coloring.filled(object.tree())));
    }

    /** It costs an address, requests, and an update of every node's rules when the candidate's Pods get ready. */
    private Optional<RenderedObject> preview() {
        String name = ActiveServices.previewName(services.application());
        ManifestObject own = services.preview();
        boolean gated = !deployment.podSpec().path("readinessGates").isEmpty();
        if (own == null && !gated && !spec.policy().hasBody() && !spec.policy().preview()) {
            return Optional.empty();
        }
        ManifestObject like = services.active().isEmpty() ? null : services.active().get(0);
        ObjectNode tree = own != null ? own.tree() : PreviewService.make(name, spec.namespace(), like, deployment);
        ManifestObject source = own != null ? own : like != null ? like : deployment;
        return Optional.of(rendered(source, coloring.service(coloring.colored(tree, name))));
    }

    private RenderedObject rendered(ManifestObject object, ObjectNode tree) {
        RenderedObject rendered =
                new RenderedObject(tree, object.place("metadata", "name"), coloring.fill(object.name()));
        ObjectNames.check(rendered);
        return rendered;
    }

    private static void requireUnique(List<RenderedObject> all) {
        Set<String> seen = new HashSet<>();
        for (RenderedObject object : all) {
            if (!seen.add(ResourceType.group(object.apiVersion()) + "/" + object.ref())) {
                throw object.source().error("manifest.collision", object.ref());
            }
        }
    }
}
