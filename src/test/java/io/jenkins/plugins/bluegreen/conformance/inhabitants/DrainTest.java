package io.jenkins.plugins.bluegreen.conformance.inhabitants;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C79: Pods of the new colour that are drained, restarted or missing under traffic, by default for 1 s. */
class DrainTest {
    private static final int LONG = 60;
    private static final String[] WITH_REQUESTS = {
        Yaml.CONFIG_MAP,
        Yaml.SECRET,
        Yaml.SERVICE,
        Yaml.DEPLOYMENT.replace(
                "        env:\n", "        resources:\n          requests:\n            cpu: 100m\n        env:\n")
    };

    /** How many Pods of green were ready whenever blue was scaled to zero. */
    private final List<Integer> readyAtTheEndOfBlue = new CopyOnWriteArrayList<>();

    private Given given(String startDelay) {
        Given given = Given.anApplication("backend")
                .manifests(WITH_REQUESTS)
                .environment("START_DELAY", startDelay)
                .live(BLUE);
        given.cluster.onWrite((before, after, write) -> {
            if (write.resource().equals("deployments")
                    && write.name().equals("backend-blue")
                    && before != null
                    && before.at("/spec/replicas").asInt() > 0
                    && after != null
                    && after.at("/spec/replicas").asInt() == 0) {
                readyAtTheEndOfBlue.add(given.readyPods("backend-green"));
            }
        });
        return given;
    }

    private static Running watched(Given given, int seconds, UnaryOperator<MonitorSpec> more) {
        return given.start("v2", spec -> spec.variable("REPLICAS", "3")
                        .timeoutSeconds(10)
                        .monitor(more.apply(MonitorSpec.lasting(seconds, 1))))
                .inPhase(Phase.MONITOR);
    }

    private static Running watched(Given given, int seconds) {
        return watched(given, seconds, UnaryOperator.identity());
    }

    /** Deletes a Pod, as a drain does, and returns the one that the ReplicaSet makes instead. */
    private static String drainOne(Given given) {
        List<String> before = given.pods(GREEN);
        given.cluster.as("kubectl-drain").delete(NAMESPACE, "pods", before.get(0));
        List<String> after = new ArrayList<>();
        given.cluster.await("another Pod", () -> {
            after.clear();
            after.addAll(given.pods(GREEN));
            after.removeAll(before);
            return !after.isEmpty();
        });
        return after.get(0);
    }

    private void assertPromoted(Given given, Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals("green", given.liveColor());
        assertEquals(List.of(3), readyAtTheEndOfBlue, released::story);
    }

    private static void assertRolledBack(Given given, Released released, String... why) {
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        released.assertSays(why).assertSays("The traffic is on backend-blue.");
        assertEquals("blue", given.liveColor());
        assertEquals(2, given.replicas("backend-blue"));
    }

