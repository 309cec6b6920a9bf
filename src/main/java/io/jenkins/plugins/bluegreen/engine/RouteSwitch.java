package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import io.jenkins.plugins.bluegreen.engine.text.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The routes: Ingresses, the Gateway API's objects, NetworkPolicies. The order is the same on both ways. A policy
 * first: whoever is to get requests must be reachable before the first of them. Then the Services. Then what points
 * to Services: a new backend port has to be there before an Ingress names it.
 */
final class RouteSwitch {
    private RouteSwitch() {}

    static void decide(PhaseContext context, Rendering rendering) {
        SwitchPhase.State switching = context.state.switching;
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
        SwitchPhase.State switching = context.state.switching;
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
    static String record(SwitchPhase.State switching) {
        return switching.routes == null || switching.routes.isEmpty()
                ? null
                : switching.routes.stream().map(Route::path).collect(Collectors.joining(",")) + " "
                        + switching.version;
    }

    static void forward(PhaseContext context, Rendering rendering, boolean policies) {
        SwitchPhase.State switching = context.state.switching;
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
        SwitchPhase.State switching = context.state.switching;
        if (context.write().restoreRoute(route, switching.version, switching.restoring)) {
            context.progress(Sentence.of("route.back", route));
        } else {
            context.warn(Sentence.of("route.notKept", route));
        }
        switching.written.remove(route);
        context.save();
    }
}
