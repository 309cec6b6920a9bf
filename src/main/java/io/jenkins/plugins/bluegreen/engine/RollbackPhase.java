package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.Optional;

/**
 * Undoes a release, step by step. Before the switch, only the candidate goes. After it, the old colour gets its Pods
 * back if it has lost them, then the traffic. No step needs anything of the candidate.
 */
final class RollbackPhase implements PhaseStep {
    /** A step of a rollback: what it waits for, and its deadline. */
    enum Step {
        /** Waits for the old colour's ready Pods, then switches every Service. Deadline: {@code rollbackTimeout}. */
        SWITCH_BACK,
        /** The same after its deadline if the Services are back and only an answer was lost: {@link Pace#step} more. */
        CONFIRM_SWITCH,
        /**
         * The Services are switched back. Waits until their endpoints are the old colour's. Deadline: what is left of
         * the step before, and at least {@link Pace#step}.
         */
        AWAIT_ENDPOINTS,
        /**
         * Completes the failure with the exit codes and log lines of the candidate's Pods: see {@link Evidence#read}.
         * Deadline: that of LET_CANDIDATE_GO.
         */
        READ_EVIDENCE,
        /**
         * The old colour has the traffic. Waits for {@code scaleDownDelay} while the candidate has ready Pods, then
         * scales it down. Deadline: the delay and {@link Pace#step}; {@code rollbackTimeout} if nothing was switched.
         */
        LET_CANDIDATE_GO,
        /**
         * The candidate is scaled down. An adopted Service waits until no Pod of the candidate is left, then loses its
         * pin; every Service loses its mark. Deadline: what is left of the step before.
         */
        RESTORE_SERVICES
    }

    @Override
    public Move advance(PhaseContext context) {
        while (true) {
            Move move = switch (context.state.rollback.step) {
                case SWITCH_BACK, CONFIRM_SWITCH -> switchBack(context);
                case AWAIT_ENDPOINTS -> awaitEndpoints(RouteSwitch.back(context));
                case READ_EVIDENCE -> Evidence.read(context);
                case LET_CANDIDATE_GO -> letCandidateGo(RouteSwitch.back(context));
                case RESTORE_SERVICES -> restoreServices(context);
            };
            if (move != null) {
                return move;
            }
        }
    }

    // Each step returns what to wait for, or the end of the release; null when the next step is to begin.

