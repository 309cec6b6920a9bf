package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** Manifests of two Pods that need no parsing. */
public record PlainRendering(
        Color color,
        List<String> services,
        String specHash,
        String namespace,
        List<Route> routes,
        List<ColoredObject> colored,
        List<Companion> companions)
        implements Rendering {
    /** The same without routes, objects of the colour and companions. */
    public PlainRendering(Color color, List<String> services, String specHash, String namespace) {
        this(color, services, specHash, namespace, List.of(), List.of(), List.of());
    }

    @Override
    public String application() {
        return RecordingCluster.APP;
    }

    @Override
    public String deployment() {
        return RecordingCluster.APP + "-" + color;
    }

    @Override
    public boolean defines(String service) {
        return true;
    }

    @Override
    public int replicas() {
        return 2;
    }

    @Override
    public String image() {
        return "esc/backend:2.0.1";
    }

    @Override
    public String previewUrl() {
        return "http://" + application() + "-preview." + namespace + ".svc:80";
    }

    @Override
    public List<ObjectRef> objects() {
        return List.of(new ObjectRef("Deployment", deployment()));
    }

    @Override
    public List<Sentence> warnings() {
        return List.of();
    }

    @Override
    public Traffic traffic(String service, Traffic current) {
        return RecordingCluster.traffic(color);
    }
}
