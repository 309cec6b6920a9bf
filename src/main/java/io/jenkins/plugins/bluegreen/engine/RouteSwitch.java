package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Rendering;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceRecord;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.cluster.Traffic;
import io.jenkins.plugins.bluegreen.engine.events.Move;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
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
    /** The last word of a record of routes that a rollback has restored, and that its own way back restores again. */
    private static final String RESTORED = "restored";

    private RouteSwitch() {}

    /** They are decided again. */
    static void forget(SwitchPhase.State switching) {
        switching.routes = null;
        switching.restoring = false;
    }

    /** Which routes change with the traffic: those of the manifests, or those that the undone release has changed. */
    static void decide(PhaseContext context, Rendering rendering) {
        SwitchPhase.State switching = context.state.switching;
        if (rendering != null && (switching.routes == null || switching.routes.isEmpty())) {
            switching.routes = new ArrayList<>(rendering.routes());
            switching.version = context.spec.id();
        } else if (switching.routes == null) {
            recorded(context, context.state.primary().before);
            switching.restoring = true;
        }
    }

    /** Remembers all, before the first is written: a process may end before it can save that. */
    static void remember(PhaseContext context) {
        SwitchPhase.State switching = context.state.switching;
        if (switching.written.isEmpty() && switching.written.addAll(switching.routes)) {
            context.save();
        }
    }

    /** The routes that another build's release has switched, as the Service remembers them. */
    static void recorded(PhaseContext context, ServiceRecord record) {
        SwitchPhase.State switching = context.state.switching;
        switching.routes = new ArrayList<>();
        String recorded = record.previousRoutes() == null ? "" : record.previousRoutes();
        // the release's id has the name of its job, in which there may be blanks
        int paths = recorded.indexOf(' ');
        if (paths > 0) {
            switching.restoring = recorded.endsWith(" " + RESTORED);
            int end = recorded.length() - (switching.restoring ? RESTORED.length() + 1 : 0);
            switching.version = recorded.substring(paths + 1, end);
            for (String path : recorded.substring(0, paths).split(",")) {
                Route.ofPath(path).ifPresent(switching.routes::add);
            }
        }
    }

    /** What {@link #recorded} reads; null when there are no routes. */
    static String record(SwitchPhase.State switching) {
        return switching.routes == null || switching.routes.isEmpty()
                ? null
                : switching.routes.stream().map(Route::path).collect(Collectors.joining(",")) + " "
                        + switching.version + (switching.restoring ? " " + RESTORED : "");
    }

    /** The record of a Service that is back, which has no phase once all that {@link #back} does is done. */
    static ServiceRecord whileBack(PhaseContext context, ServiceMove move) {
        boolean routes = move == context.state.primary() && !context.state.switching.written.isEmpty();
        return routes
                ? move.before
                        .withPreviousRoutes(record(context.state.switching))
                        .writtenBy(context.spec.id(), context.spec.buildUrl(), Phase.ROLLBACK)
                : move.before.atRest(isLast(context) ? ResultTexts.wentBack(context.state).name() : null);
    }

    /** The record of a Service whose release ends without a switch, or after a way back. */
    static ServiceRecord atEnd(PhaseContext context, ServiceRecord record, ServiceMove move) {
        return atRest(record, move.before.previousRoutes(), ResultTexts.ending(context.state));
    }

    /** The record of a Service once its release is promoted. */
    static ServiceRecord promoted(ServiceRecord record) {
        return record.atRest(Outcome.PROMOTED.name());
    }

    /** Whether no other Service has yet to go back, which may fail. */
    private static boolean isLast(PhaseContext context) {
        return context.state.services.stream().filter(move -> move.moved).count() <= 1;
    }

    /**
     * The record of a Service without the phase, and without the routes that were remembered for the way back.
     *
     * @param outcome null: the release goes on
     */
    static ServiceRecord atRest(ServiceRecord record, String former, Outcome outcome) {
        boolean onItsWay = record.phase() == Phase.MONITOR || record.phase() == Phase.RETIRE;
        ServiceRecord rest = record.atRest(outcome == null ? null : outcome.name());
        return onItsWay ? rest : rest.withPreviousRoutes(former);
    }

    /**
     * Brings back the routes of a release that was lost before its switch, or after its Services went back. Whatever
     * becomes of this release then, they are where the traffic is. Needs the Lease: the other may still be at work.
     *
     * @param services as they were read, the primary one first
     * @return null if there is nothing to bring back
     */
    static Move bringBack(PhaseContext context, List<ServiceView> services) {
        ServiceRecord record = services.isEmpty() ? ServiceRecord.none() : services.get(0).record();
        boolean lost = record.phase() == Phase.APPLY || record.phase() == Phase.ROLLBACK;
        if (!lost || record.previousRoutes() == null || context.spec.policy().dryRun()) {
            return null;
        }
        if (!context.state.lease.held) {
            return TakeOver.awaitLease(context);
        }
        SwitchPhase.State switching = context.state.switching;
        recorded(context, record);
        switching.written.addAll(switching.routes);
        context.save();
        policiesBack(context);
        back(context);
        switching.restoring = false;
        String former = record.previousDeployment() == null ? null : record(switching);
        Traffic unchanged = new Traffic(services.get(0).traffic().selector(), null);
        context.write()
                .patchService(services.get(0), unchanged, atRest(record, former, null).withHeld(record.held()));
        switching.routes = null;
        context.save();
        return context.again();
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

    /** After an abort that leaves the traffic on the candidate of a first release: what comes after the Services. */
    static void complete(PhaseContext context) {
        if (!context.state.switching.routed) {
            try {
                forward(context, null, false);
            } catch (ClusterException e) {
                if (e.isTransient()) {
                    throw e;
                }
                context.warn(e.sentence());
            }
            context.state.switching.routed = true;
            context.save();
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
