package io.jenkins.plugins.bluegreen.engine.seen;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Collection;
import java.util.List;

/** Finds which Deployment's Pods are behind Services that select a colour. */
public final class OwnPods {
    private final ClusterGateway cluster;
    private final String application;
    private final String namespace;
    private final String colorLabel;

    public OwnPods(ClusterGateway cluster, String application, String namespace, String colorLabel) {
        this.cluster = cluster;
        this.application = application;
        this.namespace = namespace;
        this.colorLabel = colorLabel;
    }

    /**
     * The Deployment behind the Services: the application's of this colour, or another one that is adopted.
     *
     * @param live the colour that they select
     * @throws ReleaseException if they have Pods of another Deployment that may not be adopted, or select a colour that
     *     nobody ever released and no Deployment has
     */
    public String deployment(Collection<ServiceView> services, Color live, boolean adopt) {
        String found = name(live);
        // while another release switches, the endpoints are still those of the other colour
        List<String> starts = List.of(podNames(live), podNames(live.other()));
        for (ServiceView view : services) {
            List<String> endpoints = cluster.endpoints(view.name());
            if (endpoints.stream().allMatch(pod -> starts.stream().anyMatch(pod::startsWith))) {
                if (endpoints.isEmpty() && view.record().color() == null) {
                    requireColor(view, live);
                }
                continue;
            }
            FormerName.refusal(view, name(live), endpoints, adopt).ifPresent(refused -> {
                throw new ReleaseException(refused);
            });
            found = cluster.adoption(view).deployment();
        }
        return found;
    }

    private String name(Color color) {
        return application + "-" + color.label();
    }

    /** The prefix of a colour's Pod names: the Deployment's name, cut at 58 characters as Kubernetes does. */
    private String podNames(Color color) {
        String prefix = name(color) + "-";
        return prefix.substring(0, Math.min(58, prefix.length()));
    }

    private void requireColor(ServiceView view, Color live) {
        if (cluster.workload(name(live)).exists()) {
            return; // without a ready Pod
        }
        boolean other = cluster.workload(name(live.other())).exists();
        String command = other
                ? "kubectl -n " + namespace + " patch service " + view.name() + " --type merge -p "
                        + "'{\"spec\":{\"selector\":{\"" + colorLabel + "\":\"" + live.other().label() + "\"}}}'"
                : "kubectl -n " + namespace + " delete service " + view.name();
        throw new ReleaseException(Sentence.of(
                other ? "plan.noPodsOtherColor" : "plan.noPods",
                view.name(),
                view.traffic(),
                name(live),
                name(live.other()),
                command));
    }
}
