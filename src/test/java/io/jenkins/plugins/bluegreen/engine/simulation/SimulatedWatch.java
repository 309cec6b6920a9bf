package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The shared watches of one process: each kind is seen a while late, and by itself. */
public final class SimulatedWatch {
    private final SimulatedCluster cluster;
    private final Runnable wakeup;
    boolean listsEvicted;
    private final Set<SimulatedWorkloads.Kind> late = EnumSet.noneOf(SimulatedWorkloads.Kind.class);
    private final Map<SimulatedWorkloads.Kind, Long> seenAt = new EnumMap<>(SimulatedWorkloads.Kind.class);
    private final Map<String, DeploymentView> deployments = new HashMap<>();
    private final Map<String, TestedPods.Template> templates = new HashMap<>();
    private final List<Companion> companions = new ArrayList<>();
    private Map<String, List<PodView>> pods = Map.of();
    private Map<String, List<String>> endpoints = Map.of();

    /** Sees all as it is now; {@code wakeup} is told of what is seen later. */
    public SimulatedWatch(SimulatedCluster cluster, Runnable wakeup) {
        this.cluster = cluster;
        this.wakeup = wakeup;
        for (SimulatedWorkloads.Kind kind : SimulatedWorkloads.Kind.values()) {
            look(kind);
        }
        cluster.workloads.onChange(this::changed);
    }

    private void changed(SimulatedWorkloads.Kind kind) {
        if (late.add(kind)) {
            cluster.later(5, 400, () -> {
                late.remove(kind);
                look(kind);
                wakeup.run();
            });
        }
    }

    private void look(SimulatedWorkloads.Kind kind) {
        SimulatedWorkloads there = cluster.workloads;
        seenAt.put(kind, cluster.tick);
        switch (kind) {
            case DEPLOYMENTS -> {
                deployments.clear();
                companions.clear();
                there.deployments.forEach((name, deployment) -> {
                    if (deployment.companion != null) {
                        companions.add(deployment.companion);
                    }
                    deployments.put(name, deployment.view());
                    templates.put(name, deployment.template());
                });
            }
            // as the real port does: what a node has ended is listed until somebody deletes it, and is no Pod any more
            case PODS -> pods = there.pods.stream()
                    .filter(pod -> listsEvicted || !pod.evicted)
                    .collect(Collectors.groupingBy(
                            pod -> pod.owner.name, Collectors.mapping(SimulatedPod::view, Collectors.toList())));
            case ENDPOINTS -> endpoints = Map.copyOf(there.endpoints);
        }
    }

    Workload workload(String deployment) {
        return deployments.containsKey(deployment)
                ? new Workload(deployments.get(deployment), pods.getOrDefault(deployment, List.of()))
                : new Workload(null, List.of());
    }

    List<Companion> companions() {
        return List.copyOf(companions);
    }

    Optional<TestedPods.Template> template(String deployment) {
        return Optional.ofNullable(deployments.containsKey(deployment) ? templates.get(deployment) : null);
    }

    List<String> endpoints(String service) {
        return endpoints.getOrDefault(service, List.of());
    }

    List<String> servicesOf(String deployment) {
        return endpoints.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(pod -> pod.startsWith(deployment + "-")))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A move begins: it goes by what is seen now. */
    public void moves(Knowledge knowledge) {
        knowledge.endpointsAtMove = seenAt(SimulatedWorkloads.Kind.ENDPOINTS);
        knowledge.deploymentsAtMove = seenAt(SimulatedWorkloads.Kind.DEPLOYMENTS);
    }

    /** The cluster's tick that is known of a kind. */
    long seenAt(SimulatedWorkloads.Kind kind) {
        return seenAt.get(kind);
    }
}
