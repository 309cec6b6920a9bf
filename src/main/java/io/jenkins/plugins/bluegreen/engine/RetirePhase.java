package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.PodView;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.List;

/**
 * Lets the old colour go: after {@code scaleDownDelay}, in which new connections move (established ones stay with their
 * Pod until it goes), and after the drain. While the old colour still runs, a candidate that loses all its Pods sends
 * the traffic back.
 */
final class RetirePhase implements PhaseStep {
    static Move enter(Run run) {
        Drain drain = run.spec.drain();
        long seconds = run.spec.limits().scaleDownDelaySeconds() + (drain == null ? 0 : drain.timeoutSeconds());
        return run.enter(Phase.RETIRE, run.time() + seconds * 1000L + run.pace.step());
    }

    @Override
    public Move advance(Run run) {
        ReleaseState state = run.state;
        if (!state.retire.retired) {
            if (run.cluster.workload(state.candidateDeployment).readyPods() == 0) {
                throw ReadyPhase.trouble(run, Sentence.of("monitor.noneReady", state.candidateDeployment));
            }
            Move wait = waitBeforeRetiring(run);
            if (wait != null) {
                return wait;
            }
        }
        // what the Services select is exactly the candidate: nothing of the old colour has traffic
        List<ServiceView> services = ServiceSwitch.requireOnCandidate(run);
        if (!state.retire.retired) {
            state.retire.retiring = true;
            run.save();
            retire(run);
            state.retire.retired = true;
            run.save();
        }
        try {
            services.stream().filter(view -> view.record().phase() != null).forEach(view -> close(run, view));
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT && e.kind() != ClusterException.Kind.NOT_FOUND) {
                throw e;
            }
            // changed since it was read: is the traffic still on the candidate?
            return run.again();
        }
        return run.promoted();
    }

    /** @return what there is to wait for before the old colour goes; null when it may */
    private static Move waitBeforeRetiring(Run run) {
        ReleaseState state = run.state;
        if (!hasToGo(run)) {
            return null;
        }
        long due = state.switching.switchedAt + run.spec.limits().scaleDownDelaySeconds() * 1000L;
        if (run.now < due) {
            return run.waitUntil(
                    due,
                    Sentence.of("retire.waiting", run.spec.limits().scaleDownDelaySeconds(), state.liveDeployment));
        }
        return drain(run);
    }

    private static boolean hasToGo(Run run) {
        return run.state.liveDeployment != null && run.spec.policy().keepPrevious() != KeepPrevious.RUNNING;
    }

    private static void retire(Run run) {
        ReleaseState state = run.state;
        if (!hasToGo(run)) {
            return;
        }
        Workload old = run.cluster.workload(state.liveDeployment);
        int ran = old.exists() ? old.deployment().desired() : 0;
        if (run.spec.policy().keepPrevious() == KeepPrevious.DELETE && state.live != null) {
            run.write().deleteColor(run.spec, state.application, state.live, state.liveDeployment);
            run.progress(Sentence.of("retire.deleted", state.liveDeployment));
        } else if (ran > 0) {
            run.write().scale(state.liveDeployment, 0, ran);
            run.progress(Sentence.of("retire.scaled", state.liveDeployment, ran));
        }
    }

    private static Move drain(Run run) {
        ReleaseState state = run.state;
        Drain drain = run.spec.drain();
        if (drain == null) {
            return null;
        }
        List<String> pods = run.cluster.workload(state.liveDeployment).pods().stream()
                .filter(pod -> !pod.terminating())
                .map(PodView::name)
                .toList();
        if (!state.retire.drainAsked) {
            run.cluster
                    .drain(drain, pods)
                    .forEach((pod, reason) -> run.warn(Sentence.of("retire.notDrained", pod, reason)));
            state.retire.drainAsked = true;
            state.retire.drainedAt = run.time() + drain.timeoutSeconds() * 1000L;
        }
        if (run.now >= state.retire.drainedAt) {
            return null;
        }
        if (drain.metric() != null && run.now >= state.retire.nextCheckAt) {
            if (run.cluster.isDrained(drain, pods)) {
                run.progress(Sentence.of("retire.drained", state.liveDeployment));
                state.retire.drainedAt = run.now;
                return null;
            }
            state.retire.nextCheckAt = run.time() + run.pace.poll();
        }
        long next = drain.metric() == null ? state.retire.drainedAt : Math.min(state.retire.drainedAt, state.retire.nextCheckAt);
        return run.waitUntil(next, Sentence.of("retire.draining", state.liveDeployment, drain.timeoutSeconds()));
    }

    /** Takes the phase off the Service, and the way back where there is none any more. */
    private static void close(Run run, ServiceView view) {
        ServiceRecord record = view.record().atRest();
        if (run.spec.policy().keepPrevious() == KeepPrevious.DELETE && run.state.live != null) {
            record = record.withoutPrevious();
        }
        run.write().patchService(view, new Traffic(view.traffic().selector(), null), record);
    }

    @Override
    public Move expired(Run run) {
        run.warn(Sentence.of("retire.timeout", run.state.liveDeployment, run.state.waitingFor));
        return run.promoted();
    }

    /** The state of RETIRE. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        boolean drainAsked;
        /** When the drain ends at the latest. */
        long drainedAt;
        /** When the drain's metric is read next. */
        long nextCheckAt;
        /** Whether the old colour's Pods may have been told to go. */
        boolean retiring;
        /** Whether the old colour has been scaled down or deleted. */
        boolean retired;
    }
}
