package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ColoredObject;
import io.jenkins.plugins.bluegreen.engine.cluster.HeldCandidate;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.seen.CompanionPods;
import io.jenkins.plugins.bluegreen.engine.spec.KeptSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import io.jenkins.plugins.bluegreen.engine.workload.TestedPods;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Moves every active Service, and every route, to the candidate. Reads the candidate's Pods and the live colour again,
 * patches the Services by compare-and-set, and waits until their endpoints are exactly the candidate's ready Pods.
 */
final class SwitchPhase implements PhaseStep {
    @Override
    public Move advance(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.switching.switchedAt == 0) {
            Move wait = awaitTested(context);
            if (wait != null) {
                return wait;
            }
            requireWayBack(context);
            Rendering rendering = state.operation == Operation.RELEASE
                    ? context.cluster.render(context.spec, state.candidate) : null;
            RouteSwitch.decide(context, rendering);
            RouteSwitch.remember(context);
            RouteSwitch.forward(context, rendering, true);
            for (ServiceMove move : state.services) {
                ServiceSwitch.forward(context, rendering, move);
            }
            state.switching.switchedAt = context.time();
            state.switching.here = true;
            context.save();
            context.progress(Sentence.of("switch.done", names(state), state.candidateDeployment));
        }
        if (!state.switching.routed) {
            if (!state.switching.here) {
                // another process may have moved the traffic back since it saved the switch for the last time
                ServiceSwitch.requireOnCandidate(context);
            }
            RouteSwitch.forward(context, null, false);
            ApplyPhase.Sizes.keepOld(context);
            state.switching.routed = true;
            context.save();
        }
        MonitorPhase.requireNoEnd(context, context.cluster.workload(state.candidateDeployment));
        if (!context.servesOnly(state.candidateDeployment)) {
            return context.waitFor(Sentence.of("switch.endpoints", names(state), state.candidateDeployment));
        }
        state.switching.served = true;
        new HealthPhase.OfCompanions(context).start();
        long monitored = context.time() + context.spec.monitor().watchedSeconds() * 1000L;
        return context.spec.monitor().durationSeconds() > 0
                ? context.next.enter(Phase.MONITOR, monitored + context.pace.step())
                : RetirePhase.enter(context);
    }

    /** Waits until what was tested is there, and is enough. @return what to do first; null when it is */
    static Move awaitTested(PhaseContext context) {
        ReleaseState state = context.state;
        Workload candidate = context.cluster.workload(state.candidateDeployment);
        int required = Math.max(candidate.desired(), requiredReplicas(context));
        CompanionPods.Look beside = state.operation == Operation.RELEASE
                ? new HealthPhase.OfCompanions(context).look() : null;
        if (beside != null) {
            return context.waitUntil(beside.until(), beside.missing());
        }
        return candidate.exists() && candidate.desired() < required && !state.switching.scaledUp
                ? scaleUp(context, required)
                : TestPhase.waitForTested(context, candidate, required);
    }

    /** As many Pods as were planned, and as the live colour runs now: an autoscaler shrinks what has no traffic. */
    private static int requiredReplicas(PhaseContext context) {
        ReleaseState state = context.state;
        int running = state.liveDeployment == null ? 0 : context.cluster.workload(state.liveDeployment).desired();
        return Math.max(1, Math.max(state.replicas, running));
    }

    /** Once: what shrinks the candidate again keeps the release from switching until the deadline. */
    static Move scaleUp(PhaseContext context, int required) {
        ReleaseState state = context.state;
        state.switching.scaledUp = true;
        context.write().scale(state.candidateDeployment, required, 0);
        context.progress(Sentence.of("switch.scaledUp", state.candidateDeployment, required));
        return context.next.enter(Phase.READY, Math.max(state.candidateDeadline, context.now + context.pace.step()));
    }

    static String names(ReleaseState state) {
        return state.services.stream().map(move -> move.service).collect(Collectors.joining(", "));
    }

    /** Warns if a rollback would have no colour to go back to. A broken live colour does not stop the release. */
    private static void requireWayBack(PhaseContext context) {
        ReleaseState state = context.state;
        if (state.liveDeployment == null) {
            return;
        }
        Workload live = context.cluster.workload(state.liveDeployment);
        if (!live.exists()) {
            context.warn(Sentence.of("switch.noWayBack", state.liveDeployment));
            return;
        }
        state.liveReplicas = Math.max(1, live.deployment().desired());
        if (live.readyPods() == 0) {
            context.warn(Sentence.of("switch.liveBroken", state.liveDeployment));
        }
    }

    /** PLAN of what becomes of a held candidate: it is promoted, or replaced by a newer release. */
    static final class Held {
        private Held() {}

        /** Reads what the held release was made of, with which PLAN begins again. */
        static Move read(PhaseContext context) {
            ReleaseState state = context.state;
            String name = context.spec.application() != null ? context.spec.application() : context.spec.service();
            if (name == null) {
                throw new ReleaseException(Sentence.of("promote.noName"));
            }
            Map<String, String> kept = context.cluster.kept(name).orElseThrow(() -> nothing(name));
            state.spec = KeptSpec.with(context.spec, kept);
            return context.again();
        }

        static ReleaseException nothing(String application) {
            return new ReleaseException(Sentence.of("promote.nothing", application));
        }

        /** Refuses a promotion unless what is held is what was tested, and from then on expects nothing else. */
        static void require(PhaseContext context, Collection<ServiceView> current) {
            ReleaseState state = context.state;
            if (state.plan.asked != Operation.PROMOTE) {
                return;
            }
            HeldCandidate held = current.isEmpty() ? null : current.iterator().next().record().held();
            if (held == null) {
                throw nothing(state.application);
            }
            if (held.color() != state.candidate) {
                throw new ReleaseException(Sentence.of("promote.live", state.application, held.color()));
            }
            if (!held.specHash().equals(state.specHash)) {
                throw new ReleaseException(Sentence.of("promote.other", state.application, held.buildUrl()));
            }
            TestedPods.Template template = context.cluster
                    .template(state.candidateDeployment)
                    .orElseThrow(() -> new ReleaseException(Sentence.of("promote.gone", state.candidateDeployment)));
            if (!template.hash().equals(held.template())) {
                throw new ReleaseException(
                        Sentence.of("promote.changed", state.candidateDeployment, template.manager()));
            }
            state.test.tested.expect(held.template());
            context.progress(Sentence.of("promote.plan", held.image(), held.color(), held.buildUrl(), held.since()));
        }

        /** What is held was looked at before it was held: a promotion needs only its permissions. */
        static void preflight(PhaseContext context, Rendering rendering, List<ServiceView> current) {
            if (context.state.plan.asked == Operation.PROMOTE) {
                context.cluster.checkPermissions(context.spec);
                return;
            }
            HeldCandidate held = current.isEmpty() ? null : current.get(0).record().held();
            if (held != null) {
                context.progress(Sentence.of("hold.replaced", held.image(), held.color(), held.buildUrl()));
            }
            context.cluster
                    .preflight(context.spec, rendering, context.state.replicas, current)
                    .forEach(context::warn);
        }

        /** The objects of a release, with the Secret that a held one has. */
        static ArrayList<String> with(PhaseContext context, ArrayList<String> objects) {
            String secret = secret(context.state).text();
            if (objects != null && context.state.plan.asked == Operation.HOLD && !objects.contains(secret)) {
                objects.add(secret);
            }
            return objects;
        }

        static ColoredObject secret(ReleaseState state) {
            return new ColoredObject(state.candidate, "Secret", HeldCandidate.secret(state.application));
        }
    }

    /** The state of SWITCH. */
    static final class State implements Serializable {
        private static final long serialVersionUID = 1L;

        /** Whether this process has switched the Services. */
        transient boolean here;
        /** When the last Service was switched; 0 before that. */
        long switchedAt;
        /** Whether the endpoints were seen to be the candidate's. */
        boolean served;
        /** Whether the candidate was scaled up once, because it had fewer Pods than required. */
        boolean scaledUp;
        /** The routes that change with the traffic; null until that is decided. */
        ArrayList<Route> routes;
        /** The release whose routes these are: this one, or the one that a rollback undoes. */
        String version;
        /** Whether the routes go back to what they were before {@link #version}. */
        boolean restoring;
        /** Those that may have been changed, and were not brought back. */
        final ArrayList<Route> written = new ArrayList<>();
        /** Whether all routes are the candidate's. */
        boolean routed;
    }
}
