package io.jenkins.plugins.bluegreen.conformance.given;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Asserts the final state of an application, once no release of it runs. */
public final class Settled {
    private final Given given;

    private Settled(Given given) {
        this.given = given;
    }

    /**
     * Asserts that one colour has all traffic, the other one no Pods, and that nothing is unfinished or duplicated.
     */
    public static void assertOn(Given given, String version, int revision) {
        Settled settled = new Settled(given);
        settled.assertOneColor(version);
        settled.assertAtRest(revision);
        settled.assertNothingTwice();
    }

    /** Asserts that the application has no Service and wants no Pods of blue. */
    public static void assertNotReleased(Given given) {
        assertNull(given.cluster.get(NAMESPACE, "services", given.application), "the Service");
        ObjectNode blue = given.cluster.get(NAMESPACE, "deployments", given.application + "-blue");
        assertEquals(0, blue == null ? 0 : blue.at("/spec/replicas").asInt(), "replicas of blue");
    }

    private void assertOneColor(String version) {
        Color live = Color.ofLabel(given.liveColor()).orElseThrow();
        assertEquals(version, configured(live), "what the live colour " + live + " runs");
        String deployment = given.application + "-" + live.label();
        // an autoscaler follows the traffic
        given.cluster.await(
                given.needed() + " replicas of " + live, () -> given.replicas(deployment) == given.needed());
        given.cluster.await(
                "exactly the ready Pods of " + live + " behind the Service: " + endpoints() + " " + given.pods(live),
                () -> endpoints().size() == given.needed() && endpoints().equals(new TreeSet<>(given.pods(live))));
        assertEquals(version, given.version());
        ObjectNode ingress = given.cluster.get(NAMESPACE, "ingresses", given.application);
        if (ingress != null) {
            assertEquals(version, Bystanders.version(ingress), "what the Ingress is of");
        }
        ObjectNode other = given.cluster.get(
                NAMESPACE, "deployments", given.application + "-" + live.other().label());
        if (other != null) {
            assertEquals(0, other.at("/spec/replicas").asInt(), "replicas of the colour without traffic");
        }
        assertWorks(live, 1);
        assertWorks(live.other(), 0);
        Autoscaling.assertFree(given, live);
    }

    private void assertWorks(Color color, int replicas) {
        String worker = given.application + "-worker-" + color.label();
        if (given.cluster.get(NAMESPACE, "deployments", worker) != null) {
            assertEquals(replicas, given.replicas(worker), "replicas of the worker of " + color);
        }
    }

    private String configured(Color color) {
        return given.cluster
                .get(NAMESPACE, "configmaps", given.application + "-config-" + color.label())
                .at("/data/VERSION")
                .asText();
    }

    private Set<String> endpoints() {
        return ReadyEndpoints.of(given.cluster, NAMESPACE, given.application);
    }

    private void assertAtRest(int revision) {
        assertNull(given.annotation("phase"), "the phase in progress");
        assertEquals(given.liveColor(), given.annotation("color"), "the colour that the Service remembers");
        assertEquals(String.valueOf(revision), given.annotation("revision"), "the revision");
    }

    private void assertNothingTwice() {
        String app = given.application;
        assertEquals(Set.of(app), names("services"));
        Set<String> deployments = names("deployments");
        deployments.removeAll(List.of(app + "-blue", app + "-green", app + "-worker-blue", app + "-worker-green"));
        assertEquals(Set.of(), deployments, "Deployments beside those of the two colours");
    }

    private Set<String> names(String resource) {
        Set<String> names = new TreeSet<>();
        given.cluster.list(NAMESPACE, resource).forEach(object -> names.add(object.at("/metadata/name").asText()));
        return names;
    }

    /** Asserts that the application's Lease has no holder. */
    public static void assertUnlocked(Given given) {
        assertNull(given.cluster.get(NAMESPACE, "leases", given.application + "-blue-green"), "the Lease");
    }
}
