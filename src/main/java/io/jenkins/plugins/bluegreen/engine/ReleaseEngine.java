package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.LockLostException;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A release as a state machine. {@link #advance} makes one short move and says what comes next; whoever drives it holds
 * no thread while a release waits. A move may be repeated at any time, in another process too: all names derive from
 * the application and the colour, every write finds its own work, and whatever decides is read from the cluster anew.
 *
 * <p>The phases: {@link PlanPhase} reads, decides the colour and refuses what can't go well, before anything is
 * touched. {@link LockPhase} takes the application's Lease. {@link ApplyPhase} applies the candidate beside the live
 * colour. {@link ReadyPhase} and {@link HealthPhase} wait until every Pod of it is ready and healthy; {@link TestPhase}
 * runs the user's block. {@link SwitchPhase} moves the traffic by compare-and-set. {@link MonitorPhase} watches;
 * {@link RetirePhase} lets the old colour go. Whatever goes wrong on the way leads to {@link RollbackPhase}: before the
 * switch the candidate goes, after it the traffic comes back. What a build that is gone has switched and not ended is
 * ended by the next one that wants the same: see {@link TakeOver}.
 *
 * <p>What holds at every instant:
 *
 * <ol>
 *   <li>The active Service never selects zero ready Pods because of us, nor Pods of both colours: SWITCH looks at the
 *       Pods right before its patch, and every Service is patched from one exact selector to another.
 *   <li>A selector that somebody else changed is never overwritten: see {@link ServiceSwitch}.
 *   <li>The live colour's objects are not written before the switch.
 *   <li>A rollback needs nothing of the new colour.
 *   <li>Nothing is scaled down while the active Service selects it: see {@link ServiceSwitch#requireIdleCandidate}.
 *   <li>Every phase has a deadline that nothing extends; only the user's block sets its own.
 *   <li>State is saved before every write that must not be forgotten.
 *   <li>One release at a time: nothing is written unless the Lease is surely held, see {@link ReleaseLock}.
 * </ol>
 */
public final class ReleaseEngine {
    private static final Logger LOGGER = Logger.getLogger(ReleaseEngine.class.getName());
    private static final int FORBIDDEN_ATTEMPTS = 5;

    private final Map<Phase, PhaseStep> steps = new EnumMap<>(Phase.class);
    private final ClusterGateway cluster;
    private final MonitorProbes probes;
    private final ReleaseEvents events;
    private final Journal journal;
    private final Pace pace;
    private final LongSupplier nanos;

    /** An engine for the releases of one namespace. */
    public ReleaseEngine(
            ClusterGateway cluster, MonitorProbes probes, ReleaseEvents events, Journal journal, Pace pace) {
        this(cluster, probes, events, journal, pace, System::nanoTime);
    }

    /** The same; {@code nanos}, which never go back, tell how long a move has taken so far. */
    ReleaseEngine(
            ClusterGateway cluster,
            MonitorProbes probes,
            ReleaseEvents events,
            Journal journal,
            Pace pace,
            LongSupplier nanos) {
        this.cluster = cluster;
        this.probes = probes;
        this.events = events;
        this.journal = journal;
        this.pace = pace;
        this.nanos = nanos;
        steps.put(Phase.PLAN, new PlanPhase());
        steps.put(Phase.LOCK, new LockPhase());
        steps.put(Phase.APPLY, new ApplyPhase());
        steps.put(Phase.READY, new ReadyPhase());
        steps.put(Phase.HEALTH, new HealthPhase());
        steps.put(Phase.TEST, new TestPhase());
        steps.put(Phase.SWITCH, new SwitchPhase());
        steps.put(Phase.MONITOR, new MonitorPhase());
        steps.put(Phase.RETIRE, new RetirePhase());
        steps.put(Phase.ROLLBACK, new RollbackPhase());
    }

    /**
     * Makes one move. Calls the cluster, so it may take as long as a request may.
     *
     * @param now milliseconds since 1970 on a clock that never goes back within one process; of a time in which nobody
     *     called, the release counts no more than the Lease lasts
     * @return what comes next; never throws for trouble with the release or the cluster
     */
    public Move advance(ReleaseState state, long now) {
        long time = state.ownTime(now, pace.lease());
        PhaseContext context = new PhaseContext(cluster, probes, events, journal, pace, nanos, state, time);
        if (state.result != null) {
            return context.next.conclude();
        }
        Move move = tryToAdvance(context);
        state.seenAt = context.time();
        return move instanceof Move.Wait wait ? new Move.Wait(wait.untilMillis() - state.ahead) : move;
    }

    private Move tryToAdvance(PhaseContext context) {
        ReleaseState state = context.state;
        try {
            return advance(context);
        } catch (LockLostException e) {
            return context.next.lockLost(e.sentence());
        } catch (ClusterException e) {
            return refused(context, e);
        } catch (ReleaseException e) {
            return context.next.fail(e.sentence());
        } catch (Exception e) {
            // a flaw of ours or of a library, which may throw what it does not declare: what helps in an outage helps
            // here, and the release has an end
            if (state.refusals == 0) {
                LOGGER.log(Level.WARNING, e, () -> "A move of " + state.spec.id() + " in " + state.phase + " failed");
            }
            Sentence what = ReleaseException.sentenceOf(e);
            return refused(context, new ClusterException(ClusterException.Kind.UNAVAILABLE, what, 0, e));
        }
    }

    private Move refused(PhaseContext context, ClusterException refusal) {
        return mayPass(refusal, context.state)
                ? context.next.retryLater(refusal, steps.get(context.state.phase))
                : context.next.refused(refusal.sentence());
    }

    /**
     * Whether the phase makes the same move again. What is forbidden after PLAN was not in PLAN, and an API server that
     * has just begun forbids everything until it has read the Roles: that is asked some times, in a rollback to its
     * deadline.
     */
    private static boolean mayPass(ClusterException refusal, ReleaseState state) {
        if (state.phase == Phase.PLAN) {
            return false;
        }
        if (refusal.isTransient()) {
            return true;
        }
        return refusal.kind() == ClusterException.Kind.FORBIDDEN
                && (state.phase == Phase.ROLLBACK || ++state.forbidden <= FORBIDDEN_ATTEMPTS);
    }

    private Move advance(PhaseContext context) {
        context.begin();
        if (context.state.abortRequested && !context.state.aborted) {
            context.state.aborted = true;
            Move move = context.next.abort();
            if (move != null) {
                return move;
            }
        }
        context.lock().renewIfDue();
        Move move = steps.get(context.state.phase).advance(context);
        context.state.refusals = 0;
        context.state.forbidden = 0;
        if (move instanceof Move.Wait wait && wait.untilMillis() > context.now) {
            if (context.now >= context.state.deadline) {
                return steps.get(context.state.phase).expired(context);
            }
            long renewal = context.lock().nextRenewal();
            long poll = context.now + pace.poll();
            long earliest = Math.min(Math.min(wait.untilMillis(), renewal), poll);
            return new Move.Wait(Math.min(earliest, context.state.deadline));
        }
        return move;
    }

    /** Asks a release to stop; the next move begins to bring things back. Asking twice changes nothing. */
    public void abort(ReleaseState state) {
        state.abortRequested = true;
    }

    /**
     * Says how the step's block ended; the next move goes on from there.
     *
     * @param failure why it failed; null when it went well
     */
    public void bodyEnded(ReleaseState state, Sentence failure) {
        state.test.done = true;
        if (failure != null && state.failure == null) {
            state.failure = failure;
        }
    }

    /** Says that the block was to run when the process ended, and that nothing of it is left: it runs anew. */
    public void bodyLost(ReleaseState state) {
        state.test.started = state.test.done;
    }
}
