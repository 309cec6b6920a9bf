package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.RecordingCluster;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import java.util.List;
import java.util.Map;

/** A Deployment of a {@link SimulatedCluster}. */
public final class SimulatedDeployment {
    public final String name;
    final Color color;
    /** What it is beside the application; null for the application's own. */
    public final Companion companion;
    public int desired;
    public int former;
    public String specHash;
    String image;
    /** Of the Pods that {@code kubectl rollout undo} goes back to, or null. */
    String formerHash;
    /** Counts changes of the Pod template. */
    long revision;

    /** How much longer than usual its next Pod takes to start, in milliseconds. */
    long startsLate;
    /** Why no Pods are created for it, or null. */
    String refusal;

    long generation;
    long observed;
    /** Its status: how many Pods it had when its controller last looked. */
    private int total;

    private int updated;
    private int ready;
    private boolean settling;
    /** As of which {@link SimulatedCluster#tick} its image is another one than its version's. */
    private long otherImageTick = Long.MAX_VALUE;

    SimulatedDeployment(Color color) {
        this(RecordingCluster.APP, color, null);
    }

    private SimulatedDeployment(String base, Color color, Companion companion) {
        this.name = base + "-" + color;
        this.color = color;
        this.companion = companion;
    }

    /** One that no Service sends requests to. */
    static SimulatedDeployment companion(Companion companion) {
        return new SimulatedDeployment(companion.base(), companion.color(), companion);
    }

    /** Whether its controller has yet to be told of a change; from now on it has. */
    boolean tellsNews() {
        boolean news = !settling;
        settling = true;
        return news;
    }

    void settled() {
        settling = false;
    }

    public boolean isSelectedBy(Traffic traffic) {
        return companion == null && isOfColorOf(traffic);
    }

    /** Whether traffic is on its colour. */
    public boolean isOfColorOf(Traffic traffic) {
        Map<String, String> selector = traffic.selector();
        return !selector.isEmpty()
                && RecordingCluster.traffic(color).selector().entrySet().containsAll(selector.entrySet());
    }

    /** Its Pods are made of an image from now on. */
    public void image(String now, long tick) {
        image = now;
        otherImageTick = isAsReleased() ? Long.MAX_VALUE : Math.min(tick, otherImageTick);
    }

    /** Whether its Pods are what the version that it tells of has in its manifests. */
    boolean isAsReleased() {
        return ("esc/backend:" + specHash).equals(image);
    }

    /** Whether it has been something else since before a {@link SimulatedCluster#tick}. */
    public boolean isOtherSinceBefore(long tick) {
        return otherImageTick < tick;
    }

    TestedPods.Template template() {
        return new TestedPods.Template(name, generation, specHash + revision, "somebody");
    }

    /** Its controller has seen its newest spec, and counts its Pods. */
    void observed(List<SimulatedPod> pods) {
        observed = generation;
        List<SimulatedPod> here = pods.stream()
                .filter(pod -> pod.owner == this && !pod.terminating && !pod.evicted)
                .toList();
        total = here.size();
        updated = (int) here.stream().filter(pod -> pod.revision == revision).count();
        ready = (int) here.stream().filter(pod -> pod.ready).count();
    }

    DeploymentView view() {
        return new DeploymentView(
                name,
                generation,
                observed,
                desired,
                0,
                total,
                updated,
                ready,
                ready,
                image,
                specHash,
                former,
                false,
                refusal);
    }
}
