package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.CompanionPods;
import io.jenkins.plugins.bluegreen.engine.seen.PassingTroubles;
import io.jenkins.plugins.bluegreen.engine.seen.ToldPods;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Waits until every Pod of the candidate has been ready for {@code stabilize} seconds. A change of a Pod starts these
 * seconds again, but does not move the deadline. A trouble that waiting can't mend fails the release at once. One that
 * may pass is waited for: {@link Pace#scheduling} long, or until the deadline where what is missing is room.
 */
final class ReadyPhase implements PhaseStep {
    /** The key of the diagnosis that no node will come. */
    private static final String NO_SCALE_UP = "diagnosis.noScaleUp";

    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        Workload candidate = context.cluster.workload(state.candidateDeployment);
        DeploymentView deployment = candidate.deployment();
        if (deployment == null || deployment.generation() < state.apply.generation || isOlder(context, deployment)) {
            return context.waitFor(Sentence.of("ready.unseen", state.candidateDeployment));
        }
        requireOurs(context, deployment);
        List<PodView> pods = ours(state, candidate);
        requireNoTrouble(context, deployment, pods);
        TestPhase.requireTemplate(context, deployment);
        state.test.tested.see(pods);
        CompanionPods.Look beside = state.operation == Operation.RELEASE
                ? new HealthPhase.OfCompanions(context).look() : null;
        Sentence missing = beside == null || beside.isSettling() ? null : beside.missing();

        long ready = pods.stream().filter(PodView::ready).count();
        if (deployment.desired() < 1 || !deployment.isServedBy(pods)) {
            state.health.companions().awaited = null;
            missing = Sentence.of("ready.waiting", ready, deployment.desired(), state.candidateDeployment);
        }
        if (missing != null) {
            state.ready.stableFingerprint = "";
            tellWhyStuck(context);
            return context.waitUntil(Math.min(dueOf(state, context.pace), nextDiagnosis(context)), missing);
        }
        String fingerprint = pods.stream()
                .map(pod -> pod.uid() + pod.restarts() + pod.readySince())
                .sorted()
                .collect(Collectors.joining(" "));
        if (!fingerprint.equals(state.ready.stableFingerprint)) {
            state.ready.stableFingerprint = fingerprint;
            state.ready.stableSince = context.now;
        }
        long stable = state.ready.stableSince + context.spec.limits().stabilizeSeconds() * 1000L;
        if (context.now < stable) {
            return context.waitUntil(
                    stable, Sentence.of("ready.stabilizing", ready, context.spec.limits().stabilizeSeconds()));
        }
        if (beside != null) {
            return context.waitUntil(beside.until(), beside.missing());
        }
        state.test.tested.retain(pods);
        context.progress(Sentence.of("ready.done", ready, state.candidateDeployment));
        return context.spec.health().kind() == HealthCheck.Kind.NONE
                ? HealthPhase.afterHealth(context)
                : context.next.enter(Phase.HEALTH, state.candidateDeadline);
    }

    private static long dueOf(ReleaseState state, Pace pace) {
        return Math.min(
                state.ready.passing.due(pace.scheduling()),
                state.health.companions().passing.due(pace.scheduling()));
    }

    /**
     * Whether the watch may not have seen the last write yet. The generation does not tell that after a rollback's
     * scaling, which an HPA may change soon after, nor for a Deployment that was deleted and created again.
     */
    private static boolean isOlder(PhaseContext context, DeploymentView deployment) {
        boolean differs = context.state.operation == Operation.ROLL_BACK
                ? deployment.desired() < context.state.replicas
                : !context.state.specHash.equals(deployment.specHash());
        return differs && context.now < context.state.phaseStartedAt + context.pace.poll();
    }

    /** The Pods of this release's revision; in a manual rollback, all Pods that are not terminating. */
    static List<PodView> ours(ReleaseState state, Workload workload) {
        return state.operation == Operation.RELEASE
                ? workload.podsOf(state.specHash)
                : workload.pods().stream().filter(pod -> !pod.terminating()).toList();
    }

    private static void requireOurs(PhaseContext context, DeploymentView deployment) {
        if (context.state.operation == Operation.RELEASE && !context.state.specHash.equals(deployment.specHash())) {
            String manager = context.cluster.template(deployment.name())
                    .map(TestedPods.Template::manager)
                    .orElse("unknown");
            throw new ReleaseException(Sentence.of("ready.replaced", deployment.name(), manager));
        }
    }

    static void requireNoTrouble(PhaseContext context, DeploymentView deployment, List<PodView> pods) {
        Optional<PodView> ended = context.state.test.tested.ended(pods, context.spec.monitor().restarts());
        if (ended.isPresent()) {
            throw trouble(context, Sentence.of("ready.ended", ended.get().name()));
        }
        TreeMap<String, Sentence> soonOver = new TreeMap<>();
        if (deployment.refusal() != null && !deployment.isQuotaFull()) {
            soonOver.put("", Sentence.of("ready.refused", deployment.name(), deployment.refusal()));
        }
        for (PodView pod : pods) {
            if (pod.trouble() != null && !pod.ready()) {
                Sentence plain = Sentence.of("ready.trouble", pod.name(), pod.trouble().detail());
                if (!pod.trouble().mayPass()) {
                    throw trouble(context, plain);
                }
                if (!pod.trouble().mayTakeLong()) {
                    soonOver.put(pod.uid() + pod.trouble().kind(), plain);
                }
            }
        }
        PassingTroubles passing = context.state.ready.passing;
        passing.see(soonOver.keySet(), context.now);
        Optional<String> overdue = passing.overdue(context.now, context.pace.scheduling());
        if (overdue.isPresent()) {
            throw trouble(context, soonOver.get(overdue.get()));
        }
    }

    /** The full diagnosis if the API answers, else {@code known}. Only before the switch, because it takes time. */
    static ReleaseException trouble(PhaseContext context, Sentence known) {
        try {
            ReleaseException reason = new ReleaseException(Evidence.diagnose(context).orElse(known));
            context.state.rollback.explained = true;
            return reason;
        } catch (ClusterException e) {
            context.progress(Sentence.of("ready.notDiagnosed", e.sentence()));
            return new ReleaseException(known);
        }
    }

    /**
     * Tells why the Pods are not ready.
     *
     * @throws ReleaseException when the cluster autoscaler adds no node for them
     */
    private static void tellWhyStuck(PhaseContext context) {
        ReleaseState state = context.state;
        if (context.now < nextDiagnosis(context)) {
            return;
        }
        state.ready.diagnoses = state.ready.diagnosedAt < state.phaseStartedAt ? 1 : state.ready.diagnoses + 1;
        state.ready.diagnosedAt = context.now;
        Optional<Sentence> reason = Evidence.diagnose(context);
        if (reason.isPresent() && reason.get().key().equals(NO_SCALE_UP)) {
            state.rollback.explained = true;
            throw new ReleaseException(reason.get());
        }
        long end = Math.min(state.deadline, state.ready.passing.due(context.pace.scheduling()));
        long leftSeconds = Math.max(0, end - context.now) / 1000;
        reason.ifPresent(why -> context.progress(Sentence.of("ready.stuck", why, leftSeconds)));
    }

    /** The diagnosis may need requests, so the intervals between two grow, up to {@link Pace#scheduling}. */
    private static long nextDiagnosis(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.ready.diagnosedAt < state.phaseStartedAt) {
            return state.phaseStartedAt + context.pace.stuck();
        }
        long grown = context.pace.stuck() << Math.min(state.ready.diagnoses - 1, 10);
        return state.ready.diagnosedAt + Math.min(grown, Math.max(context.pace.stuck(), context.pace.scheduling()));
    }

    /**
     * Tells listeners how many Pods of both colours are ready, as far as that is known without a request.
     *
     * @param changed whether the watches have shown a change since the move before
     */
    static void tellPods(PhaseContext context, boolean changed) {
        ReleaseState state = context.state;
        state.ready.told = state.ready.told == null ? new ToldPods() : state.ready.told;
        boolean running = state.phase != Phase.PLAN && state.phase != Phase.LOCK && state.result == null;
        if (running && state.ready.told.isDue(changed, context.now)) {
            tellPods(context, state.candidate, state.candidateDeployment);
            tellPods(context, state.live, state.liveDeployment);
        }
    }

    private static void tellPods(PhaseContext context, Color color, String deployment) {
        ReleaseState state = context.state;
        try {
            Optional.ofNullable(deployment)
                    .flatMap(context.cluster::knownWorkload)
                    .filter(seen -> state.ready.told.isNew(deployment, seen))
                    .ifPresent(seen -> context.events().pods(state, color, seen.readyPods(), seen.desired()));
        } catch (RuntimeException e) {
            // what is only shown stops no release
        }
    }

    @Override
    public Move expired(PhaseContext context) {
        Sentence waited = context.state.waitingFor == null
                ? Sentence.of("ready.unseen", context.state.candidateDeployment)
                : context.state.waitingFor;
        ReleaseException reason = trouble(context, waited);
        int timeoutSeconds = context.spec.limits().timeoutSeconds();
        return context.next.fail(Sentence.of("ready.timeout", timeoutSeconds, waited, reason.sentence()));
    }

    /** The state of READY. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        /** The Pods as they were when all were ready; empty while they are not. */
        String stableFingerprint = "";
        /** Since when the Pods have been the same and ready. */
        long stableSince;
        /** When it was last diagnosed why the Pods are not ready. */
        long diagnosedAt;
        /** How often it was diagnosed since the phase began. */
        int diagnoses;
        /** What may pass, and is waited for a short time. HEALTH goes on with it. */
        final PassingTroubles passing = new PassingTroubles();
        /** Which Pods listeners of this process know of. */
        transient ToldPods told;
    }
}
