package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.concurrent.TimeUnit;

/** The transitions between phases: to the next one, to a rollback, and to the end of the release. */
final class Transitions {
    private static final long FIRST_RETRY_MILLIS = 250;
    /** The longest pause of a rollback, whatever the server asks for: the traffic may be on Pods that fail. */
    private static final long ROLLBACK_RETRY_MILLIS = 1_000;

    private static final int FORBIDDEN_ATTEMPTS = 5;

    private final PhaseContext context;
    private final ReleaseState state;

    Transitions(PhaseContext context) {
        this.context = context;
        this.state = context.state;
    }

    /** Enters a phase that has to end by {@code deadline}. */
    Move enter(Phase next, long deadline) {
        leave(null);
        state.phase = next;
        state.retryAt = 0;
        state.phaseStartedAt = context.time();
        state.deadline = deadline;
        context.save();
        context.events().started(state, next);
        return context.again();
    }

    private void leave(Sentence failure) {
        long end = context.time();
        state.times.add(new PhaseTime(state.phase, state.phaseStartedAt, end));
        state.waitingFor = null;
        context.questions.forget();
        context.events().ended(state, state.phase, end - state.phaseStartedAt, failure);
    }

    /** Makes the same move again after a pause. The deadline of the phase does not change. */
    Move retryLater(ClusterException refusal, PhaseStep step) {
        if (context.now >= state.deadline) {
            state.waitingFor = refusal.sentence();
            return step.expired(context);
        }
        long pause = Math.min(context.pace.poll(), FIRST_RETRY_MILLIS << Math.min(state.refusals, 10));
        state.refusals++;
        long asked = refusal.retryAfterMillis();
        long wanted = Math.max(context.spread(pause), asked / 2 + context.spread(asked));
        if (state.phase == Phase.ROLLBACK) {
            wanted = Math.min(wanted, context.spread(ROLLBACK_RETRY_MILLIS));
        }
        long last = state.phase == Phase.PLAN ? state.plan.outage.until() : state.deadline;
        state.retryAt = Math.min(last, context.time() + wanted);
        context.waitUntil(state.retryAt, refusal.sentence());
        return new Move.Wait(state.retryAt);
    }

    /** Whether PLAN asks an API that does not answer again, because a disturbance is no failure. */
    private boolean asksAgain(ClusterException failure) {
        long most = context.pace.step() / 4;
        if (state.refusals == 0) {
            state.plan.outage.begin(Math.min(state.deadline, context.time() + most));
        }
        boolean again = state.plan.outage.asksAgain(failure, context.time());
        if (again) {
            context.progress(Sentence.of("plan.asksAgain", most / 1000));
        }
        return again;
    }

    /**
     * Whether the phase makes the same move again. PLAN has checked the permissions, but an API server that has just
     * started forbids everything until it has read the Roles. So a forbidden request is repeated a few times, in a
     * rollback until its deadline.
     */
    boolean mayPass(ClusterException refusal) {
        if (state.phase == Phase.PLAN) {
            return asksAgain(refusal);
        }
        if (refusal.isTransient()) {
            return true;
        }
        return refusal.kind() == ClusterException.Kind.FORBIDDEN
                && (state.phase == Phase.ROLLBACK || ++state.forbidden <= FORBIDDEN_ATTEMPTS);
    }

    /** Tells once that what the cluster shows may be late. */
    void tellTrouble() {
        if (!state.troubleTold && state.result == null) {
            context.cluster.trouble().ifPresent(what -> {
                state.troubleTold = true;
                context.progress(what);
            });
        }
    }

