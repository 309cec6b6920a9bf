package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterWriter;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.MonitorProbes;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseEvents;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** One call of {@link ReleaseEngine#advance}: the ports, the state, and the ways from one phase to the next. */
final class Run {
    private static final long FIRST_RETRY_MILLIS = 250;

    final ClusterGateway cluster;
    final MonitorProbes probes;
    final Pace pace;
    final ReleaseState state;
    final ReleaseSpec spec;
    final long now;

    private final ReleaseEvents events;
    private final Journal journal;
    private final ReleaseLock lock;
    private boolean othersAtWork;
    private final LongSupplier nanos;
    private final long begunNanos;

    Run(
            ClusterGateway cluster,
            MonitorProbes probes,
            ReleaseEvents events,
            Journal journal,
            Pace pace,
            LongSupplier nanos,
            ReleaseState state,
            long now) {
        this.cluster = cluster;
        this.probes = probes;
        this.events = events;
        this.journal = journal;
        this.pace = pace;
        this.state = state;
        this.spec = state.spec;
        this.now = now;
        this.nanos = nanos;
        this.begunNanos = nanos.getAsLong();
        this.lock = new ReleaseLock(this);
    }

    /** Now, with the time that this very move has taken so far. */
    long time() {
        return now + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begunNanos);
    }

    ReleaseLock lock() {
        return lock;
    }

    /** The writes, each of which needs the Lease. */
    ClusterWriter write() {
        return cluster.writer(lock);
    }

    /** An active Service, read now. Where it is not as this release left it, that is remembered for the end to tell. */
    Optional<ServiceView> read(String service) {
        Optional<ServiceView> there = cluster.service(service);
        othersAtWork |= there.map(ServiceView::record)
                .filter(record -> record.phase() != null && !spec.id().equals(record.release()))
                .isPresent();
        for (ServiceMove move : state.services) {
            if (move.service.equals(service)) {
                move.gone = there.isEmpty() && (move.from != null || state.switching.switchedAt != 0);
                move.taken = there.map(ServiceView::traffic)
                        .filter(traffic -> !move.isAt(traffic))
                        .orElse(null);
                // endpoints that were seen may be those of somebody's switch
                state.switching.served &= move.taken == null;
            }
        }
        return there;
    }

    /** Whether a Service that this move has read is marked by another release, which works or was interrupted. */
    boolean sawOthersAtWork() {
        return othersAtWork;
    }

    void save() {
        journal.save(state);
    }

    void begin() {
        if (state.startedAt == 0) {
            state.startedAt = now;
            state.phaseStartedAt = now;
            state.deadline = now + pace.step();
            events().started(state, Phase.PLAN);
        }
    }

    // ------------------------------------------------------------ what is told

    private ReleaseEvents events() {
        state.clockNow = time();
        return events;
    }

    void progress(Sentence what) {
        events().progress(state, state.phase, what);
    }

    void warn(Sentence what) {
        events().warning(state, what);
    }

    /** Waits for a change of the cluster. */
    Move waitFor(Sentence what) {
        return waitUntil(Long.MAX_VALUE, what);
    }

    /** Waits for an instant, or for a change of the cluster. */
    Move waitUntil(long until, Sentence what) {
        if (!what.equals(state.waitingFor)) {
            state.waitingFor = what;
            events().waiting(state, state.phase, what);
        }
        return new Move.Wait(until);
    }

    Move again() {
        return new Move.Wait(now);
    }

    // ------------------------------------------------------------ from phase to phase

    /** The next phase, which has to be over at {@code deadline}. */
    Move enter(Phase next, long deadline) {
        leave(null);
        state.phase = next;
        state.phaseStartedAt = time();
        state.deadline = deadline;
        save();
        events().started(state, next);
        return again();
    }

    private void leave(Sentence failure) {
        long end = time();
        state.times.add(new PhaseTime(state.phase, state.phaseStartedAt, end));
        state.waitingFor = null;
        events().ended(state, state.phase, end - state.phaseStartedAt, failure);
    }

    /** Tries the same move again a little later; the phase's deadline stands. */
    Move retryLater(ClusterException refusal, PhaseStep step) {
        if (now >= state.deadline) {
            state.waitingFor = refusal.sentence();
            return step.expired(this);
        }
        long pause = Math.min(pace.poll(), FIRST_RETRY_MILLIS << Math.min(state.refusals, 10));
        state.refusals++;
        long until = time() + Math.max(pause, refusal.retryAfterMillis());
        return new Move.Wait(
                Math.min(state.deadline, ((Move.Wait) waitUntil(until, refusal.sentence())).untilMillis()));
    }

    /** Something is wrong: back to where it was, as far as anything was touched. */
    Move fail(Sentence cause) {
        if (state.failure == null) {
            state.failure = cause;
        }
        switch (state.phase) {
            case PLAN, LOCK:
                if (state.apply.touched) {
                    return rollBack();
                }
                return finish(
                        state.aborted ? Outcome.ABORTED : Outcome.FAILED_BEFORE_SWITCH,
                        state.failure.then(traffic()),
                        state.failure);
            case ROLLBACK:
                if (!state.trafficMoved()) {
                    warn(Sentence.of("rollback.notCleaned", state.candidateDeployment, cause));
                    return broughtBack();
                }
                return finish(
                        Outcome.ROLLBACK_FAILED,
                        state.failure.then(Sentence.of(
                                "result.rollbackFailed",
                                cause.equals(state.failure) ? Sentence.of("rollback.sameReason") : cause,
                                traffic())),
                        cause);
            default:
                return rollBack();
        }
    }

    /** The API refused something for good. Once the old colour is gone, that is no reason to bring it back. */
    Move refused(Sentence cause) {
        if (state.phase == Phase.RETIRE && state.retire.retired) {
            warn(cause);
            return promoted();
        }
        return fail(cause);
    }

    private Move rollBack() {
        leave(state.failure);
        state.phase = Phase.ROLLBACK;
        state.phaseStartedAt = time();
        state.deadline = state.phaseStartedAt + TimeUnit.SECONDS.toMillis(spec.limits().rollbackTimeoutSeconds());
        save();
        events().started(state, Phase.ROLLBACK);
        return again();
    }

    /** The way out of an aborted build; null when the present phase already leads there. */
    Move abort() {
        if (state.phase == Phase.ROLLBACK) {
            progress(Sentence.of("abort.already"));
            return null;
        }
        if (state.phase == Phase.RETIRE && state.retire.retired) {
            progress(Sentence.of("abort.late"));
            return null;
        }
        return fail(Sentence.of("abort.requested"));
    }

    /** The end of a rollback that left the traffic where it was before, or brought it back there. */
    Move broughtBack() {
        boolean switchedBack = state.rollback.rolledBackAt != 0;
        Sentence message = switchedBack
                ? state.failure.then(Sentence.of(
                        "result.rolledBack",
                        Sentence.seconds(state.rollback.rolledBackAt - state.phaseStartedAt),
                        traffic()))
                : state.failure.then(traffic());
        Outcome outcome = switchedBack ? Outcome.ROLLED_BACK : Outcome.FAILED_BEFORE_SWITCH;
        return finish(state.aborted ? Outcome.ABORTED : outcome, message, state.failure);
    }

    Move promoted() {
        if (state.operation == Operation.ROLL_BACK && state.candidate == null) {
            warn(Sentence.of("rollback.stillPinned", SwitchPhase.names(state), state.primary().to));
        }
        return finish(
                Outcome.PROMOTED,
                state.operation == Operation.ROLL_BACK
                        ? Sentence.of("result.backTo", state.application, state.candidateDeployment)
                        : Sentence.of("result.promoted", state.application, state.image, state.candidate),
                null);
    }

    Move lockLost(Sentence cause) {
        state.lease.held = false;
        return finish(
                state.trafficMoved() ? Outcome.ROLLBACK_FAILED : Outcome.FAILED_BEFORE_SWITCH,
                Sentence.of("result.lockLost", cause, traffic()),
                cause);
    }

    /** The end; kept before the Lease goes, for whoever goes on from here must not miss it. */
    Move finish(Outcome outcome, Sentence message, Sentence failure) {
        // what went wrong before a rollback is not its own failure
        leave(state.phase == Phase.ROLLBACK && outcome != Outcome.ROLLBACK_FAILED ? null : failure);
        boolean onCandidate = state.trafficMoved();
        state.result = new ReleaseResult(
                outcome,
                message,
                state.application == null ? "" : state.application,
                spec.namespace(),
                label(state.trafficColor()),
                label(onCandidate ? state.live : null),
                state.image == null ? "" : state.image,
                outcome == Outcome.PROMOTED && state.operation == Operation.RELEASE
                        ? state.revision + 1
                        : state.revision,
                time() - state.startedAt,
                state.rollback.rolledBackAt == 0 ? -1 : state.rollback.rolledBackAt - state.phaseStartedAt);
        save();
        return conclude();
    }

    /**
     * What is left of a release that has a result, once in each process that comes to it. A Lease that can't be given
     * back expires by itself.
     */
    Move conclude() {
        if (!state.told) {
            state.told = true;
            try {
                lock.release();
            } catch (Exception e) {
                warn(Sentence.of("lock.notReleased", ReleaseLock.name(state), ReleaseException.sentenceOf(e)));
            }
            events().finished(state, state.result);
        }
        return new Move.Finished(state.result);
    }

    private static String label(Color color) {
        return color == null ? "" : color.label();
    }

    /** Where the traffic is, as far as this release knows. */
    Sentence traffic() {
        for (ServiceMove move : state.services) {
            if (move.gone) {
                return Sentence.of("traffic.gone", move.service);
            }
            if (move.taken != null) {
                return Sentence.of("traffic.taken", move.service, move.taken);
            }
        }
        if (state.services.isEmpty()) {
            return Sentence.of("traffic.untouched");
        }
        String deployment = state.trafficMoved() ? state.candidateDeployment : state.liveDeployment;
        return deployment == null ? Sentence.of("traffic.none") : Sentence.of("traffic.on", deployment);
    }
}
