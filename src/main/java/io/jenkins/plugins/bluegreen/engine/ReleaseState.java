package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.seen.Concern;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of a release, with which it can go on in another process. Only {@link ReleaseEngine} changes it. Not
 * thread-safe. Serialised by Java: plain fields, no type of any library.
 */
public final class ReleaseState implements ReleaseView, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    private final int version;
    ReleaseSpec spec;
    final Operation operation;

    Phase phase = Phase.PLAN;
    long startedAt, phaseStartedAt;
    /** The end of the time that the current phase, or step of a rollback, may take. */
    long deadline;
    /** The deadline that APPLY, READY and HEALTH share. */
    long candidateDeadline;
    Sentence waitingFor;
    /** Moves in a row that the API refused. */
    int refusals;
    /** Until when a refused move is not made again, whatever changes in the cluster meanwhile. */
    transient long retryAt;
    /** Moves in a row that the API forbade: an API server that has just started forbids everything for a while. */
    int forbidden;
    transient long clockNow;
    transient volatile Concern concern;
    /** The time of the last move. */
    long seenAt;
    /** How far the release's clock is ahead of the process's. */
    long ahead;

    final ArrayList<PhaseTime> times = new ArrayList<>();
    /** Why the release fails or rolls back, and why it is to be aborted; null while nothing is wrong. */
    Sentence failure, abortCause;
    boolean aborted;
    ReleaseResult result;
    transient boolean told;
    /** Whether listeners know that the state can't be saved, and that the watches are late. */
    transient boolean saveFailed, troubleTold;

    // the decision
    String application;
    Color candidate;
    String candidateDeployment;
    Color live;
    String liveDeployment;
    ArrayList<ServiceMove> services = new ArrayList<>();
    /** The label that pins an adopted Service to the Pods it has, or null. */
    String pin;
    int replicas;
    /** The replicas of the live colour, restored by a rollback. */
    int liveReplicas;
    int revision;
    String specHash;
    String sharedHash;
    String image;
    String previewUrl;
    /** Whether the Deployment that a manual rollback goes back to has run all the time. */
    boolean candidateWasRunning;

    // what each phase remembers between two moves
    final ReleaseLock.Hold lease = new ReleaseLock.Hold();
    final PlanPhase.State plan = new PlanPhase.State();
    final ApplyPhase.State apply = new ApplyPhase.State();
    final ReadyPhase.State ready = new ReadyPhase.State();
    final HealthPhase.State health = new HealthPhase.State();
    final TestPhase.State test = new TestPhase.State();
    final SwitchPhase.State switching = new SwitchPhase.State();
    final MonitorPhase.State monitor = new MonitorPhase.State();
    final RetirePhase.State retire = new RetirePhase.State();
    final RollbackPhase.State rollback = new RollbackPhase.State();

    /** A release that has not begun. */
    public ReleaseState(ReleaseSpec spec, Operation asked) {
        this.version = VERSION;
        this.spec = spec;
        this.operation = asked.base();
        plan.asked = asked;
    }

    /** Refuses a state that a newer version of the plugin has saved. */
    private Object readResolve() throws InvalidObjectException {
        if (version > VERSION) {
            ReleaseException newer = new ReleaseException(Sentence.of("state.newer", version, VERSION));
            throw (InvalidObjectException) new InvalidObjectException(newer.getMessage()).initCause(newer);
        }
        plan.colorLabel = plan.colorLabel == null ? spec.colorLabel() : plan.colorLabel;
        return this;
    }

    public static ReleaseState release(ReleaseSpec spec) {
        return new ReleaseState(spec, Operation.RELEASE);
    }

    /** A rollback that has not begun; {@code spec} names the application, its manifests are not read. */
    public static ReleaseState rollBack(ReleaseSpec spec) {
        return new ReleaseState(spec, Operation.ROLL_BACK);
    }

    /** Whether the traffic of any Service was moved to the candidate and not moved back. */
    boolean trafficMoved() {
        return services.stream().anyMatch(move -> move.moved);
    }

    ServiceMove primary() {
        return services.get(0);
    }

    /** Whether a change of an object of this name may be what the release waits for. May be called by any thread. */
    public boolean concerns(String object) {
        Concern known = concern;
        return known != null && known.includes(object);
    }

    /**
     * The time of the release's own clock. It continues across processes, never goes back, and counts at most
     * {@code most} milliseconds between two moves: a clock that jumps neither delays a release nor ends it.
     */
    long ownTime(long now, long most) {
        if (seenAt != 0) {
            ahead = Math.min(Math.max(now + ahead, seenAt), seenAt + most) - now;
        }
        return now + ahead;
    }

    @Override
    public ReleaseSpec spec() {
        return spec;
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public String application() {
        return application;
    }

    @Override
    public List<String> services() {
        return services.stream().map(move -> move.service).toList();
    }

    @Override
    public Color candidate() {
        return candidate;
    }

    /** The colour that had the traffic before; null when none had. */
    public Color live() {
        return live;
    }

    @Override
    public Color trafficColor() {
        if (!services.isEmpty() && primary().gone) {
            return null;
        }
        var taken = services.isEmpty() ? null : primary().taken;
        if (taken != null) {
            return Color.ofLabel(taken.selector().get(plan.colorLabel)).orElse(null);
        }
        return !services.isEmpty() && primary().moved ? candidate : live;
    }

    @Override
    public String image() {
        return image;
    }

    @Override
    public int revision() {
        return ResultTexts.revision(this);
    }

    /** Whether the block has been started and not ended. */
    public boolean isBodyRunning() {
        return test.started && !test.done;
    }

    /** The preview Service's name. */
    public String previewService() {
        return application + "-preview";
    }

    /** The preview Service's address inside the cluster; null until it is known, and for a Service without ports. */
    public String previewUrl() {
        return previewUrl;
    }

    @Override
    public long phaseStartedAt() {
        return phaseStartedAt;
    }

    @Override
    public Sentence failure() {
        return failure;
    }

    @Override
    public Sentence waitingFor() {
        return waitingFor;
    }

    @Override
    public long startedAt() {
        return startedAt;
    }

    @Override
    public long clockNow() {
        return clockNow;
    }

    @Override
    public List<PhaseTime> times() {
        return List.copyOf(times);
    }

    @Override
    public ReleaseResult result() {
        return result;
    }
}
