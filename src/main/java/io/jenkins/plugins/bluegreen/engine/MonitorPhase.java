package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.Figures;
import io.jenkins.plugins.bluegreen.engine.seen.PodWatch;
import io.jenkins.plugins.bluegreen.engine.seen.QueryAnswers;
import io.jenkins.plugins.bluegreen.engine.seen.UrlAnswers;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Watches the new colour under traffic: Pods, restarts, health, a URL, figures. A breach rolls the release back. */
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
        Figures figures = figures(context, context::progress);
        long since = since(context);
        long left = monitor.watchedSeconds() * 1000L - state.monitor.watched;
        long end = figures.nextFullSecond(context.now + left, since - context.now);
        boolean due = context.now >= state.monitor.nextCheckAt;
        if (due) {
            state.monitor.nextCheckAt = figures.fullSecond(
                    context.time() + monitor.intervalSeconds() * 1000L, since - context.now);
            ServiceSwitch.requireOnCandidate(context);
        }
        if (context.spec.health().kind() != HealthCheck.Kind.NONE && (due || context.questions.health.isOpen())) {
            askPods(context, candidate, complete);
        }
        figures.look(due, context.now >= end, since);
        if (due) {
            context.save();
        }
        if (state.monitor.nextUrlAt == 0) {
            state.monitor.nextUrlAt = Math.min(end, state.phaseStartedAt + FIRST_URL_MILLIS);
        }
        if (monitor.url() != null && (context.now >= state.monitor.nextUrlAt || context.questions.url.isOpen())) {
            probe(context);
        }
        // what was asked before the end counts
        boolean asking = context.questions.areOpen() && !context.questions.lastCount.isOpen();
        if (context.now >= end && (asking || !figures.lookLast(since))) {
            return context.waitFor(whatFor(context));
        }
        if (context.now >= end) {
            context.progress(
                    monitor.url() == null
                            ? Sentence.of("monitor.done", monitor.watchedSeconds())
                            : state.monitor.url.summary(monitor));
            return RetirePhase.enter(context);
        }
        boolean open = monitor.url() == null || context.questions.url.isOpen();
        long next = Math.min(state.monitor.nextCheckAt, open ? Long.MAX_VALUE : state.monitor.nextUrlAt);
        return context.waitUntil(Math.min(end, next), whatFor(context));
    }

    private static Sentence whatFor(PhaseContext context) {
        State monitor = context.state.monitor;
        if (monitor.unasked != null) {
            return Sentence.of("monitor.unasked", context.state.candidateDeployment, monitor.unasked);
        }
        return monitor.pods.missing() == null
                ? Sentence.of("monitor.waiting", context.spec.monitor().watchedSeconds())
                : monitor.pods.missing();
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
                context.spec.monitor().watchedSeconds()));
        return RetirePhase.enter(context);
    }

    /** If all Pods are ready and not one can be asked, the way to them is broken, and no answer is counted. */
    private static void askPods(PhaseContext context, Workload candidate, boolean complete) {
        State monitor = context.state.monitor;
        List<String> pods = candidate.pods().stream()
                .filter(pod -> pod.ready() && !pod.terminating())
                .map(PodView::name)
                .toList();
        context.questions.health.ask(() -> context.cluster.health(context.spec.health(), pods)).ifPresent(answers -> {
            boolean broken = complete && !answers.isEmpty() && answers.values().stream().noneMatch(HealthAnswer::asked);
            monitor.unasked = broken ? answers.values().iterator().next().reason() : null;
            if (!broken) {
                HealthPhase.count(context, monitor.tally, answers);
            }
        });
    }

    /** Fails if containers of a Pod have ended too often since it was first seen ready, before the switch or after. */
    static void requireNoEnd(PhaseContext context, Workload candidate) {
        List<PodView> pods =
                candidate.pods().stream().filter(pod -> !pod.terminating()).toList();
        context.state.monitor.pods.requireNoEnd(
                pods, context.state.test.tested, allowed(context), context::progress);
    }

    private static PodWatch.Allowed allowed(PhaseContext context) {
        MonitorSpec monitor = context.spec.monitor();
        return new PodWatch.Allowed(
                monitor.restarts(),
                monitor.unreadySeconds() == null ? context.pace.unready() : monitor.unreadySeconds() * 1000L,
                context.spec.limits().timeoutSeconds() * 1000L);
    }

    /** Counts the time since this process looked last. What no process watched, or could ask for, does not count. */
    private static void countTime(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.monitor.lookedAt != 0) {
            state.monitor.watched += state.monitor.unasked == null ? context.now - state.monitor.lookedAt : 0;
        } else {
            int seconds = context.spec.monitor().watchedSeconds();
            long left = seconds * 1000L - state.monitor.watched;
            long answers = context.spec.health().timeoutSeconds() * 1000L;
            state.deadline = Math.max(state.deadline, context.now + left + answers + context.pace.step());
            if (state.monitor.watched > 0) {
                context.progress(Sentence.of("monitor.resumed", Sentence.seconds(state.monitor.watched), seconds));
            }
        }
        state.monitor.lookedAt = context.now;
    }

    /**
     * Whether every Pod of the candidate is ready.
     *
     * @throws ReleaseException when containers have ended too often, or Pods are not ready for too long
     */
    static boolean watchPods(PhaseContext context, Workload candidate) {
        ReleaseState state = context.state;
        if (!candidate.exists()) {
            throw new ReleaseException(Sentence.of("monitor.gone", state.candidateDeployment));
        }
        new HealthPhase.OfCompanions(context).look();
        int wanted = Math.min(candidate.deployment().desired(), state.replicas);
        return state.monitor.pods.look(
                candidate, wanted, state.test.tested, allowed(context), context.now, context::progress);
    }

    private static void probe(PhaseContext context) {
        MonitorSpec monitor = context.spec.monitor();
        if (!context.questions.url.isOpen()) {
            context.state.monitor.nextUrlAt = context.now + URL_INTERVAL_MILLIS;
        }
        askUrl(context).ifPresent(wrong -> {
            context.events().answers(context.state, 1, wrong.isPresent() ? 1 : 0);
            tell(context, context.state.monitor.url.count(monitor, wrong.orElse(null)));
        });
    }

    private static Optional<Optional<Sentence>> askUrl(PhaseContext context) {
        MonitorSpec monitor = context.spec.monitor();
        return context.questions.url.ask(() -> context.probes.get(
                monitor.url(), monitor.urlAccess(), context.spec.health().timeoutSeconds()));
    }

    private static Figures figures(PhaseContext context, Consumer<Sentence> tell) {
        ReleaseState state = context.state;
        return new Figures(
                context.probes, context.questions, context.spec, state.candidate, state.monitor.queries, tell);
    }

    private static long since(PhaseContext context) {
        ReleaseState state = context.state;
        return state.monitor.queries.since(state.switching.switchedAt, context.now, state.ahead);
    }

    private static void tell(PhaseContext context, Sentence what) {
        if (what != null) {
            context.progress(what);
        }
    }

    /**
     * Asks the monitored URL and Elasticsearch once, before anything is touched. What does not answer today would roll
     * this release back.
     *
     * @param live what the live colour runs; null when there is none
     * @return what to wait for; null when there is nothing to ask, or all is well
     */
    static Move requireAnswers(PhaseContext context, Workload live) {
        Sentence asked = figures(context, context::warn).lookBefore(live == null);
        return asked == null ? requireUrl(context, live) : context.waitFor(asked);
    }

    /** Not asked when no version is live that could answer. */
    private static Move requireUrl(PhaseContext context, Workload live) {
        MonitorSpec monitor = context.spec.monitor();
        if (context.state.plan.urlAsked || monitor.url() == null || monitor.durationSeconds() == 0 || live == null) {
            return null;
        }
        if (live.readyPods() == 0) {
            context.warn(Sentence.of("plan.urlNotAsked", monitor.shownUrl(), context.state.liveDeployment));
            context.state.plan.urlAsked = true;
            return null;
        }
        Optional<Optional<Sentence>> wrong = askUrl(context);
        if (wrong.isEmpty()) {
            return context.waitFor(Sentence.of("plan.urlAsked", monitor.shownUrl()));
        }
        if (wrong.get().isPresent()) {
            throw new ReleaseException(Sentence.of("plan.url", monitor.shownUrl(), wrong.get().get()));
        }
        context.state.plan.urlAsked = true;
        return null;
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
        /** When health and figures are asked for next. */
        long nextCheckAt;
        /** When the URL is asked next. */
        long nextUrlAt;
        final PodWatch pods = new PodWatch();
        final UrlAnswers url = new UrlAnswers();
        final QueryAnswers queries = new QueryAnswers();
    }
}