    /** Fails the release. What it has changed in the cluster is rolled back. */
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
                        ResultTexts.nothingTouched(state),
                        state.failure);
            case ROLLBACK:
                if (!state.trafficMoved()) {
                    context.warn(Sentence.of("rollback.notCleaned", state.candidateDeployment, cause));
                    return broughtBack();
                }
                boolean sameReason = cause.equals(state.failure);
                Evidence.readAtEnd(context);
                Sentence reason = sameReason ? state.failure : cause;
                return finish(Outcome.ROLLBACK_FAILED, ResultTexts.rollbackFailed(state, reason), reason);
            case APPLY:
                state.failure = Evidence.OfJobs.leave(context, state.failure);
                return rollBack();
            default:
                return rollBack();
        }
    }

    /** Fails on a final refusal of the API. Once the old colour is retired, the release is promoted all the same. */
    Move refused(Sentence cause) {
        if (state.phase == Phase.RETIRE && state.retire.retired) {
            context.warn(cause);
            return promoted();
        }
        return fail(cause);
    }

    /** Takes a held candidate away, as a rollback before the switch does. */
    Move discard() {
        RollbackPlan.Held.forget(context);
        return rollBack(RollbackPhase.Step.LET_CANDIDATE_GO);
    }

    private Move rollBack() {
        return rollBack(
                state.trafficMoved() ? RollbackPhase.Step.SWITCH_BACK : RollbackPhase.Step.READ_EVIDENCE);
    }

    private Move rollBack(RollbackPhase.Step first) {
        leave(state.failure);
        state.phase = Phase.ROLLBACK;
        state.retryAt = 0;
        state.rollback.step = first;
        state.phaseStartedAt = context.time();
        int timeoutSeconds = context.spec.limits().rollbackTimeoutSeconds();
        state.deadline = state.phaseStartedAt + TimeUnit.SECONDS.toMillis(timeoutSeconds);
        context.save();
        context.events().started(state, Phase.ROLLBACK);
        return context.again();
    }

    /** Aborts the release; null when a rollback or the end is under way already. */
    Move abort() {
        if (state.phase == Phase.ROLLBACK) {
            context.progress(Sentence.of("abort.already"));
            return null;
        }
        if (state.phase == Phase.RETIRE && (state.retire.retired || RetirePhase.isGone(context))) {
            context.progress(Sentence.of("abort.late"));
            return null;
        }
        return fail(state.abortCause);
    }

    /** Ends a rollback after which the old colour has the traffic. */
    Move broughtBack() {
        Outcome outcome = ResultTexts.ending(state);
        return outcome == Outcome.UNCHANGED
                ? finish(outcome, ResultTexts.discarded(state), null)
                : finish(outcome, ResultTexts.broughtBack(state), state.failure);
    }

    /** Ends the release with the traffic on the candidate. */
    Move promoted() {
        if (state.operation == Operation.ROLL_BACK && state.candidate == null) {
            context.warn(Sentence.of("rollback.stillPinned", SwitchPhase.names(state), state.primary().to));
        }
        return finish(Outcome.PROMOTED, ResultTexts.promoted(state), null);
    }

    /** Ends the release without another write, because another one may hold the Lease. */
    Move lockLost(Sentence cause) {
        state.lease.held = false;
        return finish(
                state.trafficMoved() ? Outcome.ROLLBACK_FAILED : Outcome.FAILED_BEFORE_SWITCH,
                ResultTexts.lockLost(state, cause),
                cause);
    }

    /** Ends the release. The result is saved before the Lease is given back, so that another process finds it. */
    Move finish(Outcome outcome, Sentence message, Sentence failure) {
        ApplyPhase.Sizes.giveBackAtLast(context);
        // the failure before a rollback is not the rollback's own
        leave(state.phase == Phase.ROLLBACK && outcome != Outcome.ROLLBACK_FAILED ? null : failure);
        state.result = ResultTexts.result(state, outcome, message, context.time());
        context.save();
        return conclude();
    }

    /**
     * Gives the Lease back and tells listeners the result, once in each process. A Lease that can't be given back
     * expires.
     */
    Move conclude() {
        if (!state.told) {
            state.told = true;
            try {
                context.lock().release();
            } catch (Throwable e) {
                context.warn(Sentence.of("lock.notReleased", ReleaseLock.name(state), ReleaseException.sentenceOf(e)));
            }
            context.events().finished(state, state.result);
        }
        return new Move.Finished(state.result);
    }
}
