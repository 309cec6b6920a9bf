package io.jenkins.plugins.bluegreen.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks that a failed release leaves the live colour unchanged, under traffic. */
final class LiveColor {
    private final Trial trial;
    private final Color color;
    private final String version;
    private final Map<String, String> before;
    private final Load traffic;

    private LiveColor(Trial trial) {
        this.trial = trial;
        color = Color.ofLabel(trial.liveColor()).orElseThrow();
        version = trial.version();
        before = objects();
        traffic = trial.traffic();
    }

    /** Records the live colour, and puts a load on it until the check. */
    static LiveColor of(Trial trial) {
        return new LiveColor(trial);
    }

    /**
     * Asserts that the release failed before the switch with {@code reasons}, left no Pods of the candidate, and did
     * not affect the live colour.
     */
    void assertSurvived(Released released, String... reasons) {
        assertEquals(0, trial.replicas(color.other()), released::story);
        trial.awaitGone(color.other());
        assertUntouched(released, reasons);
    }

    /** Asserts that the release failed before the switch with {@code reasons} and did not affect the live colour. */
    void assertUntouched(Released released, String... reasons) {
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        assertFalse(released.phases().contains(Phase.SWITCH), released::story);
        released.assertSays(reasons).assertSays("The traffic is on " + deployment());
        assertEquals(before, objects(), released::story);
        assertNull(trial.annotation("phase"), released::story);
        assertServedAlone();
    }

    /** Asserts that the release, of any application, ended in PLAN with {@code reasons} and changed nothing. */
    void assertRefused(Released released, String... reasons) {
        assertEquals(Outcome.FAILED_BEFORE_SWITCH, released.outcome(), released::story);
        assertEquals(List.of(Phase.PLAN), released.phases(), released::story);
        released.assertSays(reasons).assertSays("Nothing was changed.");
        assertEquals(before, objects(), released::story);
    }

    /** Stops the load, and asserts that the colour has answered each request. */
    void assertServedAlone() {
        LoadResult result = trial.assertNothingLost(traffic);
        assertEquals(Map.of(version, result.requests()), result.versions(), result::toString);
    }

    /** All objects of the colour, its Pods' restarts, and the active Service's endpoints. */
    private Map<String, String> objects() {
        KubernetesClient client = trial.admin();
        Map<String, String> objects = new TreeMap<>();
        Deployment live = client.apps()
                .deployments()
                .inNamespace(trial.namespace())
                .withName(deployment())
                .get();
        objects.put("Deployment", live.getMetadata().getUid() + live.getSpec());
        putVersions(objects, client.configMaps().inNamespace(trial.namespace()).list().getItems());
        putVersions(objects, client.secrets().inNamespace(trial.namespace()).list().getItems());
        for (Pod pod : trial.pods(color)) {
            objects.put(
                    "Pod " + pod.getMetadata().getName(),
                    pod.getMetadata().getUid() + " restarted "
                            + pod.getStatus().getContainerStatuses().get(0).getRestartCount());
        }
        objects.put("Service", trial.service().getSpec().toString());
        return objects;
    }

    private void putVersions(Map<String, String> objects, List<? extends HasMetadata> all) {
        for (HasMetadata object : all) {
            if (object.getMetadata().getName().endsWith("-" + color.label())) {
                objects.put(
                        object.getKind() + " " + object.getMetadata().getName(),
                        object.getMetadata().getResourceVersion());
            }
        }
    }

    private String deployment() {
        return Trial.APPLICATION + "-" + color.label();
    }
}
