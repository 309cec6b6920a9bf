package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.util.Optional;

/**
 * Completes a release's failure with what the candidate's Pods tell: exit code, last log lines, events. Read once,
 * after the traffic is back and before the candidate goes. No failure of these reads fails anything.
 */
final class Evidence {
    private Evidence() {}

    /**
     * A step of the rollback: waits until the Pods show what is wrong, as long as the candidate stays anyway, and reads
     * it. A read that the API refuses is repeated for {@link Pace#poll}.
     *
     * @return what to wait for; null once the failure is complete, or can't be completed, and the next step is to begin
     */
    static Move read(PhaseContext context) {
        Move wait = isWanted(context.state) ? waitOrRead(context) : null;
        if (wait == null) {
            context.state.rollback.step = RollbackPhase.Step.LET_CANDIDATE_GO;
        }
        return wait;
    }

    private static boolean isWanted(ReleaseState state) {
        return !state.rollback.explained
                && state.failure != null
                && !state.failure.key().equals("abort.requested");
    }

    private static Move waitOrRead(PhaseContext context) {
        ReleaseState state = context.state;
        long delaySeconds = RetirePhase.staySeconds(context, state.candidateDeployment);
        long due = state.rollback.backAt + delaySeconds * 1000L;
        boolean stays = state.rollback.backAt != 0 && context.spec.policy().onFailure() == OnFailure.SCALE_DOWN;
        if (stays && context.now < due && !isVisible(context)) {
            return context.waitUntil(due, Sentence.of("retire.waiting", delaySeconds, state.candidateDeployment));
        }
        if (state.rollback.explainBy == 0) {
            state.rollback.explainBy = context.now + context.pace.poll();
        }
        try {
            complete(context);
        } catch (ClusterException e) {
            if (e.isTransient() && context.now < state.rollback.explainBy) {
                throw e;
            }
            context.progress(Sentence.of("ready.notDiagnosed", e.sentence()));
        } catch (Throwable e) {
            context.progress(Sentence.of("ready.notDiagnosed", ReleaseException.sentenceOf(e)));
        }
        return null;
    }

    /** The same in one attempt, for a release that ends now. */
    static void readAtEnd(PhaseContext context) {
        if (!isWanted(context.state)) {
            return;
        }
        try {
            complete(context);
        } catch (Throwable e) {
            context.progress(Sentence.of("ready.notDiagnosed", ReleaseException.sentenceOf(e)));
        }
    }

    private static void complete(PhaseContext context) {
        ReleaseState state = context.state;
        if (isVisible(context)) {
            diagnose(context).ifPresent(reason -> state.failure = state.failure.then(reason));
        }
        state.rollback.explained = true;
    }

    /** The diagnosis of the candidate's Pods. */
    static Optional<Sentence> diagnose(PhaseContext context) {
        ReleaseState state = context.state;
        String revision = state.operation == Operation.RELEASE ? state.specHash : null;
        return context.cluster.diagnose(state.candidateDeployment, revision);
    }

    /** Whether the watch shows anything wrong: a refused or unready Pod, or a container that has ended since READY. */
    private static boolean isVisible(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.candidateDeployment == null || state.specHash == null && state.operation == Operation.RELEASE) {
            return false;
        }
        Workload candidate = context.cluster.workload(state.candidateDeployment);
        return candidate.exists()
                && (candidate.deployment().refusal() != null
                        || ReadyPhase.ours(state, candidate).stream().anyMatch(pod -> isWrong(state, pod)));
    }

    private static boolean isWrong(ReleaseState state, PodView pod) {
        return !pod.ready() || state.test.tested.endsOf(pod) > 0;
    }

    /** The diagnosis of the old colour's Pods, which a rollback waited for in vain, if it can be read. */
    static Optional<Sentence> whyNotBack(PhaseContext context) {
        if (!context.state.trafficMoved() || context.state.liveDeployment == null) {
            return Optional.empty();
        }
        try {
            return context.cluster.diagnose(context.state.liveDeployment, null);
        } catch (Throwable e) {
            context.progress(Sentence.of("ready.notDiagnosed", ReleaseException.sentenceOf(e)));
            return Optional.empty();
        }
    }
}
