package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeptSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.DeploymentView;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.PodsAtSwitch;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the step's block once, without a deadline. The Lease is renewed meanwhile. Afterwards READY and HEALTH look
 * again: what is switched is what was tested.
 */
final class TestPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.test.holding) {
            return Hold.advance(context);
        }
        if (!state.test.started) {
            state.test.started = true;
            context.save();
            return new Move.RunBody();
        }
        if (!state.test.done) {
            return context.waitFor(Sentence.of("test.running"));
        }
        if (state.failure != null) {
            return context.next.fail(state.failure);
        }
        // it may have taken days: what it tested is looked at again
        state.health.tally.good.clear();
        state.health.tally.bad.clear();
        state.candidateDeadline = context.time() + context.spec.limits().timeoutSeconds() * 1000L;
        return context.next.enter(Phase.READY, state.candidateDeadline);
    }

    /** Fails if the watches show another Pod template than READY saw first. */
    static void requireTemplate(PhaseContext context, DeploymentView deployment) {
        if (!context.state.test.tested.isOf(deployment)) {
            Optional<TestedPods.Template> watched = context.cluster.watchedTemplate(deployment.name());
            if (watched.isPresent() && !context.state.test.tested.accept(watched.get())) {
                requireTemplateRead(context);
            }
        }
    }

    /** Whether the Deployment is there; fails if the API server has another Pod template of it. */
    private static boolean requireTemplateRead(PhaseContext context) {
        String deployment = context.state.candidateDeployment;
        Optional<TestedPods.Template> present = context.cluster.template(deployment);
        if (present.isPresent() && !context.state.test.tested.accept(present.get())) {
            throw new ReleaseException(Sentence.of(
                    "ready.changed", deployment, present.get().manager()));
        }
        return present.isPresent();
    }

    /**
     * Right before the switch: waits for {@code required} Pods that take requests, all of which READY has passed, and
     * fails if they are not what was tested. After a block the API server is asked, because what was changed at the end
     * of the block need not be seen yet.
     *
     * @return what to do first; null when all is as it was tested
     */
    static Move waitForTested(PhaseContext context, Workload candidate, int required) {
        ReleaseState state = context.state;
        if (candidate.exists()) {
            ReadyPhase.requireNoTrouble(context, candidate.deployment(), ReadyPhase.ours(state, candidate));
            requireTemplate(context, candidate.deployment());
        }
        ServiceMove first = state.primary();
        PodsAtSwitch now = context.cluster.podsAtSwitch(
                first.to.selector(), first.from == null ? Map.of() : first.from.selector());
        if (now.live() > required && candidate.exists() && !state.switching.scaledUp) {
            // the watch has yet to show that somebody made the live colour larger
            return SwitchPhase.scaleUp(context, now.live());
        }
        Move back = backToReady(context, candidate, now.ready());
        if (back != null) {
            return back;
        }
        int ready = now.ready().size();
        int enough = Math.max(required, now.live());
        if (ready < enough) {
            return context.waitFor(Sentence.of("ready.waiting", ready, enough, state.candidateDeployment));
        }
        boolean read = context.spec.policy().hasBody() || state.plan.asked == Operation.PROMOTE;
        // deleted, which the watch has yet to show: its Pods go, and may be of another template
        return read && !requireTemplateRead(context)
                ? context.waitFor(Sentence.of("ready.waiting", 0, enough, state.candidateDeployment))
                : null;
    }

    /**
     * Back to READY if there are Pods that it has not passed.
     *
     * @param pods the names of the candidate's Pods
     * @return null if READY has passed all
     */
    static Move backToReady(PhaseContext context, Workload candidate, Collection<String> pods) {
        ReleaseState state = context.state;
        List<String> others = state.test.tested.others(pods);
        if (others.isEmpty()) {
            return null;
        }
        Sentence what = Sentence.of("ready.untested", String.join(", ", others), state.candidateDeployment);
        if (ReadyPhase.ours(state, candidate).stream().map(PodView::name).noneMatch(others::contains)) {
            // the watch has yet to show them
            return context.waitFor(what);
        }
        if (context.now >= state.candidateDeadline) {
            if (state.test.extended) {
                throw new ReleaseException(Sentence.of("ready.restless", state.candidateDeployment, what));
            }
            state.test.extended = true;
            state.candidateDeadline = context.now + context.pace.step();
        }
        context.progress(what);
        return context.next.enter(Phase.READY, state.candidateDeadline);
    }

    /** The end of a release that is held: what was tested stays as it is, and the Service tells of it. */
    static final class Hold {
        private Hold() {}

        /** Whether the release ends here. A first one has no colour beside which it could be held: it goes on. */
        static boolean isWanted(PhaseContext context) {
            ReleaseState state = context.state;
            if (state.plan.asked != Operation.HOLD) {
                return false;
            }
            state.test.holding = state.primary().from != null;
            if (!state.test.holding) {
                context.progress(Sentence.of("hold.first", state.application));
            }
            return state.test.holding;
        }

        static Move advance(PhaseContext context) {
            ReleaseState state = context.state;
            Move wait = SwitchPhase.awaitTested(context);
            if (wait != null) {
                return wait;
            }
            Optional<TestedPods.Template> template = context.cluster.template(state.candidateDeployment);
            if (template.isEmpty()) {
                return context.waitFor(Sentence.of("ready.unseen", state.candidateDeployment));
            }
            requireTemplateRead(context);
            Map<String, String> kept = KeptSpec.of(context.spec, state.primary().service);
            context.write().keep(state.application, state.candidate, kept);
            HeldCandidate held = new HeldCandidate(
                    state.candidate,
                    context.spec.source().mask().mask(state.image),
                    state.specHash,
                    template.get().hash(),
                    context.spec.buildUrl(),
                    Instant.ofEpochMilli(context.now).truncatedTo(ChronoUnit.SECONDS).toString());
            try {
                for (ServiceMove move : state.services) {
                    write(context, move, held);
                }
            } catch (ClusterException e) {
                if (e.kind() != ClusterException.Kind.CONFLICT) {
                    throw e;
                }
                return context.again();
            }
            // an autoscaler may make what is held larger, not smaller
            state.apply.givenBack = true;
            return context.next.finish(Outcome.HELD, ResultTexts.held(state), null);
        }

        /** The primary Service tells what is held; others lose their mark. An adopted one stays pinned. */
        private static void write(PhaseContext context, ServiceMove move, HeldCandidate held) {
            if (move != context.state.primary()) {
                ServiceSwitch.unmark(context, move, true);
                return;
            }
            Optional<ServiceView> there = context.read(move.service);
            ServiceSwitch.requireAsDecided(there, move);
            ServiceRecord record = there.orElseThrow().record();
            boolean marked = context.spec.id().equals(record.release());
            if (marked && record.held() != null) {
                return; // an answer was lost
            }
            if (!marked) {
                // the Lease is held: nobody but a release that has lost it writes this
                throw new ReleaseException(Sentence.of("hold.taken", move.service, record.buildUrl()));
            }
            String routes = move.before.previousRoutes();
            ServiceRecord rest = RouteSwitch.atRest(record, routes, Outcome.HELD).withHeld(held);
            context.write().patchService(there.get(), new Traffic(there.get().traffic().selector(), null), rest);
        }
    }

    /** The state of TEST. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        boolean started;
        boolean done;
        /** What is tested, from READY on. */
        final TestedPods tested = new TestedPods();
        /** Whether there was more time, once, for Pods that came after READY. */
        boolean extended;
        /** Whether all is tested, and the release ends as held. */
        boolean holding;
    }
}
