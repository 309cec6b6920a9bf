package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.LockLostException;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.MaskedEvents;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.Urgency;
import io.jenkins.plugins.bluegreen.engine.seen.Concern;
import io.jenkins.plugins.bluegreen.engine.seen.Questions;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The state machine of a release. {@link #advance} makes one short move and returns what comes next, so that a waiting
 * release needs no thread. Every move can be repeated at any time, also in another process: all names derive from the
 * application and the colour, every write recognises its own earlier result, and every decision reads the cluster anew.
 *
 * <p>The phases: {@link PlanPhase} reads, decides the colour and refuses a release that would fail, before any write.
 * {@link ReleaseLock.LockPhase} takes the application's Lease. {@link ApplyPhase} applies the candidate beside the live
 * colour. {@link ReadyPhase} and {@link HealthPhase} wait until every Pod of the candidate is ready and healthy.
 * {@link TestPhase} runs the user's block. {@link SwitchPhase} moves the traffic by compare-and-set.
 * {@link MonitorPhase} watches the candidate under traffic. {@link RetirePhase} scales the old colour down or deletes
 * it. Every failure leads to {@link RollbackPhase}: before the switch the candidate goes; after it the traffic goes
 * back, and only then {@link Evidence} is read. If a build was interrupted after its switch, the next build of the same
 * version completes its release: see {@link TakeOver}.
 *
 * <p>What holds at every instant, and which class could break it:
 *
 * <ol>
 *   <li>A release never makes the active Service select zero ready Pods, nor Pods of both colours: {@link SwitchPhase}
 *       reads the Pods right before its patch, and every Service is patched from one exact selector to another.
 *   <li>A selector that another field manager changed is never overwritten: see {@link ServiceSwitch}.
 *   <li>The live colour's objects are not written before the switch.
 *   <li>A rollback needs nothing of the new colour: see {@link RollbackPhase}.
 *   <li>Nothing is scaled down while the active Service selects it: see {@link ServiceSwitch#isIdleCandidate} and
 *       {@link ServiceSwitch#requireOnCandidate}.
 *   <li>Every phase, and every step of a rollback, has a deadline. Only the user's block sets its own, and MONITOR gets
 *       the time back in which no process ran.
 *   <li>The state is saved before every write that a resumed release has to know of: see {@link Journal}.
 *   <li>One release at a time: nothing is written unless the Lease is certainly held, see {@link ReleaseLock}.
 *   <li>A write that arrives after its release is over changes nothing that has traffic. Each has a precondition, and
 *       whatever gets the traffic back, or keeps it, is written once more: see {@link ServiceSwitch#back}.
 * </ol>
 */
public final class ReleaseEngine {
    private static final Logger LOGGER = Logger.getLogger(ReleaseEngine.class.getName());

    private final Map<Phase, PhaseStep> steps = new EnumMap<>(Phase.class);
    private final ClusterGateway cluster;
    private final MonitorProbes probes;
    private final ReleaseEvents events;
    private final Journal journal;
    private final Pace pace;
    private final LongSupplier nanos;
    private final Questions questions = new Questions();

    /** An engine for the releases of one namespace. */
    public ReleaseEngine(
            ClusterGateway cluster, MonitorProbes probes, ReleaseEvents events, Journal journal, Pace pace) {
        this(cluster, probes, events, journal, pace, System::nanoTime);
    }

    /** The same with a monotonic clock, in nanoseconds, for the duration of a move. */
    ReleaseEngine(
            ClusterGateway cluster,
            MonitorProbes probes,
            ReleaseEvents events,
            Journal journal,
            Pace pace,
            LongSupplier nanos) {
        this.cluster = cluster;
        this.probes = probes;
        this.events = new MaskedEvents(events);
        this.journal = journal;
        this.pace = pace;
        this.nanos = nanos;
        steps.put(Phase.PLAN, new PlanPhase());
        steps.put(Phase.LOCK, new ReleaseLock.LockPhase());
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
     * Makes one move. Calls the cluster: it may take as long as a request.
     *
     * @param now milliseconds since 1970 on a clock that never goes back within one process; between two calls, the
     *     release counts at most the duration of the Lease
     * @return what comes next; never throws for a failure of the release or of the cluster
     */
    public Move advance(ReleaseState state, long now) {
        long time = state.ownTime(now, pace.lease());
        PhaseContext context = new PhaseContext(cluster, probes, questions, events, journal, pace, nanos, state, time);
        if (state.result != null) {
            return context.next.conclude();
        }
        Move move = tryToAdvance(context);
        context.next.tellTrouble();
        state.seenAt = context.time();
        Concern before = state.concern;
        state.concern = concern(state);
        ReadyPhase.tellPods(context, before == null || before.hasChanged());
        return move instanceof Move.Wait wait ? new Move.Wait(wait.untilMillis() - state.ahead) : move;
    }

    /** What makes the next move when a Pod, an address or Prometheus has answered. Any thread may call it. */
    public void onAnswer(Runnable next) {
        questions.onAnswer(next);
    }

    /**
     * How urgent the next move is. Any thread may ask while the release makes none.
     *
     * @param now the same clock as that of {@link #advance}
     */
    public Urgency urgency(ReleaseState state, long now) {
        ReleaseLock.Hold lease = state.lease;
        if (lease.held && (!lease.confirmed || now + state.ahead >= lease.renewAt)) {
            return Urgency.NOW;
        }
        boolean isBack = state.phase == Phase.ROLLBACK
                && state.rollback.step.compareTo(RollbackPhase.Step.READ_EVIDENCE) >= 0;
        return isBack ? Urgency.SOON : Urgency.of(state.phase);
    }

    private static Concern concern(ReleaseState state) {
        return new Concern(Stream.concat(
                        Stream.concat(
                                Stream.of(
                                        state.candidateDeployment, state.liveDeployment, state.apply.jobs.watched()),
                                state.health.companions().names.stream()),
                        state.services.stream().map(move -> move.service))
                .filter(Objects::nonNull)
                .toList());
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
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            // a bug of ours, an Error or undeclared exception of a library: retried like an outage, until the deadline
            if (state.refusals == 0) {
                LOGGER.log(Level.WARNING, e, () -> "A move of " + state.spec.id() + " in " + state.phase + " failed");
            }
            Sentence what = ReleaseException.sentenceOf(e);
            if (state.phase == Phase.PLAN) {
                return context.next.refused(what);
            }
            return refused(context, new ClusterException(ClusterException.Kind.UNAVAILABLE, what, 0, e));
        }
    }

    private Move refused(PhaseContext context, ClusterException refusal) {
        return context.next.mayPass(refusal)
                ? context.next.retryLater(refusal, steps.get(context.state.phase))
                : context.next.refused(refusal.sentence());
    }

    private Move advance(PhaseContext context) {
        context.begin();
        if (context.state.abortCause != null && !context.state.aborted) {
            context.state.aborted = true;
            Move move = context.next.abort();
            if (move != null) {
                return move;
            }
        }
        long renewed = context.state.lease.renewedAt;
        context.lock().renewIfDue();
        if (context.state.lease.renewedAt != renewed && Urgency.of(context.state.phase) == Urgency.LATER) {
            // the renewal was urgent, the rest of the move is not
            return context.again();
        }
        if (context.now < context.state.retryAt) {
            // woken by a change: the API that refused is not asked again before its time
            return new Move.Wait(Math.min(context.state.retryAt, context.lock().nextRenewal()));
        }
        Move move = steps.get(context.state.phase).advance(context);
        context.state.refusals = 0;
        context.state.plan.outage.end();
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

    /** Aborts a release for a reason; the next move begins to roll back. A second call changes nothing. */
    public void abort(ReleaseState state, Sentence cause) {
        if (state.abortCause == null) {
            state.abortCause = cause;
        }
    }

    /**
     * Ends the step's block; the next move continues from there.
     *
     * @param failure why the block failed; null when it succeeded
     */
    public void bodyEnded(ReleaseState state, Sentence failure) {
        state.test.done = true;
        if (failure != null && state.failure == null) {
            state.failure = failure;
        }
    }

    /** Lets the block run again, because the process ended while it ran and nothing of it is left. */
    public void bodyLost(ReleaseState state) {
        state.test.started = state.test.done;
    }
}
