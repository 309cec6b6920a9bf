package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.EmbeddedCluster;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** C72: a Pod that is over stays until somebody deletes it. It counts for nothing. */
class EvictionTest {
    private static final int REPLICAS = 2;

    /** How a Pod ends that its ReplicaSet then replaces. */
    enum End {
        /** Failed, by a node under pressure. */
        EVICTED {
            @Override
            void of(EmbeddedCluster cluster, String pod) {
                cluster.evict(NAMESPACE, pod);
            }
        },
        /** Succeeded, with a node that is shut down. */
        COMPLETED {
            @Override
            void of(EmbeddedCluster cluster, String pod) {
                cluster.complete(NAMESPACE, pod);
            }
        };

        abstract void of(EmbeddedCluster cluster, String pod);
    }

    /** Ends one of the Pods of a label selector. */
    private static void endOneOf(Given given, String pods, End end) {
        String pod = given.cluster.pods(NAMESPACE, pods).get(0);
        end.of(given.cluster, pod);
        given.cluster.await(
                "a Pod in place of " + pod,
                () -> given.cluster.pods(NAMESPACE, pods).stream()
                                .filter(name -> !name.equals(pod))
                                .count()
                        == REPLICAS);
        assertTrue(given.cluster.pods(NAMESPACE, pods).contains(pod), "it stays");
    }

    private static void assertPromoted(Released released, Given given, String color) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(color, given.liveColor());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("C72 a Pod of the live colour that is over keeps neither a release nor its rollback from ending")
    void ofTheLiveColor(End end) {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            endOneOf(given, "app=backend,color=blue", end);
            assertPromoted(given.release("v2"), given, "green");
            assertPromoted(given.rollBack(), given, "blue");
            assertEquals(REPLICAS, given.replicas("backend-blue"));
            assertEquals(0, given.replicas("backend-green"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("C72 a Pod of the candidate that is over and replaced while it comes up does not fail the release")
    void ofTheCandidate(End end) {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load load = given.traffic()) {
            Running running = given.start("v2", spec -> spec.stabilizeSeconds(2).timeoutSeconds(20))
                    .saying("they must stay so");
            endOneOf(given, "app=backend,color=green", end);
            assertPromoted(running.end(), given, "green");
            Given.nothingLost(load);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("C72 the same in both colours, in MONITOR: its health does not count, nor does the way back count it")
    void underTraffic(End end) {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            endOneOf(given, "app=backend,color=blue", end);
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            endOneOf(given, "app=backend,color=green", end);
            int asked = given.cluster.requests().count("get", "pods/proxy");
            given.cluster.await(
                    "more questions",
                    () -> given.cluster.requests().count("get", "pods/proxy") >= asked + 4 || running.isOver());
            assertEquals("green", given.liveColor(), () -> running.lines().toString());
            given.sicken(GREEN);
            Released released = running.end();
            assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
            released.assertSays("DOWN");
            assertEquals(REPLICAS, given.replicas("backend-blue"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("C72 a Pod of an adopted Deployment that is over: promoted, rolled back to it, and released again")
    void ofAnAdoptedDeployment(End end) {
        try (Given given = Given.anApplication("backend").runningWithoutColors("v0")) {
            endOneOf(given, "app=backend", end);
            given.cluster.await("Pods that are ready", () -> given.cluster.pods(NAMESPACE, "app=backend").stream()
                            .map(pod -> given.cluster.get(NAMESPACE, "pods", pod).toString())
                            .filter(pod -> pod.contains("{\"type\":\"Ready\",\"status\":\"True\""))
                            .count()
                    == REPLICAS);
            given.cluster.awaitAvailable(NAMESPACE, "backend");
            Load load = given.traffic();
            assertPromoted(given.release("v1", spec -> spec.adopt(true)), given, "blue");
            given.await(load, "v1");
            Released back = given.rollBack();
            assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
            assertEquals("v0", given.version());
            assertEquals(REPLICAS, given.replicas("backend"));
            assertPromoted(given.release("v2", spec -> spec.adopt(true)), given, "blue");
            Given.nothingLost(load);
        }
    }
}
