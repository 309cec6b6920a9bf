package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.workload.PodTrouble;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Deployments, their Pods and the endpoints of Services, and the controllers that keep them, each of which notices what
 * changed a while later and by itself.
 */
public final class SimulatedWorkloads {
    /** What the shared watches tell of. */
    enum Kind {
        DEPLOYMENTS,
        PODS,
        ENDPOINTS
    }

    public final Map<String, SimulatedDeployment> deployments = new LinkedHashMap<>();
    public final List<SimulatedPod> pods = new ArrayList<>();
    /** The ready endpoints of each Service, as the controller wrote them last. */
    public final Map<String, List<String>> endpoints = new TreeMap<>();

    public final SimulatedHistory history = new SimulatedHistory();
    /** Versions whose Pods never become ready. */
    final Set<String> brokenVersions = new HashSet<>();

    private Shortages.Shortage shortage = Shortages.Shortage.NONE;
    private final SimulatedCluster cluster;
    private final Set<String> staleEndpoints = new HashSet<>();
    private final List<Consumer<Kind>> listeners = new ArrayList<>();
    private int names;

    SimulatedWorkloads(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    void onChange(Consumer<Kind> listener) {
        listeners.add(listener);
    }

    private void changed(Kind kind) {
        cluster.tick++;
        history.write(cluster.tick, this);
        listeners.forEach(listener -> listener.accept(kind));
    }

    public List<SimulatedPod> readyPods(Traffic traffic) {
        return pods.stream()
                .filter(pod -> pod.takesRequests() && pod.isSelectedBy(traffic))
                .toList();
    }

    /** How many Pods there are, ready or not, without those that are going or over. */
    int running(Traffic traffic) {
        return (int) pods.stream()
                .filter(pod -> !pod.terminating && !pod.evicted && pod.isSelectedBy(traffic))
                .count();
    }

    boolean isCrashing(String deployment) {
        return pods.stream()
                .anyMatch(pod -> pod.owner.name.equals(deployment) && pod.trouble != null && !pod.trouble.mayPass());
    }

    // ------------------------------------------------------------ what is written

    public void apply(Color color, String specHash, int replicas) {
        apply(
                deployments.computeIfAbsent(RecordingCluster.APP + "-" + color, name -> new SimulatedDeployment(color)),
                specHash,
                replicas);
    }

    /** A companion; {@code former} tells how many Pods it is to get later. */
    public void apply(Companion companion, String specHash, int replicas, int former) {
        SimulatedDeployment deployment =
                deployments.computeIfAbsent(companion.name(), name -> SimulatedDeployment.companion(companion));
        deployment.former = former;
        apply(deployment, specHash, replicas);
    }

    private void apply(SimulatedDeployment deployment, String specHash, int replicas) {
        if (!specHash.equals(deployment.specHash) || !deployment.isAsReleased()) {
            deployment.formerHash = deployment.specHash;
            deployment.specHash = specHash;
            deployment.image("esc/backend:" + specHash, cluster.tick);
            deployment.revision++;
        } else if (deployment.desired == replicas) {
            return;
        }
        deployment.desired = replicas;
        written(deployment);
    }

    void scale(SimulatedDeployment deployment, int replicas) {
        if (deployment.desired != replicas) {
            deployment.desired = replicas;
            written(deployment);
        }
    }

    /** Other Pods of the same version, as after {@code kubectl rollout restart}. */
    void restart(SimulatedDeployment deployment) {
        deployment.revision++;
        written(deployment);
        cluster.watchdog.tested.changes(deployment.name);
    }

    /** Other Pods of another image, which tell of the same version. */
    void setImage(SimulatedDeployment deployment, String image) {
        deployment.image(image, cluster.tick);
        restart(deployment);
    }

    /** The Pod template before this one, as {@code kubectl rollout undo} brings it back. */
    void undo(SimulatedDeployment deployment) {
        if (deployment.formerHash != null) {
            String undone = deployment.specHash;
            deployment.specHash = deployment.formerHash;
            deployment.formerHash = undone;
            deployment.image("esc/backend:" + deployment.specHash, cluster.tick);
            restart(deployment);
        }
    }

    void delete(SimulatedDeployment deployment) {
        deployments.remove(deployment.name);
        deployment.desired = 0;
        written(deployment);
    }

    private void written(SimulatedDeployment deployment) {
        deployment.generation++;
        changed(Kind.DEPLOYMENTS);
        tell(deployment);
    }

    // ------------------------------------------------------------ the controllers

    private void tell(SimulatedDeployment deployment) {
        if (deployment.tellsNews()) {
            cluster.later(20, 1_000, () -> reconcile(deployment));
        }
    }

    /** What Pods lack, or lacked last. */
    Shortages.Shortage shortage() {
        return shortage;
    }

    /** Pods lack something; once it is there, they start, and controllers create what was refused. */
    void lack(Shortages.Shortage something) {
        shortage = something;
        cluster.time.after(something.until() - cluster.time.now(), () -> {
            pods.stream().filter(pod -> pod.trouble != null && pod.trouble.mayPass()).forEach(pod -> {
                pod.trouble = null;
                changed(Kind.PODS);
                cluster.later(200, 6_000, () -> becomesReady(pod));
            });
            deployments.values().forEach(this::tell);
        });
    }

    private boolean lacksSomething() {
        return cluster.time.now() < shortage.until();
    }

    private void reconcile(SimulatedDeployment deployment) {
        deployment.settled();
        deployment.refusal = null;
        changed(Kind.DEPLOYMENTS);
        List<SimulatedPod> here = pods.stream()
                .filter(pod -> pod.owner == deployment && !pod.terminating && !pod.evicted)
                .toList();
        // those that are not ready go first
        List<SimulatedPod> updated = here.stream()
                .filter(pod -> pod.revision == deployment.revision)
                .sorted(Comparator.comparing(pod -> pod.ready))
                .toList();
        int missing = deployment.desired - updated.size();
        if (missing > 0 && lacksSomething() && shortage.refusal() != null) {
            deployment.refusal = shortage.refusal();
            changed(Kind.DEPLOYMENTS);
            missing = 0;
        }
        for (; missing > 0; missing--) {
            start(deployment);
        }
        for (int extra = updated.size() - deployment.desired; extra > 0; extra--) {
            terminate(updated.get(extra - 1));
        }
        // a rolling update: the old ones stay until the new ones are ready
        if (updated.stream().filter(pod -> pod.ready).count() >= deployment.desired) {
            here.stream().filter(pod -> pod.revision != deployment.revision).forEach(this::terminate);
        }
        deployment.observed(pods);
    }

    private void start(SimulatedDeployment deployment) {
        SimulatedPod pod = new SimulatedPod(deployment.name + "-" + ++names, deployment);
        boolean broken = brokenVersions.contains(pod.specHash);
        if (!broken && lacksSomething() && shortage.trouble() != null) {
            pod.trouble = new PodTrouble(shortage.trouble(), "app", shortage.trouble().toString());
        }
        pods.add(pod);
        changed(Kind.PODS);
        long late = deployment.startsLate;
        deployment.startsLate = 0;
        if (!broken && pod.trouble == null) {
            cluster.later(200 + late, 6_000 + late, () -> becomesReady(pod));
        }
    }

    private void becomesReady(SimulatedPod pod) {
        if (!pod.terminating && !pod.evicted && !pod.ready && pod.trouble == null) {
            pod.ready(true, cluster.time.now());
            podChanged(pod);
        }
    }

    /** Takes a Pod away: its Deployment makes another one if it wants as many. */
    void terminate(SimulatedPod pod) {
        if (!pod.terminating) {
            pod.terminating = true;
            podChanged(pod);
            cluster.later(100, 10_000, () -> {
                pods.remove(pod);
                changed(Kind.PODS);
            });
        }
    }

    /** A Pod is not ready any more, after so many restarts; it comes back by itself unless it crashes for good. */
    void crash(SimulatedPod pod, int restarts, boolean forGood) {
        pod.ready(false, cluster.time.now());
        pod.unreadyTick = cluster.tick + 1;
        pod.restarts += restarts;
        if (forGood) {
            pod.trouble = new PodTrouble(PodTrouble.Kind.CRASH_LOOP, "app", "exit code 1");
        } else {
            cluster.later(200, 6_000, () -> becomesReady(pod));
        }
        podChanged(pod);
    }

    /** A node ends a Pod that stays listed; its Deployment makes another one. */
    void evict(SimulatedPod pod) {
        pod.ready(false, cluster.time.now());
        pod.evicted = true;
        podChanged(pod);
    }

    /** The container of a Pod that is not ready yet ends, and is started again. */
    void startAgain(SimulatedPod pod) {
        pod.restarts++;
        pod.unreadyTick = cluster.tick + 1;
        podChanged(pod);
    }

    private void podChanged(SimulatedPod pod) {
        changed(Kind.PODS);
        changed(Kind.DEPLOYMENTS);
        tell(pod.owner);
        endpointsChanged();
    }

    /** A selector or a Pod is another one: the endpoints follow a while later. */
    void endpointsChanged() {
        cluster.services.keySet().forEach(this::endpointsChanged);
        cluster.others.keySet().forEach(this::endpointsChanged);
    }

    void endpointsChanged(String service) {
        if (staleEndpoints.add(service)) {
            cluster.later(10, 2_000, () -> syncEndpoints(service));
        }
    }

    private void syncEndpoints(String service) {
        staleEndpoints.remove(service);
        ServiceView view = cluster.services.get(service);
        Traffic traffic = view == null ? cluster.others.get(service) : view.traffic();
        List<String> ready = traffic == null
                ? List.of()
                : readyPods(traffic).stream().map(pod -> pod.name).toList();
        if (!ready.equals(endpoints.put(service, ready))) {
            changed(Kind.ENDPOINTS);
            cluster.watchdog.endpointsOf(service);
        }
    }

    /** Everything as if it had been so for long. */
    public void settle() {
        for (SimulatedDeployment deployment : deployments.values()) {
            for (int pod = 0; pod < deployment.desired; pod++) {
                SimulatedPod started = new SimulatedPod(deployment.name + "-" + ++names, deployment);
                started.ready(true, 0);
                pods.add(started);
            }
            deployment.observed(pods);
        }
        cluster.services.keySet().forEach(this::syncEndpoints);
        history.write(cluster.tick, this);
    }
}
