package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
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

    /**
     * Counts answers, and tells listeners of those that were given under traffic.
     *
     * @throws ReleaseException when a Pod has answered badly too often in a row
     */
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

    /** Enters TEST if there is a block to run, else SWITCH. */
    static Move afterHealth(PhaseContext context) {
        if (context.spec.policy().hasBody() && !context.state.test.done) {
            // no deadline: the block may contain an input that waits for days
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
    }
}
