package io.jenkins.plugins.bluegreen.engine;

import java.util.List;

/**
 * Lets the old colour go: after {@code scaleDownDelay}, in which new connections move (established ones stay with their
 * Pod until it goes), and after the drain. While the old colour still runs, a candidate that loses all its Pods sends
 * the traffic back.
 */
final class RetirePhase implements PhaseStep {
    static Move enter(Run run) {
        Drain drain = run.spec.drain();
        long seconds = run.spec.scaleDownDelaySeconds() + (drain == null ? 0 : drain.timeoutSeconds());
        return run.enter(Phase.RETIRE, run.time() + seconds * 1000L + run.pace.step());
    }

    @Override
    public Move advance(Run run) {
        ReleaseState state = run.state;
        if (!state.retired) {
            if (run.cluster.workload(state.candidateDeployment).readyPods() == 0) {
                throw ReadyPhase.trouble(run, Sentence.of("monitor.noneReady", state.candidateDeployment));
            }
            Move wait = mayStayOrGo(run);
            if (wait != null) {
                return wait;
            }
        }
        for (ServiceMove move : state.services) {
            ServiceView view = ServiceSwitch.readOnCandidate(run, move);
            if (view.record().phase() != null) {
                close(run, view);
            }
        }
        return run.promoted();
    }

    /** Retires the old colour. @return what there is to wait for before that; null once done */
    private static Move mayStayOrGo(Run run) {
        ReleaseState state = run.state;
        if (state.liveDeployment == null || run.spec.keepPrevious() == KeepPrevious.RUNNING) {
            state.retired = true;
            return null;
        }
        long due = state.switchedAt + run.spec.scaleDownDelaySeconds() * 1000L;
        if (run.now < due) {
            return run.waitUntil(
                    due, Sentence.of("retire.waiting", run.spec.scaleDownDelaySeconds(), state.liveDeployment));
        }
        Move draining = drain(run);
        if (draining != null) {
            return draining;
        }
        ServiceSwitch.requireOnCandidate(run);
        TrafficGuard.check(run, state.liveDeployment, move -> move.from);
        retire(run);
        state.retired = true;
        run.save();
        return null;
    }

    private static void retire(Run run) {
        ReleaseState state = run.state;
        Workload old = run.cluster.workload(state.liveDeployment);
        int ran = old.exists() ? old.deployment().desired() : 0;
        if (run.spec.keepPrevious() == KeepPrevious.DELETE && state.live != null) {
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
        if (!state.drainAsked) {
            run.cluster
                    .drain(drain, pods)
                    .forEach((pod, reason) -> run.warn(Sentence.of("retire.notDrained", pod, reason)));
            state.drainAsked = true;
            state.drainedAt = run.time() + drain.timeoutSeconds() * 1000L;
            state.nextCheckAt = 0;
        }
        if (run.now >= state.drainedAt) {
            return null;
        }
        if (drain.metric() != null && run.now >= state.nextCheckAt) {
            if (run.cluster.isDrained(drain, pods)) {
                run.progress(Sentence.of("retire.drained", state.liveDeployment));
                state.drainedAt = run.now;
                return null;
            }
            state.nextCheckAt = run.time() + run.pace.poll();
        }
        long next = drain.metric() == null ? state.drainedAt : Math.min(state.drainedAt, state.nextCheckAt);
        return run.waitUntil(next, Sentence.of("retire.draining", state.liveDeployment, drain.timeoutSeconds()));
    }

    /** Takes the phase off the Service, and the way back where there is none any more. */
    private static void close(Run run, ServiceView view) {
        ServiceRecord record = view.record().atRest();
        if (run.spec.keepPrevious() == KeepPrevious.DELETE && run.state.live != null) {
            record = record.withoutPrevious();
        }
        run.write().patchService(view, new Traffic(view.traffic().selector(), null), record);
    }

    @Override
    public Move expired(Run run) {
        run.warn(Sentence.of("retire.timeout", run.state.liveDeployment, run.state.waitingFor));
        return run.promoted();
    }
}
