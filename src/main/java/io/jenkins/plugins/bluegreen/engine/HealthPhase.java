package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.PodView;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Asks every Pod of the candidate for its health until each has answered well {@code successes} times in a row; one that
 * answers badly {@code failures} times in a row fails the release.
 */
final class HealthPhase implements PhaseStep {
    @Override
    public Move advance(Run run) {
        ReleaseState state = run.state;
        HealthCheck check = run.spec.health();
        Workload candidate = run.cluster.workload(state.candidateDeployment);
        if (!candidate.exists()) {
            return run.waitFor(Sentence.of("ready.unseen", state.candidateDeployment));
        }
        List<PodView> pods = ReadyPhase.ours(state, candidate);
        ReadyPhase.requireNoTrouble(run, candidate.deployment(), pods);
        List<String> unsure = pods.stream()
                .map(PodView::name)
                .filter(pod -> state.health.tally.good.getOrDefault(pod, 0) < check.successes())
                .toList();
        if (!pods.isEmpty() && unsure.isEmpty()) {
            run.progress(Sentence.of("health.done", pods.size(), check.path()));
            return afterHealth(run);
        }
        if (run.now >= state.health.nextCheckAt) {
            state.health.nextCheckAt = run.time() + check.intervalSeconds() * 1000L;
            ask(run, state.health.tally, unsure);
            if (unsure.stream().allMatch(pod -> state.health.tally.good.getOrDefault(pod, 0) >= check.successes())) {
                return run.again();
            }
        }
        return run.waitUntil(
                state.health.nextCheckAt,
                Sentence.of("health.waiting", pods.size() - unsure.size(), pods.size(), check.path()));
    }

    /**
     * Asks Pods once and counts their answers.
     *
     * @throws ReleaseException when a Pod has answered badly too often in a row
     */
    static void ask(Run run, Tally tally, List<String> pods) {
        Map<String, HealthAnswer> answers = run.cluster.health(run.spec.health(), pods);
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
            if (bad >= run.spec.health().failures()) {
                throw new ReleaseException(Sentence.of("health.failed", answer.reason(), bad));
            }
            run.progress(Sentence.of("health.bad", answer.reason(), bad, run.spec.health().failures()));
        }
    }

    /** The block, or the switch. */
    static Move afterHealth(Run run) {
        if (run.spec.hasBody() && !run.state.test.done) {
            // the block may hold an input that waits for days: its time is the user's
            return run.enter(Phase.TEST, Long.MAX_VALUE);
        }
        return run.enter(Phase.SWITCH, run.time() + run.pace.step());
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
