package io.jenkins.plugins.bluegreen.conformance.given;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks that a failed release leaves the live colour unchanged, under traffic. */
public final class LiveColor implements AutoCloseable {
    private final Given given;
    private final Color color;
    private final String version;
    private final Map<String, String> before;
    private final Load load;

    private LiveColor(Given given) {
        this.given = given;
        color = Color.ofLabel(given.liveColor()).orElseThrow();
        version = given.version();
        before = objects();
        load = given.traffic();
    }

    /** Records the live colour, and puts a load on it until the check. */
    public static LiveColor of(Given given) {
        return new LiveColor(given);
    }

    /**
     * Asserts that the release failed before the switch with {@code reasons}, left no Pods of the candidate, and did
     * not affect the live colour.
     */
    public void assertSurvived(Released released, String... reasons) {
        assertSurvived(Outcome.FAILED_BEFORE_SWITCH, 0, released, reasons);
    }

    /** The same assertion with another outcome, or with so many Pods of the candidate kept. */
    public void assertSurvived(Outcome outcome, int kept, Released released, String... reasons) {
        assertEquals(outcome, released.outcome(), released::story);
        assertFalse(released.phases().contains(Phase.SWITCH), released::story);
        released.assertSays(reasons).assertSays("The traffic is on " + deployment(color));
        assertEquals(kept, given.replicas(deployment(color.other())), released::story);
        given.cluster.await(kept + " Pods of the candidate", () -> pods(color.other()).size() == kept);
        assertEquals(before, objects(), released::story);
        assertNull(given.annotation("phase"), released::story);
        LoadResult traffic = Given.nothingLost(load);
        assertEquals(Map.of(version, traffic.requests()), traffic.versions(), traffic::toString);
    }

    /** All objects of the colour, its Pods' restarts, and the active Service's endpoints. */
    private Map<String, String> objects() {
        Map<String, String> objects = new TreeMap<>();
        JsonNode live = given.cluster.get(NAMESPACE, "deployments", deployment(color));
        objects.put("Deployment", live.at("/metadata/uid") + " generation " + live.at("/metadata/generation")
                + live.at("/metadata/annotations") + live.at("/spec"));
        for (String resource : List.of("configmaps", "secrets")) {
            for (JsonNode object : given.cluster.list(NAMESPACE, resource)) {
                String name = object.at("/metadata/name").asText();
                if (name.endsWith("-" + color.label())) {
                    objects.put(resource + " " + name, object.toString());
                }
            }
        }
        for (String pod : pods(color)) {
            JsonNode object = given.cluster.get(NAMESPACE, "pods", pod);
            objects.put(
                    "Pod " + pod,
                    object.at("/metadata/uid") + " restarted " + object.at("/status/containerStatuses/0/restartCount"));
        }
        objects.put("Service", given.cluster.get(NAMESPACE, "services", given.application).at("/spec").toString());
        return objects;
    }

    private String deployment(Color of) {
        return given.application + "-" + of.label();
    }

    private List<String> pods(Color of) {
        return given.cluster.pods(NAMESPACE, "app=" + given.application + ",color=" + of.label());
    }

    @Override
    public void close() {
        load.close();
    }
}
