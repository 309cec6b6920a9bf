package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Scales the old colour down, or deletes it, after {@code scaleDownDelay} and after the drain. During the delay new
 * connections go to the candidate; established ones stay with their Pod until it ends. While the old colour still runs,
 * the release rolls back if the candidate loses all its Pods, or if a container of it ends. Where no colour has to go,
 * the candidate is watched as long, but no longer than {@link #MOST_WATCHED_SECONDS}.
 */
final class RetirePhase implements PhaseStep {
    /** Of a candidate that nothing has to make room for: a Pod that ends soon is no success. */
    private static final int MOST_WATCHED_SECONDS = 30;

    static Move enter(PhaseContext context) {
        Drain drain = context.spec.drain();
        long seconds = context.spec.limits().scaleDownDelaySeconds() + (drain == null ? 0 : drain.timeoutSeconds());
        return context.next.enter(Phase.RETIRE, context.time() + seconds * 1000L + context.pace.step());
    }

    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        if (!state.retire.retired && isGone(context)) {
            state.retire.retired = true;
            state.retire.rest = true; // nothing to go back to, but maybe more to delete
        }
        if (!state.retire.retired) {
            boolean complete = MonitorPhase.watchPods(context, context.cluster.workload(state.candidateDeployment));
            HealthPhase.OfCompanions companions = new HealthPhase.OfCompanions(context);
            Move wait = Optional.ofNullable(waitBeforeRetiring(context)).orElseGet(companions::await);
            if (wait != null) {
                return wait;
            }
            if (!complete && hasToGo(context)) {
                // without the old colour, what is missing of the candidate would be missing under traffic
                waitForStart(context, state.monitor.pods.isStarting());
                return context.waitFor(Sentence.of("retire.incomplete", state.candidateDeployment));
            }
        }
        // the Services select exactly the candidate: the old colour has no traffic
        List<ServiceView> services = ServiceSwitch.requireOnCandidate(context);
        if (!state.retire.retired && ServiceMove.claim(context, services)) {
            services = ServiceSwitch.requireOnCandidate(context);
        }
        if (!state.retire.retired) {
            state.retire.retiring = true;
            context.save();
            retire(context);
            state.retire.retired = true;
            context.save();
        }
        if (state.retire.rest) {
            retire(context);
            state.retire.rest = false;
        }
        ApplyPhase.Sizes.giveBack(context, !hasToGo(context) || state.retire.stays);
        List<String> objects = PlanChecks.Manifested.prune(context, services.get(0).record());
        PhaseStep.Jobs.prune(context);
        PlanChecks.Manifested.lower(context);
        try {
            services.stream()
                    .filter(view -> view.record().phase() != null)
                    .forEach(view -> close(context, view, objects));
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
            // changed since it was read: is the traffic still on the candidate?
            return context.again();
        }
        return context.next.promoted();
    }

    /** @return what to wait for before the old colour goes; null when it may go */
    private static Move waitBeforeRetiring(PhaseContext context) {
        ReleaseState state = context.state;
        if (!hasToGo(context)) {
            int seconds = Math.min(context.spec.limits().scaleDownDelaySeconds(), MOST_WATCHED_SECONDS);
            long end = state.switching.switchedAt + seconds * 1000L;
            Sentence what = Sentence.of("retire.watching", seconds, state.candidateDeployment);
            return context.now < end ? context.waitUntil(end, what) : null;
        }
        long seconds = staySeconds(context, state.liveDeployment);
        long due = state.switching.switchedAt + seconds * 1000L;
        if (context.now < due) {
            return context.waitUntil(due, Sentence.of("retire.waiting", seconds, state.liveDeployment));
        }
        if (!state.retire.drainAsked) {
            state.retire.stays = context.servesOthers(state.liveDeployment);
        }
        if (state.retire.stays) {
            return null;
        }
        Move wait = drain(context);
        // a drain takes its time
        state.retire.stays = wait == null && context.servesOthers(state.liveDeployment);
        return wait;
    }

    /** Gives Pods that start in the place of others the time that READY would give them. Once: others may follow. */
    static void waitForStart(PhaseContext context, boolean starting) {
        ReleaseState state = context.state;
        if (starting && !state.retire.extended) {
            state.retire.extended = true;
            long enough = context.now + context.spec.limits().timeoutSeconds() * 1000L;
            state.deadline = Math.max(state.deadline, enough);
            context.save();
        }
    }

    /** How many seconds a Deployment's Pods stay at least after they have lost the traffic. */
    static long staySeconds(PhaseContext context, String deployment) {
        DeploymentView view = context.cluster.workload(deployment).deployment();
        long routing = view == null || view.preStop() ? 0 : context.pace.routing() / 1000;
        return Math.max(context.spec.limits().scaleDownDelaySeconds(), routing);
    }

    private static boolean hasToGo(PhaseContext context) {
        return context.state.liveDeployment != null && context.spec.policy().keepPrevious() != KeepPrevious.RUNNING;
    }

    /** Whether the old colour was deleted, maybe by a process that ended before it could save that. */
    static boolean isGone(PhaseContext context) {
        RetirePhase.State retire = context.state.retire;
        return retire.retiring
                && hasToGo(context)
                && !context.cluster.workload(context.state.liveDeployment).exists();
    }

    private static void retire(PhaseContext context) {
        ReleaseState state = context.state;
        new HealthPhase.OfCompanions(context).park();
        if (!hasToGo(context) || state.retire.stays) {
            return;
        }
        int ran = context.cluster.workload(state.liveDeployment).desired();
        if (context.spec.policy().keepPrevious() == KeepPrevious.DELETE && state.live != null) {
            context.write().deleteColor(context.spec, state.application, state.live, state.liveDeployment);
            context.progress(Sentence.of("retire.deleted", state.liveDeployment));
        } else if (ran > 0) {
            context.write().scale(state.liveDeployment, 0, ran);
            context.progress(Sentence.of("retire.scaled", state.liveDeployment, ran));
        }
    }

    private static Move drain(PhaseContext context) {
        Drain drain = context.spec.drain();
        if (drain == null) {
            return null;
        }
        ReleaseState state = context.state;
        List<String> pods = context.cluster.workload(state.liveDeployment).pods().stream()
                .filter(pod -> !pod.terminating())
                .map(PodView::name)
                .toList();
        Sentence draining = Sentence.of("retire.draining", state.liveDeployment, drain.timeoutSeconds());
        if (!state.retire.drainAsked) {
            var refusals = context.questions.drain.ask(() -> context.cluster.drain(drain, pods));
            if (refusals.isEmpty()) {
                return context.waitFor(draining);
            }
            refusals.get().forEach((pod, reason) -> context.warn(Sentence.of("retire.notDrained", pod, reason)));
            state.retire.drainAsked = true;
            state.retire.drainedAt = context.time() + drain.timeoutSeconds() * 1000L;
        }
        if (context.now >= state.retire.drainedAt) {
            return null;
        }
        if (drain.metric() == null) {
            return context.waitUntil(state.retire.drainedAt, draining);
        }
        if (context.now >= state.retire.nextCheckAt) {
            Optional<Boolean> drained = context.questions.drained.ask(() -> context.cluster.isDrained(drain, pods));
            if (drained.isEmpty()) {
                return context.waitUntil(state.retire.drainedAt, draining);
            }
            if (drained.get()) {
                context.progress(Sentence.of("retire.drained", state.liveDeployment));
                state.retire.drainedAt = context.now;
                return null;
            }
            state.retire.nextCheckAt = context.time() + context.pace.poll();
        }
        return context.waitUntil(Math.min(state.retire.drainedAt, state.retire.nextCheckAt), draining);
    }

    /** Removes the phase from the Service's record, and the previous colour if it was deleted. */
    private static void close(PhaseContext context, ServiceView view, List<String> objects) {
        ServiceRecord record = RouteSwitch.promoted(view.record()).withObjects(objects);
        if (context.spec.policy().keepPrevious() == KeepPrevious.DELETE
                && context.state.live != null
                && !context.state.retire.stays) {
            record = record.withoutPrevious();
        }
        context.write().patchService(view, new Traffic(view.traffic().selector(), null), record);
    }

    @Override
    public Move expired(PhaseContext context) {
        State own = context.state.retire;
        Sentence late = new HealthPhase.OfCompanions(context).late();
        Sentence missing = context.state.monitor.pods.missing();
        if (late != null) {
            return context.next.fail(late);
        } else if (missing != null && hasToGo(context) && !own.retiring && !own.stays) {
            return context.next.fail(Sentence.of("retire.missing", context.state.candidateDeployment, missing));
        }
        context.warn(Sentence.of("retire.timeout", context.state.liveDeployment, context.state.waitingFor));
        return context.next.promoted();
    }

    /** The state of RETIRE. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        boolean drainAsked;
        /** When the drain ends at the latest. */
        long drainedAt;
        /** When the drain's metric is read next. */
        long nextCheckAt;
        /** Whether there was more time, once, for Pods that were starting. */
        boolean extended;
        /** Whether the old colour keeps its Pods, because Services of others have them as endpoints. */
        boolean stays;
        /** Whether the old colour's Pods may have been told to go. */
        boolean retiring;
        /** Whether the old colour has been scaled down or deleted. */
        boolean retired;
        /** Whether some of the old colour may be left, because a process ended while it deleted it. */
        boolean rest;
        /** Whether what the manifests no longer hold is gone. */
        boolean pruned;
        /** Whether the candidate has no more replicas than the manifests state, or is to keep them. */
        boolean lowered;
    }
}
