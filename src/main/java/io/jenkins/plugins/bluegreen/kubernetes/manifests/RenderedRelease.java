package io.jenkins.plugins.bluegreen.kubernetes.manifests;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A release's manifests as one colour. Made by {@link Manifests}; what it hands out are copies. */
public final class RenderedRelease implements Rendering {
    private final String application;
    private final Color color;
    private final List<String> services;
    private final Map<String, Rendered> activeServices;
    private final Rendered preview;
    private final List<Rendered> before;
    private final Rendered deployment;
    private final List<Rendered> after;
    private final int replicas;
    private final String specHash;
    private final List<Sentence> warnings;
    private final ServiceTraffic traffic;

    RenderedRelease(
            String application,
            Color color,
            List<String> services,
            Map<String, Rendered> activeServices,
            Rendered preview,
            List<Rendered> before,
            Rendered deployment,
            List<Rendered> after,
            int replicas,
            String specHash,
            List<Sentence> warnings,
            ServiceTraffic traffic) {
        this.application = application;
        this.color = color;
        this.services = List.copyOf(services);
        this.activeServices = new LinkedHashMap<>(activeServices);
        this.preview = preview;
        this.before = List.copyOf(before);
        this.deployment = deployment;
        this.after = List.copyOf(after);
        this.replicas = replicas;
        this.specHash = specHash;
        this.warnings = List.copyOf(warnings);
        this.traffic = traffic;
    }

    /** Configuration and objects of other kinds, to be applied in this order before the Deployment. */
    public List<Rendered> before() {
        return before;
    }

    /** The coloured Deployment with a number of replicas. */
    public Rendered deployment(int replicas) {
        ObjectNode tree = deployment.tree();
        tree.withObject("/spec").put("replicas", replicas);
        return new Rendered(tree, deployment.source(), deployment.originalName());
    }

    /** HorizontalPodAutoscaler and PodDisruptionBudget, to be applied after the Deployment. */
    public List<Rendered> after() {
        return after;
    }

    /**
     * The active Services that the manifests hold, by name, in the manifests' order, with this colour in their selector;
     * {@link #traffic} knows the ports they get.
     */
    public Map<String, Rendered> activeServices() {
        return new LinkedHashMap<>(activeServices);
    }

    /** The Service {@code <app>-preview}, which selects this colour. */
    public Rendered preview() {
        return preview;
    }

    /** The labels of this colour's Pods. */
    Map<String, String> podLabels() {
        return traffic.podLabels();
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
    public String deployment() {
        return deployment.name();
    }

    @Override
    public List<String> services() {
        return services;
    }

    @Override
    public boolean defines(String service) {
        return activeServices.containsKey(service);
    }

    @Override
    public int replicas() {
        return replicas;
    }

    @Override
    public String image() {
        return deployment.tree().at("/spec/template/spec/containers/0/image").asText();
    }

    @Override
    public String previewUrl() {
        return PreviewService.url(preview.tree());
    }

    @Override
    public String specHash() {
        return specHash;
    }

    @Override
    public List<ObjectRef> objects() {
        List<ObjectRef> refs = new ArrayList<>();
        refs.add(preview.ref());
        before.forEach(object -> refs.add(object.ref()));
        refs.add(deployment.ref());
        after.forEach(object -> refs.add(object.ref()));
        activeServices.values().forEach(object -> refs.add(object.ref()));
        return refs;
    }

    @Override
    public List<Sentence> warnings() {
        return warnings;
    }

    @Override
    public Traffic traffic(String service, Traffic current) {
        return traffic.of(service, current);
    }
}
