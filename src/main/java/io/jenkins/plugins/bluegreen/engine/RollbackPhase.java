package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Brings things back. Before the switch: the candidate goes. After it: the old colour gets its Pods back if it has lost
 * them, then the traffic; nothing of this asks the candidate for anything. With no Pod of the candidate ready, the first
 * ready Pod of the old colour is enough to switch.
 */
final class RollbackPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        ReleaseState state = run.state;
        if (state.trafficMoved()) {
            Move wait = switchBack(run);
            if (wait != null) {
                return wait;
            }
        }
        if (state.rollback.rolledBackAt != 0) {
            if (!state.rollback.backSeen) {
                // endpoints that were never seen to go may look as if they had come back
                long sure = state.switching.served ? 0 : state.rollback.rolledBackAt + run.pace.poll();
                boolean back = run.now >= sure && SwitchPhase.servesOnly(run, state.liveDeployment);
                Sentence missing =
                        Sentence.of("switch.endpoints", SwitchPhase.names(state), state.liveDeployment);
                if (!back && run.now < state.deadline) {
                    return run.waitUntil(run.now < sure ? sure : Long.MAX_VALUE, missing);
                }
                if (!back) {
                    // requests may still go to the candidate
                    state.rollback.candidateDown = true;
                    long waited = (run.now - state.rollback.rolledBackAt) / 1000;
                    run.warn(Sentence.of(
                            "rollback.notCleaned",
                            state.candidateDeployment,
                            Sentence.of("rollback.timeout", waited, missing)));
                }
                seenBack(run);
            }
            long due = state.rollback.rolledBackAt + run.spec.limits().scaleDownDelaySeconds() * 1000L;
            boolean serves = run.cluster.workload(state.candidateDeployment).readyPods() > 0;
            if (serves && run.now < due && run.spec.policy().onFailure() == OnFailure.SCALE_DOWN) {
                return run.waitUntil(
                        due,
                        Sentence.of(
                                "retire.waiting",
                                run.spec.limits().scaleDownDelaySeconds(),
                                state.candidateDeployment));
            }
        }
        return cleanUp(run);
    }

    private static void seenBack(Run run) {
        ReleaseState state = run.state;
        state.rollback.backSeen = true;
        state.rollback.rolledBackAt = run.time();
        state.deadline = run.time() + run.spec.limits().scaleDownDelaySeconds() * 1000L + run.pace.step();
        run.progress(Sentence.of(
                "rollback.done",
                state.liveDeployment,
                Sentence.seconds(state.rollback.rolledBackAt - state.phaseStartedAt)));
    }

    /** @return what there is to wait for, or the end; null once the traffic is back */
    private static Move switchBack(Run run) {
        ReleaseState state = run.state;
        if (state.switching.switchedAt != 0 && state.liveDeployment == null) {
            if (state.aborted) {
                Move conflict = unmark(run, false);
                return conflict != null
                        ? conflict
                        : run.finish(Outcome.ABORTED, state.failure.then(run.traffic()), state.failure);
            }
            return run.fail(Sentence.of("rollback.firstRelease"));
        }
        if (state.liveDeployment != null) {
            Move wait = bringBack(run);
            if (wait != null) {
                return wait;
            }
        }
        for (ServiceMove move : state.services) {
            if (move.moved) {
                run.save();
                ServiceSwitch.back(run, move);
            }
        }
        if (state.liveDeployment != null) {
            state.rollback.rolledBackAt = run.time();
            // time for the endpoints, however late it is
            state.deadline = Math.max(state.deadline, state.rollback.rolledBackAt + run.pace.step());
        }
        run.save();
        return null;
    }

    private static Move bringBack(Run run) {
        ReleaseState state = run.state;
        Workload old = run.cluster.workload(state.liveDeployment);
        if (!old.exists()) {
            // a switch whose answer was lost may never have been: the end tells where the traffic is
            state.services.forEach(move -> run.read(move.service));
            return run.fail(Sentence.of("rollback.gone", state.application, state.liveDeployment));
        }
        int wanted = Math.max(1, state.liveReplicas);
        int desired = old.deployment().desired();
        if (!state.rollback.broughtBack && (state.retire.retiring || desired < wanted)) {
            run.write().scale(state.liveDeployment, Math.max(wanted, desired), 0);
            run.progress(Sentence.of("rollback.scaled", state.liveDeployment, Math.max(wanted, desired)));
            state.rollback.broughtBack = true;
            run.save();
        }
        boolean outage = run.cluster.workload(state.candidateDeployment).readyPods() == 0;
        int ready = old.readyPods();
        if (ready > 0 && state.retire.retiring) {
            // the watch may still show Pods that are told to go
            ready = Math.min(
                    ready, run.cluster.readyPods(state.primary().back.selector()).size());
        }
        if (ready >= wanted || ready > 0 && (outage || run.now >= state.deadline)) {
            return null;
        }
        return run.waitFor(Sentence.of("ready.waiting", ready, wanted, state.liveDeployment));
    }

    /** The candidate goes, an adopted Service gets its own selector back, and the mark comes off. */
    private static Move cleanUp(Run run) {
        ReleaseState state = run.state;
        boolean keep = run.spec.policy().onFailure() == OnFailure.KEEP;
        if (state.apply.touched && !state.rollback.candidateDown) {
            if (keep) {
                run.progress(Sentence.of("rollback.kept", state.candidateDeployment));
            } else if (state.operation == Operation.RELEASE || !state.candidateWasRunning) {
                TrafficGuard.requireIdleCandidate(run);
                int remember = state.operation == Operation.RELEASE ? 0 : state.replicas;
                run.write().scale(state.candidateDeployment, 0, remember);
                run.progress(Sentence.of("rollback.down", state.candidateDeployment));
            }
            state.rollback.candidateDown = true;
            run.save();
        }
        if (state.pin != null && keep && state.apply.touched) {
            run.warn(Sentence.of("rollback.pinned", SwitchPhase.names(state), state.pin));
        } else if (state.pin != null && state.apply.touched && !run.cluster.workload(state.candidateDeployment).pods().isEmpty()) {
            return run.waitFor(Sentence.of("rollback.podsGoing", state.candidateDeployment));
        }
        Move conflict = state.apply.touched ? unmark(run, keep) : null;
        return conflict != null ? conflict : run.broughtBack();
    }

    /** @return another move, where a Service was changed since it was read; null when no mark is left */
    private static Move unmark(Run run, boolean keep) {
        try {
            run.state.services.forEach(move -> unmark(run, move, keep));
            return null;
        } catch (ClusterException e) {
            if (e.kind() != ClusterException.Kind.CONFLICT) {
                throw e;
            }
            return run.again();
        }
    }

    private static void unmark(Run run, ServiceMove move, boolean keep) {
        ServiceView view = run.read(move.service).orElse(null);
        if (view == null) {
            return;
        }
        boolean marked = run.spec.id().equals(view.record().release()) && view.record().phase() != null;
        // a Service that was switched back has lost the mark, and is still pinned
        boolean pinned = move.unpinned != null && !keep && view.traffic().selectsAs(move.from);
        if (marked || pinned) {
            Traffic traffic = pinned ? move.unpinned : view.traffic();
            run.write().patchService(view, new Traffic(traffic.selector(), null), view.record().atRest());
        }
    }

    @Override
    public Move expired(Run run) {
        if (isBack(run) && !run.state.rollback.extended) {
            // the patch may have arrived, and only its answer not
            run.state.rollback.extended = true;
            run.state.deadline = run.time() + run.pace.step();
            return run.again();
        }
        Sentence missing = run.state.waitingFor == null ? Sentence.verbatim("-") : run.state.waitingFor;
        Sentence late = Sentence.of("rollback.timeout", run.spec.limits().rollbackTimeoutSeconds(), missing);
        return run.fail(whyNotBack(run)
                .map(reason -> Sentence.of("rollback.timeoutReason", late, reason))
                .orElse(late));
    }

    /** Whether every Service that was switched is where it was; looks at all, for the end to tell where they are. */
    private static boolean isBack(Run run) {
        List<ServiceMove> moved =
                run.state.services.stream().filter(move -> move.moved).toList();
        try {
            return !moved.isEmpty()
                    && moved.stream().filter(move -> isBack(run, move)).count() == moved.size();
        } catch (ClusterException e) {
            return false;
        }
    }

    private static boolean isBack(Run run, ServiceMove move) {
        return run.read(move.service)
                .filter(view -> move.back != null && view.traffic().selectsAs(move.back))
                .isPresent();
    }

    /** What keeps the old colour from coming back, where that can be read. */
    private static Optional<Sentence> whyNotBack(Run run) {
        if (!run.state.trafficMoved() || run.state.liveDeployment == null) {
            return Optional.empty();
        }
        try {
            return run.cluster.diagnose(run.state.liveDeployment, null);
        } catch (ClusterException e) {
            return Optional.empty();
        }
    }

    /** The state of ROLLBACK. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        boolean broughtBack;
        boolean candidateDown;
        boolean backSeen;
        boolean extended;
        /** When the traffic went back; 0 while it has not. */
        long rolledBackAt;
    }
}
