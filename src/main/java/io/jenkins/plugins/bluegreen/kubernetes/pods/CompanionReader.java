package io.jenkins.plugins.bluegreen.kubernetes.pods;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.kubernetes.api.MetadataKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the companions of an application's colours in the shared watches, by the labels of a release's objects. */
public final class CompanionReader {
    private final WorkloadReader workloads;
    private final String application;

    public CompanionReader(WorkloadReader workloads, String application) {
        this.workloads = workloads;
        this.application = application;
    }

    /** As {@link io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway#companions}. */
    public List<Companion> all() {
        List<Companion> found = new ArrayList<>();
        for (Deployment deployment : workloads.deployments().filter(this::isOurs).toList()) {
            Companion companion = view(deployment);
            found.add(companion);
            former(deployment, companion)
                    .filter(former -> found.stream().noneMatch(other -> other.name().equals(former.name())))
                    .ifPresent(found::add);
        }
        return found;
    }

    private boolean isOurs(Deployment deployment) {
        Map<String, String> labels = WorkloadReader.labels(deployment);
        return application.equals(labels.get(MetadataKeys.APPLICATION))
                && Color.ofLabel(labels.get(MetadataKeys.SIDE)).isPresent()
                && !deployment.getMetadata().getName().equals(application + "-" + labels.get(MetadataKeys.SIDE))
                && deployment.getMetadata().getAnnotations() != null
                && deployment.getMetadata().getAnnotations().containsKey(MetadataKeys.COMPANION);
    }

    private static Companion view(Deployment deployment) {
        String name = deployment.getMetadata().getName();
        Color color = Color.ofLabel(WorkloadReader.labels(deployment).get(MetadataKeys.SIDE)).orElseThrow();
        String end = "-" + color.label();
        return new Companion(
                name,
                name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name,
                color,
                Objects.requireNonNullElse(deployment.getSpec().getReplicas(), 1),
                false,
                MetadataKeys.AFTER_SWITCH.equals(
                        deployment.getMetadata().getAnnotations().get(MetadataKeys.COMPANION)));
    }

    /** One of the same Pods under the name without a colour, that no release has made. */
    private Optional<Companion> former(Deployment colored, Companion companion) {
        return workloads
                .deployment(companion.base())
                .filter(former -> !WorkloadReader.labels(former).containsKey(MetadataKeys.APPLICATION))
                .filter(former -> isOfSamePods(former, colored, companion.color()))
                .map(former -> new Companion(
                        companion.base(),
                        companion.base(),
                        null,
                        Objects.requireNonNullElse(former.getSpec().getReplicas(), 1),
                        false,
                        companion.afterSwitch()));
    }

    private static boolean isOfSamePods(Deployment former, Deployment colored, Color color) {
        Map<String, String> plain = former.getSpec().getSelector().getMatchLabels();
        Map<String, String> more = new TreeMap<>(colored.getSpec().getSelector().getMatchLabels());
        if (plain == null || !more.entrySet().containsAll(plain.entrySet())) {
            return false;
        }
        more.keySet().removeAll(plain.keySet());
        return List.copyOf(more.values()).equals(List.of(color.label()));
    }
}
