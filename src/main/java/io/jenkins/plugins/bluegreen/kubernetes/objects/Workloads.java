package io.jenkins.plugins.bluegreen.kubernetes.objects;

import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.kubernetes.api.LabelSelector;
import io.jenkins.plugins.bluegreen.kubernetes.yaml.Placeholders;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Chooses among the Deployments of the manifests the one that carries the traffic, or its two colours. */
public final class Workloads {
    private Workloads() {}

    public static boolean isDeployment(ManifestObject object) {
        return object.kind().equals("Deployment") && List.of("apps", "extensions", "").contains(object.group());
    }

    /**
     * The Deployments that become the colours: one, or one of each colour.
     *
     * @throws ReleaseException if there is none, or it is not clear which it is
     */
    public static List<ManifestObject> chosen(List<ManifestObject> objects, ReleaseSpec spec) {
        List<ManifestObject> all =
                objects.stream().filter(Workloads::isDeployment).toList();
        if (all.isEmpty()) {
            throw new ReleaseException(Sentence.of("manifest.noDeployment"));
        }
        Map<String, List<ManifestObject>> groups = new LinkedHashMap<>();
        all.forEach(each -> groups.computeIfAbsent(base(each.name()), name -> new ArrayList<>())
                .add(each));
        String wanted = spec.source().workload();
        if (wanted != null) {
            List<ManifestObject> exact =
                    all.stream().filter(each -> each.name().equals(wanted)).toList();
            List<ManifestObject> named = exact.isEmpty() ? groups.getOrDefault(base(wanted), List.of()) : exact;
            if (named.isEmpty()) {
                throw new ReleaseException(Sentence.of("manifest.noWorkload", wanted, names(all)));
            }
            return named;
        }
        groups.values().removeIf(group -> groups.size() > 1 && group.stream().allMatch(Companions::isMarked));
        if (groups.size() <= 1) {
            return groups.isEmpty() ? all : groups.values().iterator().next();
        }
        List<List<ManifestObject>> left = List.copyOf(groups.values());
        if (left.size() == 2 && all.size() == 2) {
            return all; // two colours, if their labels say so
        }
        ManifestObject first = traffic(left, objects);
        ManifestObject other = left.stream()
                .filter(group -> !group.contains(first))
                .findFirst()
                .orElseThrow()
                .get(0);
        throw severalDeployments(other, first);
    }

    /** That one Deployment is more than a release has. */
    public static ReleaseException severalDeployments(ManifestObject other, ManifestObject first) {
        return other.error(
                "manifest.twoDeployments",
                ManifestObject.at("metadata", "name"),
                first.title(),
                first.place("metadata", "name").sentence(),
                base(first.name()));
    }

    /** The first one that a Service selects. */
    public static ManifestObject traffic(List<List<ManifestObject>> groups, List<ManifestObject> objects) {
        return groups.stream()
                .map(group -> group.get(0))
                .filter(deployment -> objects.stream()
                        .filter(object -> object.is("", "Service"))
                        .map(service -> service.get("spec", "selector"))
                        .anyMatch(selector -> LabelSelector.ofLabels(selector)
                                .matches(WrittenColors.podLabels(deployment))))
                .findFirst()
                .orElse(groups.get(0).get(0));
    }

    private static String names(List<ManifestObject> deployments) {
        return deployments.stream()
                .map(each -> Placeholders.asWritten(each.name()))
                .collect(Collectors.joining(", "));
    }

    /** A name without the colour at its end. */
    private static String base(String name) {
        String color = name.substring(name.lastIndexOf('-') + 1);
        boolean colored = WrittenColors.FIXED.contains(color) || color.equals(Placeholders.OPEN_COLOR);
        return colored && name.length() > color.length() + 1
                ? name.substring(0, name.length() - color.length() - 1)
                : name;
    }
}
