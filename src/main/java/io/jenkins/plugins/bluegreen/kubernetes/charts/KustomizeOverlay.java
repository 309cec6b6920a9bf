package io.jenkins.plugins.bluegreen.kubernetes.charts;

import java.util.List;

/**
 * An overlay that {@code kustomize build} renders, or {@code kubectl kustomize} where the agent has no kustomize.
 *
 * @param path a folder in the workspace
 */
public record KustomizeOverlay(String path) implements ChartSource {
    @Override
    public String title() {
        return "kustomize build " + path;
    }

    @Override
    public List<List<String>> commands(String namespace, Capabilities cluster) {
        return List.of(List.of("kustomize", "build", "--", path), List.of("kubectl", "kustomize", "--", path));
    }
}
