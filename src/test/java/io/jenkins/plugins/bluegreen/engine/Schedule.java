package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.simulation.FullDisk;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedObjects;
import io.jenkins.plugins.bluegreen.engine.simulation.VirtualTime;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Releases of one application on a {@link SimulatedCluster}, and what happens to them when; a seed repeats it. */
public final class Schedule {
    /** What a release may have to put up with. */
    public enum Disturbance {
        /** Somebody writes a selector. */
        SELECTOR,
        /** Somebody writes something else on a Service. */
        NOTE,
        /** Somebody deletes a Service. */
        SERVICE_GONE,
        /** Somebody scales, restarts or deletes a Deployment. */
        DEPLOYMENT,
        /** Somebody takes or deletes the Lease. */
        LEASE,
        /** Pods crash or are deleted. */
        PODS,
        /** The new version never becomes ready, or crashes. */
        BAD_VERSION,
        /** The block may fail. */
        BLOCK,
        /** A build is aborted. */
        ABORT,
        /** A process dies, and another one goes on. */
        RESTART,
        /** A process dies for good. */
        DEATH,
        /** A clock jumps. */
        CLOCK,
        /** Requests or answers are lost. */
        LOST_REQUESTS,
        /** An autoscaler changes how many Pods a colour has. */
        AUTOSCALER,
        /** Nodes evict Pods, or are drained. */
        EVICTION,
        /** A Pod becomes ready at its second try. */
        SECOND_TRY,
        /** Somebody has Services of his own before a colour's Pods. */
        OTHERS_SERVICE,
        /** Nothing can be saved for a while. */
        FULL_DISK,
        /** Nodes are drained, one Pod after the other, and each Pod takes its time to start elsewhere. */
        DRAIN,
        /** No node has room until the cluster autoscaler brings one. */
        NO_ROOM,
        /** Images can't be pulled for a while. */
        REGISTRY,
        /** A Secret, a node or an init container's success comes late. */
        LATE_CONFIGURATION,
        /** A quota is full for a while. */
        QUOTA,
        /** A GitOps controller applies what is there, again and again. */
        GITOPS,
        /** A GitOps controller sets selectors back. */
        GITOPS_BACK,
        /** Somebody sets the candidate's image when the block has tested it. */
        CANDIDATE_CHANGED,
        /** A release is held, and others promote it, take it away or replace it. */
        HOLD,
        /** No disturbance: the manifests hold a worker beside the application. */
        COMPANION
    }

    private static final long MOST_STEPS = 60_000;

    final VirtualTime time = new VirtualTime(MOST_STEPS);
    final SplittableRandom random;
    public final SimulatedCluster cluster;
    final Set<Disturbance> disturbances = EnumSet.noneOf(Disturbance.class);
    public final List<SimulatedRelease> releases = new ArrayList<>();
    final ReleaseEvents events = new Telling();
    public final FullDisk disk = new FullDisk(this);
    private final List<String> story = new ArrayList<>();
    private final Map<Integer, Runnable> acts = new TreeMap<>();

    public List<String> active = List.of(RecordingCluster.APP);
    /** What carries traffic beside the Services, as every version's manifests have it. */
    public List<Route> routes = List.of();
    /** Whether a worker starts after the switch; null: there is none. */
    Boolean workerLater;
    /** How many of a thousand requests, or their answers, are lost. */
    public int lostRequests;
    /** What somebody does at the end of each block, or a moment later. */
    Runnable atBlocksEnd = () -> {};
    /** How long no process was there to drive a release, in milliseconds. */
    long downMillis;

    int revision;
    private int passed;

    /** Whether the cluster takes longer than usual. */
    final boolean slow;

    /** A cluster that takes {@code slowness} times longer than usual. */
    Schedule(SplittableRandom random, int slowness) {
        this.random = random;
        slow = slowness > 1;
        cluster = new SimulatedCluster(time, random, slowness);
    }

    /** The workers of a colour, as every version's manifests have them. */
    public List<Companion> companions(Color color) {
        return workerLater == null
                ? List.of()
                : List.of(new Companion("worker-" + color, "worker", color, 1, false, workerLater));
    }

    /** A colour is live, as two releases before have left it. */
    void live(Color color) {
        live(color, 3, null);
    }

    /** The same with so many Pods; somebody may have set their image since. */
    void live(Color color, int replicas, String image) {
        revision = 2;
        Traffic back = RecordingCluster.traffic(color.other());
        ServiceRecord record = ServiceRecord.none()
                .withLive(color, revision, "esc/backend:v0", "v0")
                .withPrevious(color.other(), RecordingCluster.APP + "-" + color.other(), back)
                .withPreviousRoutes(cluster.routes.live(routes, "build-0"))
                .withObjects(Stream.of(SimulatedObjects.of("v0", color), SimulatedObjects.of("v-1", color.other()))
                        .flatMap(List::stream)
                        .map(ColoredObject::text)
                        .toList())
                .writtenBy("build-0", "", null)
                .withServices(active);
        for (String service : active) {
            cluster.createService(service, RecordingCluster.traffic(color), record, SimulatedCluster.OURS);
        }
        cluster.objects.apply("v0", color);
        cluster.objects.apply("v-1", color.other());
        cluster.workloads.apply(color, "v0", replicas);
        cluster.workloads.apply(color.other(), "v-1", 0);
        cluster.workloads.deployments.get(RecordingCluster.APP + "-" + color.other()).former = 2;
        companions(color).forEach(one -> cluster.workloads.apply(one, "v0", 1, 0));
        companions(color.other()).forEach(one -> cluster.workloads.apply(one, "v-1", 0, 1));
        if (image != null) {
            disturbances.add(Disturbance.DEPLOYMENT);
            tell("somebody has set the image of " + color + " to " + image);
            cluster.workloads.deployments.get(RecordingCluster.APP + "-" + color).image(image, cluster.tick);
            cluster.tick++;
        }
        cluster.workloads.settle();
    }

