package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The objects of a {@link SimulatedCluster} of which each colour has its own, other than Deployments. */
public final class SimulatedObjects {
    private final Set<ColoredObject> there = new LinkedHashSet<>();

    /** What the manifests of a version hold: its own configuration, and a budget in every other version. */
    public static List<ColoredObject> of(String version, Color color) {
        List<ColoredObject> objects = new ArrayList<>();
        objects.add(new ColoredObject(color, "ConfigMap", "settings-" + version + "-" + color));
        if (version.endsWith("0") || version.endsWith("2")) {
            objects.add(new ColoredObject(color, "PodDisruptionBudget", RecordingCluster.APP + "-" + color));
        }
        return objects;
    }

    public void apply(String version, Color color) {
        there.addAll(of(version, color));
    }

    void keep(ColoredObject object) {
        there.add(object);
    }

    void delete(ColoredObject object) {
        there.remove(object);
    }

    /** Those that are there, of all kinds. */
    public List<ColoredObject> list(Predicate<ColoredObject> which) {
        return there.stream().filter(which).toList();
    }
}
