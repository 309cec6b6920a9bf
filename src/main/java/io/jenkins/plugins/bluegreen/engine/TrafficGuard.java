package io.jenkins.plugins.bluegreen.engine;

import java.util.function.Function;

/** Stands before every scale-down and deletion: Pods that an active Service selects are not taken away. */
final class TrafficGuard {
    private TrafficGuard() {}

    /**
     * Reads the active Services.
     *
     * @param gone what a Service has to select for the Pods to be in use
     * @throws ReleaseException when one does
     */
    static void check(Run run, String deployment, Function<ServiceMove, Traffic> gone) {
        for (ServiceMove move : run.state.services) {
            Traffic traffic = gone.apply(move);
            if (traffic == null) {
                continue;
            }
            run.read(move.service).ifPresent(view -> {
                if (traffic.isWithin(view.traffic())) {
                    throw new ReleaseException(
                            Sentence.of("guard.selected", deployment, view.name(), view.traffic()));
                }
            });
        }
    }
}