    /** A release that begins so many milliseconds from the start. */
    SimulatedRelease release(
            String version, long begin, UnaryOperator<ClusterGateway> ports, Consumer<ReleaseSpec.Builder> more) {
        return add(ReleaseState.release(spec(more)), version, begin, ports);
    }

    /** The same of one that is held before its switch. */
    SimulatedRelease hold(
            String version, long begin, UnaryOperator<ClusterGateway> ports, Consumer<ReleaseSpec.Builder> more) {
        ReleaseSpec spec = spec(more.andThen(one -> one.manifest(version + ".yaml", version)));
        return add(new ReleaseState(spec, Operation.HOLD), version, begin, ports);
    }

    /** The same of a promotion of what is held, or of taking it away. */
    SimulatedRelease held(
            Operation what, long begin, UnaryOperator<ClusterGateway> ports, Consumer<ReleaseSpec.Builder> more) {
        return add(new ReleaseState(spec(more), what), "", begin, ports);
    }

    /** The same of a rollback that somebody asked for. */
    SimulatedRelease rollBack(long begin, UnaryOperator<ClusterGateway> ports, Consumer<ReleaseSpec.Builder> more) {
        return add(ReleaseState.rollBack(spec(more)), "", begin, ports);
    }

    /** Whether a Deployment has Pods among the endpoints of an active Service. */
    public boolean hasTraffic(String deployment) {
        return active.stream()
                .flatMap(service -> cluster.workloads.endpoints.getOrDefault(service, List.of()).stream())
                .anyMatch(pod -> pod.startsWith(deployment + "-"));
    }

    private ReleaseSpec spec(Consumer<ReleaseSpec.Builder> more) {
        return EngineRun.spec("build-" + (releases.size() + 1), more);
    }

    private SimulatedRelease add(
            ReleaseState state, String version, long begin, UnaryOperator<ClusterGateway> ports) {
        SimulatedRelease release = new SimulatedRelease(this, state, version, ports);
        releases.add(release);
        release.begin(begin);
        return release;
    }

    /** Does something when a request of any release passes for the {@code n}-th time, on its way there or back. */
    void atRequest(int n, Disturbance kind, Runnable act) {
        disturbances.add(kind);
        acts.merge(n, act, (one, other) -> () -> {
            one.run();
            other.run();
        });
    }

    /** Whether autoscalers scale the colours. */
    public boolean isAutoscaled() {
        return disturbances.contains(Disturbance.AUTOSCALER);
    }

    public void passed(SimulatedRelease release) {
        Runnable act = acts.get(++passed);
        if (act != null) {
            act.run();
        }
    }

    /** How many times requests have passed so far. */
    public int passed() {
        return passed;
    }

    public void tell(String what) {
        story.add(time.now() + " ms: " + what);
    }

    /** Goes on until every release is over and every controller has done its work; then looks at the end. */
    Schedule run() {
        try {
            time.run();
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + this, e);
        }
        new Aftermath(this).check();
        return this;
    }

    List<Watchdog.Violation> violations() {
        return cluster.watchdog.violations;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("disturbed by ").append(disturbances);
        violations().forEach(violation -> text.append("\nBROKEN ").append(violation));
        story.forEach(line -> text.append('\n').append(line));
        return text.toString();
    }

    private final class Telling implements ReleaseEvents {
        @Override
        public void started(ReleaseView state, Phase phase) {
            tell(state.spec().id() + " begins " + phase);
            releases.stream().filter(release -> release.state() == state).forEach(release -> {
                if (phase == Phase.ROLLBACK) {
                    release.knowledge.rollsBack();
                } else if (phase == Phase.HEALTH || phase == Phase.TEST || phase == Phase.SWITCH) {
                    cluster.watchdog.tested.passes(release);
                }
            });
        }

        @Override
        public void progress(ReleaseView state, Phase phase, Sentence what) {
            tell(state.spec().id() + " " + what.key());
        }

        @Override
        public void waiting(ReleaseView state, Phase phase, Sentence forWhat) {
            tell(state.spec().id() + " waits: " + forWhat.key());
        }

        @Override
        public void warning(ReleaseView state, Sentence what) {
            tell(state.spec().id() + " warns: " + what);
        }

        @Override
        public void finished(ReleaseView state, ReleaseResult result) {
            tell(state.spec().id() + " ends " + result.outcome() + ": " + result.message());
        }
    }
}
