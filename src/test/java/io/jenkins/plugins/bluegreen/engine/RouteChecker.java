package io.jenkins.plugins.bluegreen.engine;

import io.jenkins.plugins.bluegreen.engine.Watchdog.Promise;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import io.jenkins.plugins.bluegreen.engine.cluster.ServiceView;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedCluster;
import io.jenkins.plugins.bluegreen.engine.simulation.SimulatedDeployment;
import java.util.Objects;

/** Whatever carries traffic changes with the traffic. */
final class RouteChecker {
    private final SimulatedCluster cluster;

    RouteChecker(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** A release writes a route that was of another version before, or not there. */
    void writes(SimulatedRelease release, Route route, String before) {
        String after = cluster.routes.version(route);
        if (Objects.equals(before, after)) {
            return;
        }
        ReleaseState state = release.state();
        String what = release.id() + ": " + route + " from " + before + " to " + after + " in " + state.phase;
        // PLAN brings back what a lost build left half switched
        boolean back = state.phase == Phase.ROLLBACK && state.liveDeployment != null
                || state.phase == Phase.PLAN && state.plan.backOn != null;
        ServiceView primary = cluster.services.get(RecordingCluster.APP);
        Phase lost = primary == null ? null : primary.record().phase();
        // it can't know of a Service that somebody deleted since it read it
        boolean deleted = primary == null && cluster.watchdog.isNews(release, RecordingCluster.APP);
        if (state.phase == Phase.PLAN && (deleted || lost == Phase.APPLY || lost == Phase.ROLLBACK)) {
            return;
        }
        // a first release that is aborted once it is live stays live
        if (state.phase != Phase.SWITCH && state.phase != Phase.ROLLBACK && !back) {
            broken(what);
            return;
        }
        // who may reach Pods changes first, both ways; where requests go changes last
        for (ServiceMove move : state.services) {
            ServiceView view = cluster.services.get(move.service);
            boolean excused = route.isPolicy() || view == null || cluster.watchdog.isNews(release, move.service);
            if (!excused && view.traffic().selectsAs(move.to) == back) {
                broken(what + ", Service " + move.service + " selects " + view.traffic());
            }
        }
    }

    /** At the end, after releases that all ended and that nobody else had a hand in. */
    void end(Schedule schedule) {
        ServiceView view = cluster.services.get(RecordingCluster.APP);
        String live = view == null ? null : version(view.record().color());
        for (Route route : schedule.routes) {
            String there = cluster.routes.version(route);
            if (!Objects.equals(there, live)) {
                broken(route + " is of " + there + " at the end, the traffic goes to " + live);
            }
        }
    }

    private String version(Color color) {
        SimulatedDeployment live = cluster.workloads.deployments.get(RecordingCluster.APP + "-" + color);
        return live == null ? null : live.specHash;
    }

    private void broken(String what) {
        cluster.watchdog.broken(Promise.ROUTES_WITH_TRAFFIC, what);
    }
}
