package io.jenkins.plugins.bluegreen.kubernetes.charts;

import java.util.List;

/** Manifests that a program renders in the workspace. */
public sealed interface ChartSource permits HelmChart, KustomizeOverlay {
    /** What renders it, for messages: {@code helm template orders}. Without values, which may be secrets. */
    String title();

    /**
     * The commands that render it, each with its program first. The first one whose program is there is taken.
     *
     * @param namespace of the release
     */
    List<List<String>> commands(String namespace, Capabilities cluster);
}
