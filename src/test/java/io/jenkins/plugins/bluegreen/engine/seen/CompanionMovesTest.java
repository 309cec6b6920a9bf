package io.jenkins.plugins.bluegreen.engine.seen;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.cluster.ClusterGateway;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Companion;
import io.jenkins.plugins.bluegreen.engine.workload.PodView;
import io.jenkins.plugins.bluegreen.engine.workload.Workload;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Moves of companions")
class CompanionMovesTest {
    private static final Companion OLD = new Companion("worker-blue", "worker", Color.BLUE, 1, false, false);

    private final List<String> endpoints = new ArrayList<>(List.of("worker-blue-1"));

    /** A cluster in which a Service has endpoints among the old companion's Pods, and maybe others. */
    private final ClusterGateway cluster = (ClusterGateway) Proxy.newProxyInstance(
            ClusterGateway.class.getClassLoader(),
            new Class<?>[] {ClusterGateway.class},
            (proxy, method, arguments) -> switch (method.getName()) {
                case "companions" -> List.of(OLD);
                case "workload" -> new Workload(
                        null, List.of(new PodView("worker-blue-1", "1", null, true, null, false, 0, null)));
                case "servicesOf" -> List.of("metrics");
                case "endpoints" -> endpoints;
                default -> throw new UnsupportedOperationException(method.getName());
            });

    private final Companions.State state = new Companions.State();
    private final CompanionMoves moves = new CompanionMoves(
            new Companions(cluster, "backend", null, state),
            state,
            List.of("backend"),
            () -> {
                throw new UnsupportedOperationException("nothing is written");
            },
            what -> {},
            what -> {},
            () -> {});

    @Test
    @DisplayName("wait until a Service's endpoints show the new companion, but not for ever")
    void lateEndpoints() {
        assertTrue(moves.awaitsEndpoints(Color.BLUE, 1_000, 5_000));
        assertTrue(moves.awaitsEndpoints(Color.BLUE, 5_999, 5_000));
        assertFalse(moves.awaitsEndpoints(Color.BLUE, 6_000, 5_000));
        endpoints.add("worker-green-1");
        assertFalse(moves.awaitsEndpoints(Color.BLUE, 1_000, 5_000));
    }
}