    @Test
    @DisplayName("C79 one of three Pods is drained in MONITOR and slowly starts elsewhere: promoted")
    void drained() {
        try (Given given = given("3s");
                Load load = given.traffic()) {
            Running running = watched(given, 5);
            drainOne(given);
            Released released = running.end();
            assertPromoted(given, released);
            assertTrue(released.story().contains("2 are, 1 is starting"), released::story);
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C79 the new Pod still starts when MONITOR is over: the old colour stays until it is ready")
    void drainedAtTheEnd() {
        try (Given given = given("3s")) {
            Running running = watched(given, 1);
            drainOne(given);
            Released released = running.end();
            assertPromoted(given, released);
            assertTrue(released.story().contains("before the old colour goes"), released::story);
        }
    }

    @Test
    @DisplayName("C79 no node has room for the drained Pod: rolled back")
    void noNode() {
        try (Given given = given("0s")) {
            Running running = watched(given, LONG);
            given.cluster.nodeCapacity("0", "256Gi");
            drainOne(given);
            assertRolledBack(given, running.end(), "Only 2 of 3 Pods of backend-green are ready");
        }
    }

    @Test
    @DisplayName("C79 the new Pod starts for longer than READY would wait: rolled back, in MONITOR and after it")
    void startsForever() {
        for (int seconds : new int[] {LONG, 1}) {
            try (Given given = given("2s")) {
                Running running = watched(given, seconds);
                String pod = drainOne(given);
                given.cluster.await("its container", () -> given.cluster
                        .get(NAMESPACE, "pods", pod)
                        .at("/status/containerStatuses/0/state")
                        .has("running"));
                given.cluster.setEnv(NAMESPACE, pod, "READY", "0");
                assertRolledBack(given, running.end(), "2 of 3 Pods of backend-green are ready, after 1");
                assertEquals(List.of(), readyAtTheEndOfBlue);
            }
        }
    }

    @Test
    @DisplayName("C79 a Pod that was ready and no longer is may be so for monitor.unready seconds")
    void unready() {
        try (Given given = given("0s")) {
            Running running = watched(given, 5, monitor -> monitor.withUnready(20));
            String pod = given.pods(GREEN).get(0);
            given.cluster.setEnv(NAMESPACE, pod, "READY", "0");
            running.saying("2 are, 0 are starting");
            long since = System.currentTimeMillis();
            given.cluster.await("longer than the default", () -> System.currentTimeMillis() - since > 3_000);
            given.cluster.setEnv(NAMESPACE, pod, "READY", "1");
            assertPromoted(given, running.end());
        }
        try (Given given = given("0s")) {
            Running running = watched(given, LONG, monitor -> monitor.withUnready(2));
            given.cluster.setEnv(NAMESPACE, given.pods(GREEN).get(0), "READY", "0");
            assertRolledBack(given, running.end(), "Only 2 of 3 Pods of backend-green are ready");
        }
    }

    @Test
    @DisplayName("C79 not one Pod is ready: rolled back at once, whatever monitor.unready says")
    void noneReady() {
        try (Given given = given("0s")) {
            Running running = watched(given, LONG, monitor -> monitor.withUnready(LONG));
            given.pods(GREEN).forEach(pod -> given.cluster.setEnv(NAMESPACE, pod, "READY", "0"));
            assertRolledBack(given, running.end(), "No Pod of backend-green is ready.");
        }
    }

    @Test
    @DisplayName("C79 containers may end as often as monitor.restarts says")
    void restarts() {
        try (Given given = given("0s")) {
            Running running = watched(given, 3, monitor -> monitor.withRestarts(1).withUnready(20));
            String pod = given.pods(GREEN).get(0);
            given.cluster.crash(NAMESPACE, pod, 3);
            running.saying("Pod " + pod + " was restarted 1 time under traffic; 1 is allowed");
            assertPromoted(given, running.end());
        }
        try (Given given = given("0s")) {
            Running running = watched(given, LONG, monitor -> monitor.withRestarts(1).withUnready(20));
            String pod = given.pods(GREEN).get(0);
            given.cluster.crash(NAMESPACE, pod, 3);
            running.saying("1 is allowed");
            given.cluster.await("the container to run again", () -> given.cluster
                    .get(NAMESPACE, "pods", pod)
                    .at("/status/containerStatuses/0/ready")
                    .asBoolean());
            given.cluster.crash(NAMESPACE, pod, 3);
            assertRolledBack(given, running.end(), pod, "exit code 3");
        }
    }

    @Test
    @DisplayName("C79 the image of a Pod that an HPA adds can't be pulled: told, and no breach")
    void addedPod() {
        try (Given given = given("0s")) {
            Running running = watched(given, 3);
            List<String> before = given.pods(GREEN);
            given.cluster.knownImages(image -> false);
            given.cluster.as("kubectl").apply(NAMESPACE, """
                    apiVersion: autoscaling/v2
                    kind: HorizontalPodAutoscaler
                    metadata: {name: backend}
                    spec:
                      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend-green}
                      minReplicas: 3
                      maxReplicas: 5
                    """);
            given.cluster.as("hpa").scale(NAMESPACE, "backend-green", 4);
            given.cluster.await("a fourth Pod", () -> given.pods(GREEN).size() == 4);
            String added = given.pods(GREEN).stream().filter(pod -> !before.contains(pod)).findFirst().orElseThrow();
            running.saying("Pod " + added + " is not ready: ");
            assertPromoted(given, running.end());
        }
    }
}
