package io.jenkins.plugins.bluegreen.conformance.given;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;

/** What releases leave of the user's autoscalers. */
final class Autoscaling {
    private Autoscaling() {}

    /**
     * Asserts that the live colour's autoscaler is the user's own again. The one of the colour without traffic may be
     * parked if that is retired, and is free as well after a release that was not promoted.
     */
    static void assertFree(Given given, Color live) {
        assertFree(given, given.application + "-" + live.label());
        boolean retired = given.annotation("previous-color") != null || given.annotation("rolled-back-from") != null;
        if (!retired) {
            assertFree(given, given.application + "-" + live.other().label());
        }
    }

    private static void assertFree(Given given, String name) {
        ObjectNode autoscaler = given.cluster.get(NAMESPACE, "horizontalpodautoscalers", name);
        if (autoscaler != null) {
            String mark = autoscaler.at("/metadata/annotations/blue-green.jenkins.io~1scale-down").asText(null);
            assertEquals(null, mark, "the mark on the autoscaler of " + name);
            String policy = autoscaler.at("/spec/behavior/scaleDown/selectPolicy").asText(null);
            String own = given.states("selectPolicy: Min") ? "Min" : null;
            assertEquals(own, policy, "the behaviour of the autoscaler of " + name);
        }
    }
}
