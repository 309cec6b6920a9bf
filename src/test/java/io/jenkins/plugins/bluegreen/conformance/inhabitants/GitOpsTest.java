package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.LiveColor;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.GitOps;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("C80 A GitOps controller sets back what a release writes")
class GitOpsTest {
    private static final Duration PERIOD = Duration.ofMillis(500);

    private final Given given = Given.anApplication("backend").live(BLUE);

    @AfterEach
    void close() {
        given.close();
    }

    private GitOps applying(String yaml) {
        return GitOps.applying(given.cluster, NAMESPACE, yaml, PERIOD);
    }

    /** How often a client other than the controller changes the active Service's selector from now on. */
    private AtomicInteger ourSwitches() {
        AtomicInteger switches = new AtomicInteger();
        given.cluster.onWrite((before, after, write) -> {
            boolean service = write.resource().equals("services") && write.name().equals("backend");
            if (service && before != null && after != null && !write.manager().equals(GitOps.MANAGER)
                    && !before.at("/spec/selector").equals(after.at("/spec/selector"))) {
                switches.incrementAndGet();
            }
        });
        return switches;
    }

    @Test
    @DisplayName("the selector, under traffic: one switch and no fight, it is named, nothing is lost")
    void selector() {
        AtomicInteger switches = ourSwitches();
        Load load = given.traffic();
        Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
        try (GitOps controller = applying(
                "apiVersion: v1\nkind: Service\nmetadata: {name: backend}\n"
                        + "spec: {selector: {app: backend, color: blue}}\n")) {
            Released released = running.end();
            released.assertSays("Service backend", "changed by \"" + GitOps.MANAGER + "\"", "color=blue");
            assertTrue(
                    released.outcome() == Outcome.ROLLED_BACK || released.outcome() == Outcome.ROLLBACK_FAILED,
                    released::story);
            assertEquals("blue", given.liveColor());
            assertEquals(1, switches.get(), released::story);
            assertTrue(controller.applied() > 1);
            assertEquals(2, given.replicas("backend-blue"), released::story);
        }
        Given.nothingLost(load);
    }

    @Test
    @DisplayName("the idle Deployment, before the release looks: it is named, and the live colour does not notice")
    void idleDeployment() {
        try (LiveColor live = LiveColor.of(given)) {
            Running running = given.start("v2", spec -> spec.stabilizeSeconds(10)).saying("stay so for");
            try (GitOps controller = applying(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: backend-green}
                    spec:
                      template:
                        spec:
                          containers: [{name: app, image: "esc/app:0.9"}]
                    """)) {
                Released released = running.end();
                assertTrue(controller.applied() > 0);
                live.assertSurvived(released, "Deployment backend-green", "\"" + GitOps.MANAGER + "\"");
            }
        }
        assertEquals(2, given.pods(BLUE).size());
        assertEquals(0, given.pods(GREEN).size());
    }
}
