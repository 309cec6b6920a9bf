package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of manifests whose number of replicas changes. */
class ReplicasTest {
    private static final String AUTOSCALER =
            """
            {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: by-hand},
             spec: {minReplicas: 2, maxReplicas: 10,
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend-%s}}}""";

    private static Given of(Given given, String replicas) {
        return given.manifests(
                Yaml.CONFIG_MAP,
                Yaml.SECRET,
                Yaml.SERVICE,
                Yaml.DEPLOYMENT.replace("  replicas: ${REPLICAS}\n", replicas));
    }

    private static Given fourOfBlue() {
        return of(Given.anApplication("backend"), "  replicas: 4\n").live(BLUE);
    }

    private static Released promoted(Given given, String version) {
        Released released = given.release(version);
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    @Test
    @DisplayName("C85, report 62: from 4 to 2 in the manifests: 4 at the switch, 2 afterwards; nothing is lost")
    void fewer() {
        try (Given given = fourOfBlue();
                Load load = given.traffic()) {
            List<Integer> ready = given.readyAtEachSwitchTo(GREEN);
            of(given, "  replicas: 2\n");
            Released released = promoted(given, "v2");
            assertEquals(List.of(4), ready);
            assertEquals(2, given.replicas("backend-green"));
            assertTrue(released.story().contains("backend-green scaled from 4 to 2"), released::story);
            Given.nothingLost(load);
            promoted(given, "v3");
            assertEquals(2, given.replicas("backend-blue"));
        }
    }

    @Test
    @DisplayName("report 62: fewer replicas and nothing else is something to do; after it there is nothing")
    void fewerAlone() {
        try (Given given = fourOfBlue()) {
            of(given, "  replicas: 2\n");
            Released released = promoted(given, "v1");
            assertTrue(released.story().contains("runs the same version with 4 replicas"), released::story);
            assertEquals(2, given.replicas("backend-green"));
            given.cluster.awaitAvailable(NAMESPACE, "backend-green");
            assertEquals(Outcome.UNCHANGED, given.release("v1").outcome());
        }
    }

    @Test
    @DisplayName("C85 what an autoscaler of anybody scales keeps its replicas, and so where none may be listed")
    void autoscaled() {
        try (Given given = fourOfBlue()) {
            given.cluster.as("kubectl").apply(NAMESPACE, AUTOSCALER.formatted("blue"));
            given.cluster.hpaDesired(NAMESPACE, "by-hand", 4);
            of(given, "  replicas: 2\n");
            assertEquals(Outcome.UNCHANGED, given.release("v1").outcome());
            given.cluster.as("kubectl").apply(NAMESPACE, AUTOSCALER.formatted("green"));
            promoted(given, "v2");
            assertEquals(4, given.replicas("backend-green"));
            given.cluster.as("kubectl").delete(NAMESPACE, "horizontalpodautoscalers", "by-hand");
            given.cluster.deny("list", "horizontalpodautoscalers");
            promoted(given, "v3");
            assertEquals(4, given.replicas("backend-blue"));
        }
    }

    @Test
    @DisplayName("C85 a manifest that leaves the number open lowers nothing")
    void open() {
        try (Given given = fourOfBlue()) {
            of(given, "");
            promoted(given, "v2");
            assertEquals(4, given.replicas("backend-green"));
            given.cluster.awaitAvailable(NAMESPACE, "backend-green");
            assertEquals(Outcome.UNCHANGED, given.release("v2").outcome());
        }
    }
}
