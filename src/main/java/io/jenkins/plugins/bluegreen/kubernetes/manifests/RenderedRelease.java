package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.JobRef;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A release's manifests in one colour. Made by {@link Manifests}. */
public final class RenderedRelease implements Rendering {
    private final String application;
    private final Color color;
    private final String specHash;
    private final String colorLabel;
    private final List<Sentence> remarks;
    private final RenderedObjects objects;
    private final RenderedServices services;
    private final List<Sentence> warnings;

    RenderedRelease(
            String application,
            Color color,
            String specHash,
            String colorLabel,
            List<Sentence> remarks,
            RenderedObjects objects,
            RenderedServices services,
            List<Sentence> warnings) {
        this.application = application;
        this.color = color;
        this.specHash = specHash;
        this.colorLabel = colorLabel;
        this.remarks = List.copyOf(remarks);
        this.objects = objects;
        this.services = services;
        this.warnings = List.copyOf(warnings);
    }

    /** Configuration and objects of other kinds, to be applied in this order before the Deployment. */
    public List<RenderedObject> before() {
        return objects.before();
    }

    /** How many of {@link #before} the Jobs need; 0 without Jobs. */
    public int needed() {
        return objects.needed();
    }

    /** The Jobs. */
    public List<RenderedObject> jobObjects() {
        return objects.jobs();
    }

    @Override
    public List<JobRef> jobs() {
        return objects.jobs().stream()
                .map(job -> new JobRef(job.name(), job.tree().path("spec").hasNonNull("ttlSecondsAfterFinished")))
                .toList();
    }

    /** The coloured Deployment with a number of replicas. */
    public RenderedObject deployment(int replicas) {
        return objects.deployment(replicas);
    }

    /** The coloured Deployments beside it, with the manifests' replicas. */
    public List<RenderedObject> companionObjects() {
        return objects.companions();
    }

    @Override
    public List<Companion> companions() {
        return objects.companions().stream()
                .map(companion -> CompanionObjects.view(companion, color))
                .toList();
    }

    /** HorizontalPodAutoscalers and PodDisruptionBudgets, to be applied after the Deployment. */
    public List<RenderedObject> after() {
        return objects.after();
    }

    /** The objects that carry traffic, to be applied at the switch. */
    public List<RenderedObject> routeObjects() {
        return objects.routes();
    }

    @Override
    public List<Route> routes() {
        return objects.routes().stream().map(RenderedObject::route).toList();
    }

    /**
     * The active Services that the manifests hold, by name, in the manifests' order, with this colour in their
     * selector. The ports that they get are in {@link #traffic}.
     */
    public Map<String, RenderedObject> activeServices() {
        return services.active();
    }

    /**
     * The Service {@code <app>-preview}, which selects this colour. Empty where nothing uses it: no block, no readiness
     * gate, no such Service in the manifests, and the user has not asked for it.
     */
    public Optional<RenderedObject> preview() {
        return services.preview();
    }

    @Override
    public String application() {
        return application;
    }

    @Override
    public Color color() {
        return color;
    }

    @Override
    public String colorLabel() {
        return colorLabel;
    }

    @Override
    public List<Sentence> remarks() {
        return remarks;
    }

    @Override
    public String deployment() {
        return objects.deployment().name();
    }

    @Override
    public List<String> services() {
        return services.names();
    }

    @Override
    public boolean defines(String service) {
        return services.active().containsKey(service);
    }

    @Override
    public int replicas() {
        return objects.replicas();
    }

    @Override
    public int statedReplicas() {
        return objects.deployment().tree().at("/spec/replicas").asInt(0);
    }

    @Override
    public boolean isAutoscaled() {
        return objects.after().stream()
                .map(object -> object.tree().at("/spec/scaleTargetRef/name").asText())
                .anyMatch(deployment()::equals);
    }

    @Override
    public String image() {
        return objects.deployment().tree().at("/spec/template/spec/containers/0/image").asText();
    }

    /** The images of the Deployment's containers that may become other images under the same name, by container. */
    public Map<String, String> movingImages() {
        Map<String, String> moving = new TreeMap<>();
        objects.deployment().tree().at("/spec/template/spec/containers").forEach(container -> {
            String image = container.path("image").asText();
            if (ImageOverrides.isMutable(image)) {
                moving.put(container.path("name").asText(), image);
            }
        });
        return moving;
    }

    @Override
    public String previewUrl() {
        return services.preview().map(preview -> PreviewService.url(preview.tree())).orElse(null);
    }

    @Override
    public String specHash() {
        return specHash;
    }

    @Override
    public String sharedHash() {
        return objects.sharedHash();
    }

    @Override
    public List<ObjectRef> objects() {
        List<ObjectRef> refs = new ArrayList<>();
        services.preview().ifPresent(preview -> refs.add(preview.ref()));
        objects.before().forEach(object -> refs.add(object.ref()));
        objects.jobs().forEach(object -> refs.add(object.ref()));
        refs.add(objects.deployment().ref());
        objects.companions().forEach(object -> refs.add(object.ref()));
        objects.after().forEach(object -> refs.add(object.ref()));
        objects.routes().forEach(object -> refs.add(object.ref()));
        services.active().values().forEach(object -> refs.add(object.ref()));
        return refs;
    }

    @Override
    public List<ColoredObject> colored() {
        return Stream.concat(objects.before().stream(), objects.after().stream())
                .filter(object -> object.tree().at("/metadata/labels").has(MetadataKeys.SIDE))
                .filter(object -> ColoredObject.KINDS.contains(object.kind()))
                .map(object -> new ColoredObject(color, object.kind(), object.name()))
                .toList();
    }

    @Override
    public List<Sentence> warnings() {
        return warnings;
    }

    @Override
    public Traffic traffic(String service, Traffic current) {
        return services.traffic().of(service, services.active().get(service), current);
    }
}
