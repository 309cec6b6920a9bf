package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** C72: an evicted Pod stays as Failed until somebody deletes it. It counts for nothing. */
class EvictionTest {
    private static final int REPLICAS = 2;

    private static void evictOneOf(Given given, Color color) {
        String pod = given.pods(color).get(0);
        given.cluster.evict(NAMESPACE, pod);
        given.cluster.await(
                "a Pod in place of " + pod,
                () -> given.pods(color).stream().filter(name -> !name.equals(pod)).count() == REPLICAS);
    }

    private static void assertPromoted(Released released, Given given, String color) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(color, given.liveColor());
    }

    @Test
    @DisplayName("C72 an evicted Pod of the live colour keeps neither a release nor the rollback after it from ending")
    void ofTheLiveColor() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            evictOneOf(given, BLUE);
            assertPromoted(given.release("v2"), given, "green");
            assertPromoted(given.rollBack(), given, "blue");
            assertEquals(REPLICAS, given.replicas("backend-blue"));
            assertEquals(0, given.replicas("backend-green"));
        }
    }

    @Test
    @DisplayName("C72 a Pod of the candidate that is evicted and replaced while it comes up does not fail the release")
    void ofTheCandidate() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load load = given.traffic()) {
            Running running = given.start("v2", spec -> spec.stabilizeSeconds(2).timeoutSeconds(20))
                    .saying("they must stay so");
            evictOneOf(given, GREEN);
            assertPromoted(running.end(), given, "green");
            Given.nothingLost(load);
        }
    }
}
