package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseView;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.InvalidObjectException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * All that a release must remember to go on in another process. Only {@link ReleaseEngine} changes it, and only one
 * thread at a time may use it. Serialises by Java's way and by XStream: plain fields, no type of any library.
 */
public final class ReleaseState implements ReleaseView, Serializable {
    private static final long serialVersionUID = 1L;
    private static final int VERSION = 1;

    private final int version;
    final ReleaseSpec spec;
    final Operation operation;

    // where it stands
    Phase phase = Phase.PLAN;
    long startedAt;
    long phaseStartedAt;
    transient long clockNow;
    /** When it was looked at last. */
    long seenAt;
    /** By how much its clock is ahead of the process's. */
    long ahead;

    /** When the present phase has to be over. */
    long deadline;

    final ArrayList<PhaseTime> times = new ArrayList<>();
    Sentence waitingFor;
    /** How many moves in a row the API did not let through. */
    int refusals;
    /** How many of these because something was forbidden: an API server that was away for long forbids no longer. */
    int forbidden;

    ReleaseResult result;
    transient boolean told;

    // what PLAN decided
    String application;
    Color candidate;
    String candidateDeployment;
    Color live;
    String liveDeployment;
    ArrayList<ServiceMove> services = new ArrayList<>();
    /** The label that pins an adopted Service to the Pods it has; null when it has a colour. */
    String pin;

    int replicas;
    /** What the live colour runs, and gets back in a rollback. */
    int liveReplicas;

    int revision;
    String specHash;
    String image;
    String previewUrl;
    boolean candidateWasRunning;
    boolean checked;
    /** Whether the Lease is wanted to end what another build began, see {@link TakeOver}. */
    boolean takingOver;

    final LeaseHold lease = new LeaseHold();

    // APPLY, READY, HEALTH
    /** Whether anything of this release may be in the cluster. */
    boolean touched;

    long generation;
    /** APPLY, READY and HEALTH share one deadline. */
    long candidateDeadline;

    String stableFingerprint = "";
    long stableSince;
    long diagnosedAt;
    long noRoomSince;
    TreeMap<String, Integer> healthy = new TreeMap<>();
    TreeMap<String, Integer> unhealthy = new TreeMap<>();
    long nextCheckAt;

    // TEST
    boolean bodyStarted;
    boolean bodyDone;

    // SWITCH, MONITOR, RETIRE
    long switchedAt;
    /** Whether the endpoints were seen to be the candidate's. */
    boolean served;

    long unreadySince;
    TreeMap<String, Integer> restarts = new TreeMap<>();
    int urlAnswers;
    int urlFailures;
    long nextUrlAt;
    ArrayList<String> ignoredQueries = new ArrayList<>();
    boolean drainAsked;
    long drainedAt;
    /** Whether the old colour's Pods may have been told to go. */
    boolean retiring;

    boolean retired;

    // ROLLBACK
    Sentence failure;
    boolean abortRequested;
    /** Whether the deadline was moved once, because the traffic was seen to be back already. */
    boolean extended;

    boolean aborted;
    boolean broughtBack;
    boolean candidateDown;
    boolean backSeen;
    long rollbackStartedAt;
    /** When the traffic went back; 0 while it did not. */
    long rolledBackAt;

    private ReleaseState(ReleaseSpec spec, Operation operation) {
        this.version = VERSION;
        this.spec = spec;
        this.operation = operation;
    }

    /** Refuses a state whose meaning only a newer version of the plugin knows. */
    private Object readResolve() throws InvalidObjectException {
        if (version > VERSION) {
            throw new InvalidObjectException(
                    Sentence.of("state.newer", version, VERSION).toString());
        }
        return this;
    }

    /** A release that has not begun. */
    public static ReleaseState release(ReleaseSpec spec) {
        return new ReleaseState(spec, Operation.RELEASE);
    }

    /** A rollback that has not begun; {@code spec} names the application, its manifests are not looked at. */
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

    /**
     * Now by the release's own clock, which goes on from where it was when another process had it: it never goes back,
     * and of a time in which nobody looked it counts {@code most} milliseconds. So a clock that jumped between two
     * processes neither keeps a release waiting nor takes a deadline away from it.
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
        Traffic taken = services.isEmpty() ? null : primary().taken;
        if (taken != null) {
            return Color.ofLabel(taken.selector().get(spec.colorLabel())).orElse(null);
        }
        return !services.isEmpty() && primary().moved ? candidate : live;
    }

    @Override
    public String image() {
        return image;
    }

    /** Whether the block has been started and not ended. */
    public boolean isBodyRunning() {
        return bodyStarted && !bodyDone;
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
