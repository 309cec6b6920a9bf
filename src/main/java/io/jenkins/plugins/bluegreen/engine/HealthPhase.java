package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.CompanionMoves;
import io.jenkins.plugins.bluegreen.engine.seen.CompanionPods;
import io.jenkins.plugins.bluegreen.engine.seen.Companions;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Asks every Pod of the candidate for its health until each has answered well {@code successes} times in a row. A Pod
 * that answers badly {@code failures} times in a row fails the release.
 */
final class HealthPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        HealthCheck check = context.spec.health();
        Workload candidate = context.cluster.workload(state.candidateDeployment);
        if (!candidate.exists()) {
            return context.waitFor(Sentence.of("ready.unseen", state.candidateDeployment));
        }
        List<PodView> pods = ReadyPhase.ours(state, candidate);
        ReadyPhase.requireNoTrouble(context, candidate.deployment(), pods);
        TestPhase.requireTemplate(context, candidate.deployment());
        Move back = TestPhase.backToReady(context, candidate, pods.stream().map(PodView::name).toList());
        if (back != null) {
            return back;
        }
        List<String> unsure = pods.stream()
                .map(PodView::name)
                .filter(pod -> state.health.tally.good.getOrDefault(pod, 0) < check.successes())
                .toList();
        if (!pods.isEmpty() && unsure.isEmpty()) {
            context.progress(Sentence.of("health.done", pods.size(), check.path()));
            return afterHealth(context);
        }
        if (context.now >= state.health.nextCheckAt || context.questions.health.isOpen()) {
            if (!context.questions.health.isOpen()) {
                state.health.nextCheckAt = context.time() + check.intervalSeconds() * 1000L;
            }
            Optional<Map<String, HealthAnswer>> answers =
                    context.questions.health.ask(() -> context.cluster.health(check, unsure));
            if (answers.isPresent()) {
                count(context, state.health.tally, answers.get());
                return context.again();
            }
        }
        return context.waitUntil(
                context.questions.health.isOpen() ? Long.MAX_VALUE : state.health.nextCheckAt,
                Sentence.of("health.waiting", pods.size() - unsure.size(), pods.size(), check.path()));
    }

    /** Counts answers; listeners hear of those under traffic. Throws after too many bad ones in a row of a Pod. */
    static void count(PhaseContext context, Tally tally, Map<String, HealthAnswer> answers) {
        if (context.state.phase == Phase.MONITOR && !answers.isEmpty()) {
            long bad = answers.values().stream().filter(answer -> !answer.healthy()).count();
            context.events().answers(context.state, answers.size(), (int) bad);
        }
        for (Map.Entry<String, HealthAnswer> entry : answers.entrySet()) {
            String pod = entry.getKey();
            HealthAnswer answer = entry.getValue();
            if (answer.healthy()) {
                tally.good.merge(pod, 1, Integer::sum);
                tally.bad.remove(pod);
                continue;
            }
            tally.good.remove(pod);
            int bad = tally.bad.merge(pod, 1, Integer::sum);
            if (bad >= context.spec.health().failures() && isOver(context, pod, answer)) {
                tally.bad.remove(pod);
                continue;
            }
            if (bad >= context.spec.health().failures()) {
                throw new ReleaseException(Sentence.of("health.failed", answer.reason(), bad));
            }
            context.progress(Sentence.of("health.bad", answer.reason(), bad, context.spec.health().failures()));
        }
    }

    /** Whether a Pod could not be asked because it was evicted, or went with its node: it is not ready, read now. */
    private static boolean isOver(PhaseContext context, String pod, HealthAnswer answer) {
        return !answer.asked()
                && !context.cluster.readyPods(context.state.primary().to.selector()).contains(pod);
    }

    /** Enters TEST if there is a block to run, without a deadline for its input, else SWITCH. */
    static Move afterHealth(PhaseContext context) {
        if (context.spec.policy().hasBody() && !context.state.test.done) {
            return context.next.enter(Phase.TEST, Long.MAX_VALUE);
        }
        boolean holds = TestPhase.Hold.isWanted(context);
        return context.next.enter(holds ? Phase.TEST : Phase.SWITCH, context.time() + context.pace.step());
    }

    /** The health answers of each Pod, counted. */
    static final class Tally implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Good answers in a row, by Pod. */
        final TreeMap<String, Integer> good = new TreeMap<>();
        /** Bad answers in a row, by Pod. */
        final TreeMap<String, Integer> bad = new TreeMap<>();
    }

    /** The state of HEALTH. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        final Tally tally = new Tally();
        long nextCheckAt;
        private Companions.State companions = new Companions.State();

        /** A state that an older version saved has none. */
        Companions.State companions() {
            companions = companions == null ? new Companions.State() : companions;
            return companions;
        }
    }

    /** What each phase does about the companions. */
    static final class OfCompanions {
        private final PhaseContext context;
        private final ReleaseState state;
        private final Companions.State own;
        private final boolean release;
        private final Companions companions;
        private final CompanionMoves moves;

        OfCompanions(PhaseContext context) {
            this.context = context;
            state = context.state;
            own = state.health.companions();
            release = state.operation == Operation.RELEASE;
            Rendering rendering = release ? context.cluster.render(context.spec, state.candidate) : null;
            companions = new Companions(context.cluster, state.application, rendering, own);
            List<String> services = state.services.stream().map(move -> move.service).toList();
            moves = new CompanionMoves(
                    companions, own, services, context::write, context::progress, context::warn, context::save);
        }

        void apply(Rendering rendering) {
            moves.apply(state.live, one -> context.write()
                    .applyCompanion(context.spec, rendering, one, own.sizes.get(one.name())));
        }

        void raise() {
            moves.raise(state.candidate, false, state.candidateWasRunning);
        }

        void start() {
            moves.start(state.candidate, release, state.candidateWasRunning);
        }

        /** The first that is not ready of those that have to run by now, or null. Throws what waiting can't mend. */
        CompanionPods.Look look() {
            CompanionPods.Patience patience = new CompanionPods.Patience(
                    context.pace.scheduling(),
                    context.spec.monitor().restarts(),
                    context.spec.limits().stabilizeSeconds() * 1000L);
            CompanionPods.Look look = new CompanionPods(context.cluster, release ? state.specHash : null, own)
                    .look(companions.due(state.candidate), context.now, patience);
            if (look != null && look.isTrouble() && release) {
                Sentence what = look.trouble();
                throw state.trafficMoved() ? new ReleaseException(what) : ReadyPhase.trouble(context, what);
            }
            return look;
        }

        /** What to wait for before those of the old colour go; null when they may. */
        Move await() {
            CompanionPods.Look look = look();
            long end = release ? Long.MAX_VALUE : state.switching.switchedAt + context.pace.step() / 2;
            RetirePhase.waitForStart(context, look != null && release);
            if (look != null && context.now < end) {
                return context.waitUntil(Math.min(end, look.until()), look.what());
            } else if (look != null) {
                context.warn(Sentence.of("companion.late", own.awaited, look.what()));
            } else if (moves.awaitsEndpoints(state.live, context.now, context.pace.poll())) {
                return context.waitUntil(own.readyAt + context.pace.poll(), Sentence.of("companion.endpoints"));
            }
            return null;
        }

        Sentence late() {
            return own.awaited != null && release && !state.retire.retiring
                    ? Sentence.of("companion.timeout", own.awaited, state.waitingFor) : null;
        }

        void park() {
            moves.park(state.live, context.spec.policy().keepPrevious());
        }

        void prune() {
            if (release && !own.pruned) {
                moves.prune(state.candidate, state.application);
                moves.lower();
                own.pruned = true;
            }
        }

        /** Those of the old colour come back; the traffic does not wait for it. */
        void tryBack() {
            try {
                back();
            } catch (RuntimeException e) {
                context.progress(ReleaseException.sentenceOf(e));
            }
        }

        private void back() {
            if (!own.back && state.retire.retiring) {
                moves.back(state.live);
                own.back = true;
            }
        }

        /** Those of the old colour come back, then those of the candidate go. */
        void change() {
            boolean goes = context.spec.policy().onFailure() == OnFailure.SCALE_DOWN && state.apply.touched;
            try {
                back();
                if (!own.down && goes) {
                    moves.stop(state.candidate, release || state.plan.asked == Operation.DISCARD);
                    own.down = true;
                }
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                context.warn(e.sentence());
            }
        }
    }
}
