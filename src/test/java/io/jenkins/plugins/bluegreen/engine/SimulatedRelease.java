package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.drive.ReleaseClock;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.simulation.Knowledge;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedGateway;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedWatch;
import io.jenkins.plugins.bluegreen.engine.simulation.VirtualTime;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.jenkins.store.SavedState;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A release and the process that drives it, which may die and be followed by another one. */
public final class SimulatedRelease {
    /** Any day will do. */
    private static final long EPOCH_MILLIS = 1_700_000_000_000L;

    public final Schedule schedule;
    /** What its manifests make; a promotion's is that of the release that was held. */
    public String version;

    private final SimulatedCluster cluster;
    private final UnaryOperator<ClusterGateway> ports;
    /** What the process knows; the next one knows what it reads. */
    public Knowledge knowledge = new Knowledge();

    private ReleaseState state;
    private byte[] saved;
    private VirtualTime.Task process;
    private boolean awake;
    private boolean abort;
    private boolean bodyEnded;
    private Sentence bodyFailure;

    /** By how much the machine's clock is wrong. */
    long wrongBy;

    ReleaseResult result;
    /** The colour that the active Service selected at the end; null when somebody else had a hand in it. */
    String colorAtEnd;

    long begunAt = -1;
    long endedAt;
    boolean dead;

    SimulatedRelease(Schedule schedule, ReleaseState state, String version, UnaryOperator<ClusterGateway> ports) {
        this.schedule = schedule;
        this.cluster = schedule.cluster;
        this.state = state;
        this.version = version;
        this.ports = ports;
        saved = SavedState.bytes(state);
    }

    String id() {
        return state.spec.id();
    }

    ReleaseState state() {
        return state;
    }

    public void tell(String what) {
        schedule.tell(id() + " " + state.phase + " " + what);
    }

    boolean hasFailedBlock() {
        return bodyFailure != null;
    }

    /** Whether it waits for Pods in one of these phases, has not begun, or is over. */
    public boolean isIn(Set<Phase> phases) {
        return begunAt < 0 || result != null || phases.contains(state.phase);
    }

    /** A process begins, or goes on, so many milliseconds from now. */
    void begin(long millis) {
        process = cluster.time.begin(millis, this::drive);
    }

    /** The process dies; the cluster is left as it is. */
    void die() {
        tell("dies");
        dead = true;
        cluster.time.kill(process);
    }

    /** Another process goes on from what the dead one has saved. */
    void resume(long millis) {
        dead = false;
        state = SavedState.state(saved);
        knowledge = new Knowledge();
        awake = false;
        begin(millis);
    }

    void abort() {
        tell("is aborted");
        abort = true;
        wake();
    }

    private void wake() {
        awake = true;
        cluster.time.wake(process);
    }

    private long nanos() {
        return cluster.time.now() * 1_000_000;
    }

    private void drive() {
        if (begunAt < 0) {
            begunAt = cluster.time.now();
        }
        ReleaseClock clock = new ReleaseClock(() -> EPOCH_MILLIS + cluster.time.now() + wrongBy, this::nanos);
        VirtualTime.Task mine = process;
        SimulatedWatch watch = new SimulatedWatch(cluster, () -> {
            if (process == mine) {
                wake();
            }
        });
        SimulatedGateway gateway = new SimulatedGateway(cluster, this, watch);
        ReleaseEngine engine = new ReleaseEngine(
                ports.apply(gateway),
                gateway,
                schedule.events,
                schedule.disk.before(this::save),
                Pace.normal(),
                this::nanos);
        engine.onAnswer(() -> {
            if (process == mine) {
                wake();
            }
        });
        if (state.isBodyRunning()) {
            engine.bodyLost(state);
        }
        while (true) {
            takeNews(engine);
            watch.moves(knowledge);
            Move move = engine.advance(state, clock.millis());
            if (move instanceof Move.Finished finished) {
                result = finished.result();
                if (result.outcome() == Outcome.UNCHANGED) {
                    cluster.watchdog.unchanged(this);
                }
                endedAt = cluster.time.now();
                colorAtEnd = colorNow();
                return;
            }
            if (move instanceof Move.RunBody) {
                cluster.later(100, 100_000, () -> endBody(mine));
            } else if (move instanceof Move.Wait wait && !awake) {
                cluster.time.sleep(cluster.time.now() + wait.untilMillis() - clock.millis());
            }
        }
    }

    private String colorNow() {
        if (cluster.watchdog.isNews(this, RecordingCluster.APP)) {
            return null;
        }
        ServiceView view = cluster.services.get(RecordingCluster.APP);
        return view == null ? "" : view.traffic().selector().getOrDefault("color", "");
    }

    private void takeNews(ReleaseEngine engine) {
        awake = false;
        if (abort) {
            engine.abort(state, Sentence.of("abort.requested"));
        }
        if (bodyEnded) {
            bodyEnded = false;
            engine.bodyEnded(state, bodyFailure);
        }
    }

    private void endBody(VirtualTime.Task begunBy) {
        if (begunBy != process) {
            return;
        }
        cluster.time.after(cluster.random.nextLong(1_500), schedule.atBlocksEnd);
        bodyEnded = true;
        bodyFailure = cluster.random.nextInt(4) == 0 ? Sentence.verbatim("the block failed") : null;
        wake();
    }

    private void save(ReleaseState saving) {
        saved = SavedState.bytes(saving);
    }
}
