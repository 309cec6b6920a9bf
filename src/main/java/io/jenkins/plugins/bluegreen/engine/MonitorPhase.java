package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.cluster.PodView;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Watches the new colour under traffic: Pods, restarts, health, a URL, Prometheus. A breach rolls the release back. */
final class MonitorPhase implements PhaseStep {
    private static final long URL_INTERVAL_MILLIS = 1_000;
    /** Nodes follow the endpoints up to two seconds late when many Services change (kube-proxy, minSyncPeriod). */
    private static final long FIRST_URL_MILLIS = 2_000;

    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        MonitorSpec monitor = context.spec.monitor();
        Workload candidate = context.cluster.workload(state.candidateDeployment);
        boolean complete = watchPods(context, candidate);
        countTime(context);
        if (context.now >= state.monitor.nextCheckAt) {
            state.monitor.nextCheckAt = context.time() + monitor.intervalSeconds() * 1000L;
            ServiceSwitch.requireOnCandidate(context);
            if (context.spec.health().kind() != HealthCheck.Kind.NONE) {
                askPods(context, candidate, complete);
            }
            monitor.queries().forEach(query -> ask(context, query));
            context.save();
        }
        long end = context.now + monitor.durationSeconds() * 1000L - state.monitor.watched;
        if (state.monitor.nextUrlAt == 0) {
            state.monitor.nextUrlAt = Math.min(end, state.phaseStartedAt + FIRST_URL_MILLIS);
        }
        if (monitor.url() != null && context.now >= state.monitor.nextUrlAt) {
            state.monitor.nextUrlAt = context.now + URL_INTERVAL_MILLIS;
            probe(context);
        }
        if (context.now >= end) {
            context.progress(
                    monitor.url() == null
                            ? Sentence.of("monitor.done", monitor.durationSeconds())
                            : Sentence.of(
                                    "monitor.doneUrl",
                                    state.monitor.urlFailures,
                                    state.monitor.urlAnswers,
                                    monitor.shownUrl()));
            return RetirePhase.enter(context);
        }
        long next = monitor.url() == null
                ? state.monitor.nextCheckAt
                : Math.min(state.monitor.nextCheckAt, state.monitor.nextUrlAt);
        return context.waitUntil(
                Math.min(end, next),
                state.monitor.unasked == null
                        ? Sentence.of("monitor.waiting", monitor.durationSeconds())
                        : Sentence.of("monitor.unasked", state.candidateDeployment, state.monitor.unasked));
    }

    /** Pods that were Ready to the end, as the nodes tell, are no breach because nobody else could ask them. */
    @Override
    public Move expired(PhaseContext context) {
        if (context.state.monitor.unasked == null) {
            return PhaseStep.super.expired(context);
        }
        context.warn(Sentence.of(
                "monitor.neverAsked",
                context.state.candidateDeployment,
                context.state.monitor.unasked,
                Sentence.seconds(context.state.monitor.watched),
                context.spec.monitor().durationSeconds()));
        return RetirePhase.enter(context);
    }

    /** If all Pods are ready and not one can be asked, the way to them is broken, and no answer is counted. */
    private static void askPods(PhaseContext context, Workload candidate, boolean complete) {
        State monitor = context.state.monitor;
        List<String> pods = candidate.pods().stream()
                .filter(pod -> pod.ready() && !pod.terminating())
                .map(PodView::name)
                .toList();
        Map<String, HealthAnswer> answers = context.cluster.health(context.spec.health(), pods);
        boolean broken = complete && answers.values().stream().noneMatch(HealthAnswer::asked);
        monitor.unasked = broken ? answers.get(pods.get(0)).reason() : null;
        if (!broken) {
            HealthPhase.count(context, monitor.tally, answers);
        }
    }

    /** Fails if a container has ended since its Pod was first seen ready, before the switch or after it. */
    static void requireNoEnd(PhaseContext context, Workload candidate) {
        context.state.test.tested.see(candidate.pods());
        Optional<PodView> ended = context.state.test.tested.ended(candidate.pods());
        if (ended.isPresent()) {
            throw new ReleaseException(Sentence.of(
                    "monitor.restarted", ended.get().name(), context.state.test.tested.endsOf(ended.get())));
        }
    }

    /** Counts the time since this process looked last. What no process watched, or could ask for, does not count. */
    private static void countTime(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.monitor.lookedAt != 0) {
            state.monitor.watched += state.monitor.unasked == null ? context.now - state.monitor.lookedAt : 0;
        } else {
            int seconds = context.spec.monitor().durationSeconds();
            long left = seconds * 1000L - state.monitor.watched;
            state.deadline = Math.max(state.deadline, context.now + left + context.pace.step());
            if (state.monitor.watched > 0) {
                context.progress(Sentence.of("monitor.resumed", Sentence.seconds(state.monitor.watched), seconds));
            }
        }
        state.monitor.lookedAt = context.now;
    }

    /**
     * Whether every Pod of the candidate is ready.
     *
     * @throws ReleaseException when a container has ended since the switch, or Pods are not ready for too long
     */
    static boolean watchPods(PhaseContext context, Workload candidate) {
        ReleaseState state = context.state;
        if (!candidate.exists()) {
            throw new ReleaseException(Sentence.of("monitor.gone", state.candidateDeployment));
        }
        List<PodView> pods = candidate.pods().stream().filter(pod -> !pod.terminating()).toList();
        for (PodView pod : pods) {
            if (pod.trouble() != null && !pod.trouble().mayPass() && !pod.ready()) {
                throw new ReleaseException(Sentence.of(
                        "monitor.broken", pod.name(), pod.trouble().detail()));
            }
        }
        requireNoEnd(context, candidate);
        int wanted = Math.min(candidate.deployment().desired(), state.replicas);
        int ready = candidate.readyPods();
        if (ready == 0) {
            throw new ReleaseException(Sentence.of("monitor.noneReady", state.candidateDeployment));
        }
        if (ready >= wanted) {
            state.monitor.unreadySince = 0;
        } else if (state.monitor.unreadySince == 0) {
            state.monitor.unreadySince = context.now;
        } else if (context.now - state.monitor.unreadySince >= context.pace.unready()) {
            throw new ReleaseException(
                    Sentence.of("monitor.unready", ready, wanted, state.candidateDeployment));
        }
        return ready >= wanted;
    }

    private static void probe(PhaseContext context) {
        ReleaseState state = context.state;
        MonitorSpec monitor = context.spec.monitor();
        Sentence wrong = context.probes.get(monitor.url(), context.spec.health().timeoutSeconds());
        state.monitor.urlAnswers++;
        if (wrong == null) {
            return;
        }
        state.monitor.urlFailures++;
        if (state.monitor.urlFailures > monitor.maxFailures()) {
            throw new ReleaseException(Sentence.of(
                    "monitor.url",
                    monitor.shownUrl(),
                    state.monitor.urlFailures,
                    state.monitor.urlAnswers,
                    monitor.maxFailures(),
                    wrong));
        }
        context.progress(Sentence.of(
                "monitor.urlFailed", monitor.shownUrl(), wrong, state.monitor.urlFailures, monitor.maxFailures()));
    }

    private static void ask(PhaseContext context, PrometheusQuery query) {
        boolean ignore = query.onNoData() == PrometheusQuery.OnNoData.IGNORE;
        List<Double> values;
        try {
            values = context.probes.query(
                    context.spec.monitor().prometheusUrl(), query.query(), context.spec.health().timeoutSeconds());
        } catch (ReleaseException e) {
            if (!ignore) {
                throw new ReleaseException(Sentence.of("monitor.prometheus", query.query(), e.sentence()), e);
            }
            ignored(context, query, Sentence.of("monitor.prometheusIgnored", query.query(), e.sentence()));
            return;
        }
        if (values.isEmpty()) {
            if (!ignore) {
                throw new ReleaseException(Sentence.of("monitor.noData", query.query()));
            }
            ignored(context, query, Sentence.of("monitor.noDataIgnored", query.query()));
        } else {
            context.state.monitor.ignoredQueries.remove(query.query());
        }
        for (double value : values) {
            if (!query.allows(value)) {
                throw new ReleaseException(Sentence.of(
                        "monitor.breach",
                        query.query(),
                        value,
                        query.min() == null ? "-" : query.min(),
                        query.max() == null ? "-" : query.max()));
            }
        }
    }

    /** Reports missing data once, until the query has data again. */
    private static void ignored(PhaseContext context, PrometheusQuery query, Sentence what) {
        if (!context.state.monitor.ignoredQueries.contains(query.query())) {
            context.state.monitor.ignoredQueries.add(query.query());
            context.progress(what);
        }
    }

    /** The state of MONITOR. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        final HealthPhase.Tally tally = new HealthPhase.Tally();
        /** For how long the Pods have been watched, in milliseconds, by this process and by those before it. */
        long watched;
        /** When this process looked last; 0 before that. */
        transient long lookedAt;
        /** Why no Pod could be asked for its health, though all were ready; null when any could. */
        Sentence unasked;
        /** When health and Prometheus are asked next. */
        long nextCheckAt;
        /** When the URL is asked next. */
        long nextUrlAt;
        /** Since when too few Pods have been ready; 0 while enough are. */
        long unreadySince;
        int urlAnswers;
        int urlFailures;
        /** The queries whose missing data has been reported. */
        final ArrayList<String> ignoredQueries = new ArrayList<>();
    }
}
