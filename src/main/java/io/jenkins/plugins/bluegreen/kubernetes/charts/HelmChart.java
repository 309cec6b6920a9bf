package io.jenkins.plugins.bluegreen.kubernetes.charts;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A chart that {@code helm template} renders. Source: Helm documentation, "Helm Template".
 *
 * @param chart a path in the workspace, or a reference that Helm knows
 * @param release the release's name, {@code .Release.Name}
 * @param values files with values, relative to the workspace
 * @param set single values, as for {@code --set}
 */
public record HelmChart(String chart, String release, List<String> values, Map<String, String> set)
        implements ChartSource {

    /** @throws ReleaseException without a chart or a release, or with a value that is null */
    public HelmChart {
        require("chart", chart);
        require("release", release);
        set.forEach((name, value) -> {
            if (value == null) {
                throw new ReleaseException(Sentence.of("spec.noValue", "helm.set", name));
            }
        });
        values = List.copyOf(values);
        set = Collections.unmodifiableMap(new TreeMap<>(set));
    }

    private static void require(String parameter, String value) {
        if (value == null || value.isBlank()) {
            throw new ReleaseException(Sentence.of("charts.missing", parameter));
        }
    }

    @Override
    public String title() {
        return "helm template " + release;
    }

    @Override
    public List<List<String>> commands(String namespace, Capabilities cluster) {
        List<String> command = new ArrayList<>(List.of("helm", "template", "--namespace=" + namespace));
        if (!cluster.version().isEmpty()) {
            command.add("--kube-version=" + cluster.version());
        }
        cluster.apiVersions().forEach(version -> command.add("--api-versions=" + version));
        values.forEach(file -> command.add("--values=" + file));
        set.forEach((name, value) -> command.add("--set=" + name + "=" + value));
        // what follows is no option, whatever it begins with
        command.addAll(List.of("--", release, chart));
        return List.of(command);
    }
}