    private static Move switchBack(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.switching.switchedAt != 0 && state.liveDeployment == null) {
            return endFirstRelease(context);
        }
        Move wait = state.liveDeployment == null ? null : awaitOldPods(context);
        if (wait != null) {
            return wait;
        }
        RouteSwitch.policiesBack(context);
        for (ServiceMove move : state.services) {
            if (move.moved) {
                context.save();
                ServiceSwitch.back(context, move);
            }
        }
        if (state.liveDeployment == null) {
            state.rollback.step = Step.READ_EVIDENCE;
        } else {
            state.rollback.step = Step.AWAIT_ENDPOINTS;
            state.rollback.backAt = context.time();
            state.deadline = Math.max(state.deadline, state.rollback.backAt + context.pace.step());
        }
        context.save();
        return null;
    }

    /** A first release has no colour to go back to: the candidate keeps the traffic. */
    private static Move endFirstRelease(PhaseContext context) {
        ReleaseState state = context.state;
        if (!state.aborted) {
            return context.next.fail(Sentence.of("rollback.firstRelease"));
        }
        RouteSwitch.complete(context);
        Move conflict = unmark(context, false);
        return conflict != null ? conflict
                : context.next.finish(Outcome.ABORTED, state.failure.then(ResultTexts.traffic(state)), state.failure);
    }

    /** Scales the old colour up if it lacks Pods. One ready Pod is enough if the candidate has none. */
    private static Move awaitOldPods(PhaseContext context) {
        ReleaseState state = context.state;
        Workload old = context.cluster.workload(state.liveDeployment);
        if (!old.exists()) {
            // a patch without an answer may not have arrived: the result tells where the traffic is
            state.services.forEach(move -> context.read(move.service));
            return context.next.fail(Sentence.of("rollback.gone", state.application, state.liveDeployment));
        }
        int wanted = Math.max(1, state.liveReplicas);
        int desired = old.deployment().desired();
        if (state.rollback.enough == 0) {
            state.rollback.enough = state.retire.retiring || desired == 0 ? wanted : Math.min(wanted, desired);
        }
        if (!state.rollback.scaledUp && (state.retire.retiring || desired < wanted)) {
            context.write().scale(state.liveDeployment, Math.max(wanted, desired), 0);
            context.progress(Sentence.of("rollback.scaled", state.liveDeployment, Math.max(wanted, desired)));
            state.rollback.scaledUp = true;
            context.save();
            new HealthPhase.OfCompanions(context).tryBack();
        }
        boolean outage = context.cluster.workload(state.candidateDeployment).readyPods() == 0;
        int ready = state.primary().readyToGoBack(context, old.readyPods());
        if (ready >= state.rollback.enough || ready > 0 && (outage || context.now >= state.deadline)) {
            return null;
        }
        return context.waitFor(Sentence.of("ready.waiting", ready, state.rollback.enough, state.liveDeployment));
    }

    /** At its deadline the step ends too, but the candidate is not scaled down: it may still get requests. */
    private static Move awaitEndpoints(PhaseContext context) {
        ReleaseState state = context.state;
        // endpoints that were never seen to be the candidate's may look as if they had come back
        long sure = state.switching.served ? 0 : state.rollback.backAt + context.pace.poll();
        if (context.now < sure || !context.servesOnly(state.liveDeployment)) {
            Sentence missing = Sentence.of("switch.endpoints", SwitchPhase.names(state), state.liveDeployment);
            if (context.now < state.deadline) {
                return context.waitUntil(context.now < sure ? sure : Long.MAX_VALUE, missing);
            }
            state.rollback.candidateStays = true;
            long waited = (context.now - state.rollback.backAt) / 1000;
            Sentence late = Sentence.of("rollback.timeout", waited, missing);
            context.warn(Sentence.of("rollback.notCleaned", state.candidateDeployment, late));
        }
        state.rollback.step = Step.READ_EVIDENCE;
        state.rollback.backAt = context.time();
        state.deadline = context.time() + context.spec.limits().scaleDownDelaySeconds() * 1000L + context.pace.step();
        long took = state.rollback.backAt - state.phaseStartedAt;
        context.progress(Sentence.of("rollback.done", state.liveDeployment, Sentence.seconds(took)));
        return null;
    }

    private static Move letCandidateGo(PhaseContext context) {
        ReleaseState state = context.state;
        OnFailure onFailure = context.spec.policy().onFailure();
        boolean release = state.operation == Operation.RELEASE || state.plan.asked == Operation.DISCARD;
        new HealthPhase.OfCompanions(context).change();
        if (state.rollback.backAt != 0) {
            long delaySeconds = RetirePhase.staySeconds(context, state.candidateDeployment);
            long due = state.rollback.backAt + delaySeconds * 1000L;
            boolean serves = context.cluster.workload(state.candidateDeployment).readyPods() > 0;
            if (serves && context.now < due && onFailure == OnFailure.SCALE_DOWN) {
                return context.waitUntil(due, Sentence.of("retire.waiting", delaySeconds, state.candidateDeployment));
            }
        }
        if (!state.apply.touched) {
            return context.next.broughtBack();
        }
        if (!state.rollback.candidateStays) {
            if (onFailure == OnFailure.KEEP) {
                context.progress(Sentence.of("rollback.kept", state.candidateDeployment));
            } else if ((release || !state.candidateWasRunning) && ServiceSwitch.isIdleCandidate(context)) {
                if (context.serves(state.candidateDeployment)) {
                    return context.waitFor(Sentence.of("rollback.serves", state.candidateDeployment));
                }
                context.write().scale(state.candidateDeployment, 0, release ? 0 : state.replicas);
                context.progress(Sentence.of("rollback.down", state.candidateDeployment));
            }
        }
        state.rollback.step = Step.RESTORE_SERVICES;
        context.save();
        return null;
    }

    private static Move restoreServices(PhaseContext context) {
        ReleaseState state = context.state;
        boolean keep = context.spec.policy().onFailure() == OnFailure.KEEP || state.rollback.candidateServes;
        if (state.pin != null && keep) {
            context.warn(Sentence.of("rollback.pinned", SwitchPhase.names(state), state.pin));
        } else if (state.pin != null && !context.cluster.workload(state.candidateDeployment).pods().isEmpty()) {
            return context.waitFor(Sentence.of("rollback.podsGoing", state.candidateDeployment));
        }
        Move conflict = unmark(context, keep);
        return conflict != null ? conflict : context.next.broughtBack();
    }

    /** @return another move, if a Service was changed since it was read; null when no mark is left */
    private static Move unmark(PhaseContext context, boolean keep) {
        try {
            ApplyPhase.Sizes.giveBack(context, true);
            context.state.services.forEach(move -> ServiceSwitch.unmark(context, move, keep));
            return null;
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT) {
                throw e;
            }
            return context.again();
        }
    }

    @Override
    public Move expired(PhaseContext context) {
        ReleaseState state = context.state;
        if (ServiceSwitch.areBack(context) && state.rollback.step == Step.SWITCH_BACK) {
            state.rollback.step = Step.CONFIRM_SWITCH;
            state.deadline = context.time() + context.pace.step();
            return context.again();
        }
        Sentence missing = state.waitingFor == null ? Sentence.verbatim("-") : state.waitingFor;
        Sentence late = Sentence.of("rollback.timeout", context.spec.limits().rollbackTimeoutSeconds(), missing);
        Optional<Sentence> reason = Evidence.whyNotBack(context);
        return context.next.fail(reason.isEmpty() ? late : Sentence.of("rollback.timeoutReason", late, reason.get()));
    }

    /** The state of ROLLBACK. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        Step step = Step.SWITCH_BACK;
        /** Whether this rollback has scaled the old colour up. */
        boolean scaledUp;
        /** The ready Pods that the traffic waits for; 0 at first. An autoscaler may have shrunk the old colour. */
        int enough;
        /** When the traffic went back; 0 before that. */
        long backAt;
        /** Whether the candidate is not scaled down, because the endpoints were not seen to be the old colour's. */
        boolean candidateStays;
        /** Whether the failure holds what the candidate's Pods tell. */
        boolean explained;
        /** Until when that is read; 0 before the first attempt. */
        long explainBy;
        /** Whether the candidate is not scaled down, because Services of others have its Pods as endpoints. */
        boolean candidateServes;
    }
}
