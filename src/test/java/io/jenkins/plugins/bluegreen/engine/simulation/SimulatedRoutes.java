package io.jenkins.plugins.bluegreen.engine.simulation;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Route;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The objects of a {@link SimulatedCluster} that carry traffic beside the Services. Each tells which version it is of;
 * and, as the real writer keeps it in annotations, which release wrote it and what it was before.
 */
public final class SimulatedRoutes {
    /** What a route is; {@code former} is null where it was not kept. */
    record State(String version, String release, State former) {
        private State without() {
            return new State(version, release, null);
        }
    }

    private static final State ABSENT = new State(null, null, null);

    private final Map<String, State> there = new TreeMap<>();

    /**
     * The routes as two releases before have left them.
     *
     * @return what the Service remembers of them; null without routes
     */
    public String live(List<Route> routes, String release) {
        State former = new State("v-1", "build-(-1)", null);
        routes.forEach(route -> there.put(route.path(), new State("v0", release, former)));
        return routes.isEmpty()
                ? null
                : routes.stream().map(Route::path).collect(Collectors.joining(",")) + " " + release;
    }

    /** The version that a route is of; null when it is not there. */
    public String version(Route route) {
        State state = read(route);
        return state == null ? null : state.version;
    }

    State read(Route route) {
        return there.get(route.path());
    }

    /** What a release makes of a route that it has read; see {@link #write}. */
    static State applied(State read, String version, String release) {
        if (read == null) {
            return new State(version, release, ABSENT);
        }
        return new State(version, release, release.equals(read.release) ? read.former : read.without());
    }

    /** Whether a restoration has nothing to do: the route is not, or was not, of that release. */
    static boolean isNotOf(State read, String release, boolean undo) {
        State of = read == null || !undo ? read : read.former;
        return of == null || !release.equals(of.release);
    }

    /** What a restoration makes of a route that it has read; null when its former state was not kept. */
    static State restored(State read) {
        State former = read.former;
        return former == null || former == ABSENT ? former : new State(former.version, former.release, read.without());
    }

    /** Writes a route; one that was absent is deleted, if it is still as it was read. */
    void write(Route route, State read, State written) {
        if (written != ABSENT) {
            there.put(route.path(), written);
        } else if (there.containsKey(route.path()) && there.get(route.path()) != read) {
            throw SimulatedCluster.refusal(ClusterException.Kind.CONFLICT);
        } else {
            there.remove(route.path());
        }
    }
}
