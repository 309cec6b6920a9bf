package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of an application that already runs without colours. */
class AdoptionTest {
    @Test
    @DisplayName("C17 an application without colours is left alone, and the way to adopt it is explained")
    void refused() {
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0");
                Load traffic = given.traffic()) {
            given.release("v1").assertRefused("Service backend", "app=backend", "without a colour", "adopt: true");
            assertEquals(Map.of("app", "backend"), given.selector());
            assertEquals(2, given.replicas("backend"));
            assertEquals(Set.of("v0"), Given.nothingLost(traffic).versions().keySet());
        }
    }

    @Test
    @DisplayName("C17 an application without colours is adopted without losing a request, and may be gone back to")
    void adopted() {
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0");
                Load traffic = given.traffic()) {
            Set<String> before = new HashSet<>();
            Released released = given.start("v1", spec -> spec.adopt(true), state -> {
                        for (int i = 0; i < 20; i++) {
                            before.add(given.version());
                        }
                    })
                    .end();

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            released.assertSays("Deployment backend is no colour of backend", "kubectl -n esc delete deployment backend");
            assertEquals(Set.of("v0"), before);
            assertEquals(Map.of("app", "backend", "color", "blue"), given.selector());
            assertEquals("v1", given.version());
            assertEquals(0, given.replicas("backend"));
            given.await(traffic, "v1");

            Released back = given.rollBack();
            assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
            assertEquals("v0", given.version());
            assertEquals(2, given.replicas("backend"));
            Released again = given.release("v2", spec -> spec.adopt(true));
            assertEquals(Outcome.PROMOTED, again.outcome(), again::story);
            assertEquals("v2", given.version());
            given.await(traffic, "v2");
            LoadResult result = Given.nothingLost(traffic);
            assertEquals(Set.of("v0", "v1", "v2"), result.versions().keySet(), result::toString);
            assertTrue(given.release("v3").message().endsWith("is live as green"));
        }
    }

    @Test
    @DisplayName("C17 an adoption that proves bad under traffic goes back to the Deployment without a colour")
    void rolledBack() {
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0");
                Load traffic = given.traffic()) {
            Running running = given.start("v1", spec -> spec.adopt(true)
                            .health(HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 1))
                            .monitor(MonitorSpec.lasting(60, 1)))
                    .inPhase(Phase.MONITOR);
            given.cluster
                    .pods(NAMESPACE, "app=backend,color=blue")
                    .forEach(pod -> given.cluster.setHealth(NAMESPACE, pod, "DOWN"));

            Released released = running.end();

            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("backend-blue-", "DOWN", "The traffic is on backend.");
            assertEquals(Map.of("app", "backend"), given.selector());
            assertEquals("v0", given.version());
            assertEquals(0, given.replicas("backend-blue"));
            assertEquals(2, given.replicas("backend"));
            Given.nothingLost(traffic);
        }
    }

    @Test
    @DisplayName("C17 an adoption that fails gives the Service back as its owner wrote it")
    void givenBack() {
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0");
                Load traffic = given.traffic()) {
            Released released = given.release("v1", spec -> spec.adopt(true).image("esc/app:missing"));

            assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
            released.assertSays("esc/app:missing", "The traffic is on backend.");
            assertEquals(Map.of("app", "backend"), given.selector());
            assertEquals(2, given.replicas("backend"));
            given.cluster.await("the candidate's Pods to go", () -> given.cluster
                    .pods(NAMESPACE, "app=backend,color=blue")
                    .isEmpty());
            assertEquals(Set.of("v0"), Given.nothingLost(traffic).versions().keySet());
        }
    }

    @Test
    @DisplayName("C57 a rollback to the adopted Deployment, aborted before its switch, leaves everything as it was")
    void rollbackAborted() {
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0");
                Load traffic = given.traffic()) {
            Released adopted = given.release("v1", spec -> spec.adopt(true));
            assertEquals(Outcome.PROMOTED, adopted.outcome(), adopted::story);
            Running back = given.startRollBack(spec -> spec.stabilizeSeconds(60).timeoutSeconds(90))
                    .inPhase(Phase.READY);

            Released aborted = back.abort().end();

            assertEquals(Outcome.ABORTED, aborted.outcome(), aborted::story);
            aborted.assertSays("The traffic is on backend-blue.");
            assertTrue(
                    aborted.lines().stream().noneMatch(line -> line.contains("WARNING")), aborted::story);
            assertEquals("v1", given.version());
            assertEquals(0, given.replicas("backend"));
            assertNull(given.annotation("phase"));
            Given.nothingLost(traffic);
        }
    }
}
