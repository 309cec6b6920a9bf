package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.ObjectRef;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.ReleaseResult;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.List;

/** What a release will do, its result, and their texts: why it ended, and where the traffic is. */
final class ResultTexts {
    private ResultTexts() {}

    static void tellPlan(PhaseContext context, Rendering rendering) {
        ReleaseState state = context.state;
        context.progress(
                state.liveDeployment == null
                        ? Sentence.of("plan.first", state.application, state.candidate, state.replicas)
                        : Sentence.of("plan.next", state.candidate, state.replicas, state.liveDeployment));
        rendering.remarks().forEach(context::progress);
        List<String> objects =
                rendering.objects().stream().map(ObjectRef::toString).toList();
        context.progress(Sentence.of("plan.objects", String.join(", ", objects)));
    }

    /** Says in PLAN that the old Pods stay longer than they were asked to. */
    static void tellStay(PhaseContext context) {
        String old = context.state.liveDeployment;
        long seconds = old == null ? 0 : RetirePhase.staySeconds(context, old);
        if (seconds > context.spec.limits().scaleDownDelaySeconds()) {
            context.progress(Sentence.of("plan.stay", old, seconds));
        }
    }

    /** How a release ends that has taken its candidate back, discarded what was held, or holds it. */
    static Outcome ending(ReleaseState state) {
        if (state.phase != Phase.ROLLBACK) {
            return Outcome.HELD;
        }
        if (state.plan.asked == Operation.DISCARD && state.failure == null) {
            return Outcome.UNCHANGED;
        }
        return state.rollback.backAt != 0 || state.aborted ? wentBack(state) : Outcome.FAILED_BEFORE_SWITCH;
    }

    /** How a release ends whose Services went back. */
    static Outcome wentBack(ReleaseState state) {
        return state.aborted ? Outcome.ABORTED : Outcome.ROLLED_BACK;
    }

    /** The revision that is being released; 0 in PLAN, which decides it, and where nothing is. */
    static int revision(ReleaseState state) {
        boolean more = state.operation == Operation.RELEASE;
        return state.phase == Phase.PLAN || state.services.isEmpty() ? 0 : state.revision + (more ? 1 : 0);
    }

    /** The result, with the outcome and the message that the transition chose. */
    static ReleaseResult result(ReleaseState state, Outcome outcome, Sentence message, long endedAt) {
        boolean promoted = outcome == Outcome.PROMOTED && state.operation == Operation.RELEASE;
        ReleaseResult result = new ReleaseResult(
                outcome,
                message,
                state.application == null ? "" : state.application,
                state.spec.namespace(),
                label(state.trafficColor()),
                label(state.trafficMoved() ? state.live : null),
                state.image == null ? "" : state.image,
                promoted ? state.revision + 1 : state.revision,
                endedAt - state.startedAt,
                state.rollback.backAt == 0 ? -1 : state.rollback.backAt - state.phaseStartedAt);
        return result.masked(state.spec.source().mask());
    }

    /** The live version is what the manifests say. They don't show what a tag stood for when it was rolled out. */
    static Sentence unchanged(ReleaseState state) {
        boolean digest = state.image.contains("@");
        Sentence unchanged = Sentence.of(
                digest ? "result.unchanged" : "result.unchangedTag", state.application, state.live, state.image);
        return state.spec.policy().hasBody() ? unchanged.then(Sentence.of("result.noBlock")) : unchanged;
    }

    static Sentence nothingTouched(ReleaseState state) {
        return state.failure.then(traffic(state));
    }

    static Sentence broughtBack(ReleaseState state) {
        if (state.rollback.backAt == 0) {
            return state.failure.then(traffic(state));
        }
        Sentence took = Sentence.seconds(state.rollback.backAt - state.phaseStartedAt);
        return state.failure.then(Sentence.of("result.rolledBack", took, traffic(state)));
    }

    static Sentence rollbackFailed(ReleaseState state, Sentence cause) {
        Sentence reason = cause.equals(state.failure) ? Sentence.of("rollback.sameReason") : cause;
        return state.failure.then(Sentence.of("result.rollbackFailed", reason, traffic(state)));
    }

    static Sentence promoted(ReleaseState state) {
        if (state.operation == Operation.ROLL_BACK) {
            return backOn(state, state.candidateDeployment);
        }
        Sentence promoted = Sentence.of("result.promoted", state.application, state.image, state.candidate);
        for (String former : state.health.companions().former) {
            promoted = promoted.then(Sentence.of(
                    "result.formerCompanion", former, former + "-" + state.candidate, state.spec.namespace()));
        }
        String former = state.liveDeployment;
        boolean color = former == null || state.live != null && former.equals(state.application + "-" + state.live);
        return color
                ? promoted
                : promoted.then(Sentence.of("result.former", former, state.application, state.spec.namespace()));
    }

    static Sentence discarded(ReleaseState state) {
        return Sentence.of("result.discarded", state.image, state.candidate).then(traffic(state));
    }

    static Sentence held(ReleaseState state) {
        Sentence held = Sentence.of("result.held", state.application, state.image, state.candidate, state.replicas);
        return held.then(traffic(state));
    }

    static Sentence backOn(ReleaseState state, String deployment) {
        return Sentence.of("result.backTo", state.application, deployment);
    }

    static Sentence lockLost(ReleaseState state, Sentence cause) {
        Sentence lost = Sentence.of("result.lockLost", cause, traffic(state));
        return state.failure == null ? lost : state.failure.then(lost);
    }

    /** Where the traffic is, as far as this release knows. */
    static Sentence traffic(ReleaseState state) {
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

    private static String label(Color color) {
        return color == null ? "" : color.label();
    }
}
