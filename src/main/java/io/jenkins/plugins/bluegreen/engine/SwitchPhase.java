package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.Workload;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.spec.Operation;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
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
            Workload candidate = context.cluster.workload(state.candidateDeployment);
            int required = Math.max(candidate.desired(), requiredReplicas(context));
            if (candidate.exists() && candidate.desired() < required && !state.switching.scaledUp) {
                return scaleUp(context, required);
            }
            Move wait = TestPhase.waitForTested(context, candidate, required);
            if (wait != null) {
                return wait;
            }
            requireWayBack(context);
            Rendering rendering = state.operation == Operation.RELEASE
                    ? context.cluster.render(context.spec, state.candidate) : null;
            Routes.decide(context, rendering);
            Routes.forward(context, rendering, true);
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
            Routes.forward(context, null, false);
            ApplyPhase.Sizes.keepOld(context);
            state.switching.routed = true;
            context.save();
        }
        MonitorPhase.requireNoEnd(context, context.cluster.workload(state.candidateDeployment));
        if (!context.servesOnly(state.candidateDeployment)) {
            return context.waitFor(Sentence.of("switch.endpoints", names(state), state.candidateDeployment));
        }
        state.switching.served = true;
        long monitored = context.time() + context.spec.monitor().durationSeconds() * 1000L;
        return context.spec.monitor().durationSeconds() > 0
                ? context.next.enter(Phase.MONITOR, monitored + context.pace.step())
                : RetirePhase.enter(context);
    }

    /** As many Pods as were planned, and as the live colour runs now: an autoscaler shrinks what has no traffic. */
    private static int requiredReplicas(PhaseContext context) {
        ReleaseState state = context.state;
        int running = state.liveDeployment == null ? 0 : context.cluster.workload(state.liveDeployment).desired();
        return Math.max(1, Math.max(state.replicas, running));
    }

    /** Once: what shrinks the candidate again keeps the release from switching until the deadline. */
    private static Move scaleUp(PhaseContext context, int required) {
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

    /**
     * The routes: Ingresses, the Gateway API's objects, NetworkPolicies. The order is the same on both ways. A policy
     * first: whoever is to get requests must be reachable before the first of them. Then the Services. Then what points
     * to Services: a new backend port has to be there before an Ingress names it.
     */
    static final class Routes {
        private Routes() {}

        private static void decide(PhaseContext context, Rendering rendering) {
            State switching = context.state.switching;
            if (rendering != null && (switching.routes == null || switching.routes.isEmpty())) {
                switching.routes = new ArrayList<>(rendering.routes());
                switching.version = context.spec.id();
            } else if (switching.routes == null) {
                recorded(context, context.state.primary().before);
                switching.restoring = true;
            }
            // all, before the first is written: a process may end before it can save that
            if (switching.written.isEmpty() && switching.written.addAll(switching.routes)) {
                context.save();
            }
        }

        /** The routes that another build's release has switched, as the Service remembers them. */
        static void recorded(PhaseContext context, ServiceRecord record) {
            State switching = context.state.switching;
            switching.routes = new ArrayList<>();
            String recorded = record.previousRoutes() == null ? "" : record.previousRoutes();
            int blank = recorded.indexOf(' ');
            if (blank > 0) {
                switching.version = recorded.substring(blank + 1);
                for (String path : recorded.substring(0, blank).split(",")) {
                    Route.ofPath(path).ifPresent(switching.routes::add);
                }
            }
        }

        /** What {@link #recorded} reads; null when there are no routes. */
        static String record(State switching) {
            return switching.routes == null || switching.routes.isEmpty()
                    ? null
                    : switching.routes.stream().map(Route::path).collect(Collectors.joining(",")) + " "
                            + switching.version;
        }

        private static void forward(PhaseContext context, Rendering rendering, boolean policies) {
            State switching = context.state.switching;
            Rendering rendered = rendering;
            for (Route route : switching.routes == null ? List.<Route>of() : switching.routes) {
                if (route.isPolicy() != policies) {
                    continue;
                }
                boolean kept;
                if (switching.restoring) {
                    kept = context.write().restoreRoute(route, switching.version, false);
                } else {
                    rendered = rendered == null
                            ? context.cluster.render(context.spec, context.state.candidate)
                            : rendered;
                    kept = context.write().applyRoute(context.spec, rendered, route, switching.version);
                }
                context.progress(Sentence.of("route.switched", route));
                if (!kept) {
                    context.warn(Sentence.of("route.notKept", route));
                }
            }
        }

        /** Brings the policies back before the traffic. Nothing that goes wrong may hold that up: they come again. */
        static void policiesBack(PhaseContext context) {
            for (Route route : List.copyOf(context.state.switching.written)) {
                if (route.isPolicy()) {
                    try {
                        back(context, route);
                    } catch (ReleaseException e) {
                        context.warn(Sentence.of("route.notBack", route, e.sentence()));
                    }
                }
            }
        }

        /** Brings all back that are not yet. One that is refused for good is named, and stays. */
        static PhaseContext back(PhaseContext context) {
            for (Route route : List.copyOf(context.state.switching.written)) {
                try {
                    back(context, route);
                } catch (ReleaseException e) {
                    if (e instanceof ClusterException refusal && refusal.isTransient()) {
                        throw e;
                    }
                    context.warn(Sentence.of("route.notBack", route, e.sentence()));
                    context.state.switching.written.remove(route);
                }
            }
            return context;
        }

        private static void back(PhaseContext context, Route route) {
            State switching = context.state.switching;
            if (context.write().restoreRoute(route, switching.version, switching.restoring)) {
                context.progress(Sentence.of("route.back", route));
            } else {
                context.warn(Sentence.of("route.notKept", route));
            }
            switching.written.remove(route);
            context.save();
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
