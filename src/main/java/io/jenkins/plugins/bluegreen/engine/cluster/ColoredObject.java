package io.jenkins.plugins.bluegreen.engine.cluster;

import java.util.List;
import java.util.Optional;

/** An object of which each colour has its own, other than its Deployment. */
public record ColoredObject(Color color, String kind, String name) {
    /** The kinds of which each colour has its own objects. */
    public static final List<String> KINDS =
            List.of("HorizontalPodAutoscaler", "PodDisruptionBudget", "ConfigMap", "Secret");

    /** Whether Pods read it: a colour can't be gone back to without it. */
    public boolean isConfiguration() {
        return kind.equals("ConfigMap") || kind.equals("Secret");
    }

    /** What {@link #text} made; empty for anything else. */
    public static Optional<ColoredObject> of(String text) {
        String[] parts = text.split("/", 3);
        return parts.length < 3
                ? Optional.empty()
                : Color.ofLabel(parts[0]).map(color -> new ColoredObject(color, parts[1], parts[2]));
    }

    /** As {@code blue/ConfigMap/settings-blue}. */
    public String text() {
        return color.label() + "/" + kind + "/" + name;
    }

    /** As {@code ConfigMap/settings-blue}. */
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
