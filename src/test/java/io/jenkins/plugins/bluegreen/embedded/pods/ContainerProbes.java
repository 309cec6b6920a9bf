package io.jenkins.plugins.bluegreen.embedded.pods;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The probes of one run of a container: first startup, then readiness and liveness in parallel. */
final class ContainerProbes {
    private final Node node;
    private final ContainerRuntime container;
    private final JsonNode startup;
    private final JsonNode readiness;
    private final JsonNode liveness;
    private final List<Probe> probes = new ArrayList<>();

    ContainerProbes(Node node, ContainerRuntime container, JsonNode spec) {
        this.node = node;
        this.container = container;
        this.startup = spec.path("startupProbe");
        this.readiness = spec.path("readinessProbe");
        this.liveness = spec.path("livenessProbe");
    }

    boolean readyAtStart() {
        return startup.isEmpty() && readiness.isEmpty();
    }

    boolean startedAtStart() {
        return startup.isEmpty();
    }

    void start() {
        if (startup.isEmpty()) {
            startOthers();
            return;
        }
        probe(startup, "Startup", up -> {
            if (up && probes.size() == 1) {
                probes.get(0).stop();
                container.startedUp(readiness.isEmpty());
                startOthers();
            }
        }, true);
    }

    private void startOthers() {
        if (!readiness.isEmpty()) {
            probe(readiness, "Readiness", container::readiness, false);
        }
        if (!liveness.isEmpty()) {
            probe(liveness, "Liveness", alive -> { }, true);
        }
    }

    private void probe(JsonNode spec, String name, Consumer<Boolean> change, boolean kills) {
        Probe probe = new Probe(spec, container::port, node.loop(), node.threads(), node.speed().second(), new Probe.Listener() {
            @Override
            public void succeeded() {
                change.accept(true);
            }

            @Override
            public void failed(String why) {
                change.accept(false);
                if (kills) {
                    container.restart(name.toLowerCase(), why);
                }
            }

            @Override
            public void attemptFailed(String why) {
                container.unhealthy(name, why);
            }
        });
        probes.add(probe);
        probe.start();
    }

    void stop() {
        probes.forEach(Probe::stop);
    }
}
