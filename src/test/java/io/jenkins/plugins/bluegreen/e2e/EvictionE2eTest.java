package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of Pods that the kubelet ended for good, as it does under pressure. Such a Pod stays as Failed: its
 * ReplicaSet makes another one, and never deletes it. Here its deadline has passed.
 */
@E2e
class EvictionE2eTest {
    private static final int REPLICAS = 2;
    private static final List<String> FAILED_AND_TWO = List.of("Failed", "Running", "Running");
    /** Seconds that a release would wait for a Pod that is over. */
    private static final int PATIENCE = 40;

    @Test
    @DisplayName("C72 Failed Pods count for nothing; nothing is lost")
    void countForNothing(Trial.Source trials) {
        SideBySide.of(trials)
                .with("18 of the live and of the old colour", EvictionE2eTest::ofTheLiveColor)
                .with("60 of the candidate in READY", EvictionE2eTest::ofTheCandidate)
                .with("of the candidate in MONITOR", EvictionE2eTest::whileWatched)
                .run();
    }

    private static void ofTheLiveColor(Trial trial) {
        trial.live(BLUE);
        endOneOf(trial, BLUE);
        Load traffic = trial.smallTraffic();

        assertPromoted(trial, trial.release("v2", spec -> spec.timeoutSeconds(PATIENCE)), GREEN);
        Released back = trial.end(trial.startRollBack(spec -> spec.timeoutSeconds(PATIENCE)));

        assertPromoted(trial, back, BLUE);
        assertEquals(FAILED_AND_TWO, phases(trial, BLUE), back::story);
        assertEquals("v1", trial.version());
        trial.assertNothingLost(traffic);
    }

    private static void ofTheCandidate(Trial trial) {
        trial.live(BLUE);
        Load traffic = trial.smallTraffic();
        Running running = trial.start("v2", spec -> spec.stabilizeSeconds(8).timeoutSeconds(PATIENCE))
                .saying("they must stay so");

        endOneOf(trial, GREEN);

        assertPromoted(trial, trial.end(running), GREEN);
        assertEquals(FAILED_AND_TWO, phases(trial, GREEN));
        trial.assertNothingLost(traffic);
    }

    /** The application serves until no node sends it requests any more. */
    private static void whileWatched(Trial trial) {
        trial.manifests(
                        Yaml.CONFIG_MAP,
                        Yaml.SECRET,
                        Yaml.SERVICE,
                        Yaml.DEPLOYMENT.replace("value: graceful", "value: drain"))
                .environment("DRAIN", "3s");
        trial.live(BLUE);
        Load traffic = trial.smallTraffic();
        Running running = trial.start("v2", spec -> spec.monitor(MonitorSpec.lasting(15, 1))).inPhase(Phase.MONITOR);

        endOneOf(trial, GREEN);

        assertPromoted(trial, trial.end(running), GREEN);
        assertEquals(FAILED_AND_TWO, phases(trial, GREEN));
        trial.assertNothingLost(traffic);
    }

    /** Has the kubelet end a Pod of the colour for good, and waits for the one in its place. */
    private static void endOneOf(Trial trial, Color color) {
        Pod pod = trial.pods(color).stream().filter(EvictionE2eTest::isReady).findFirst().orElseThrow();
        trial.admin().pods().resource(pod).patch(
                PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"activeDeadlineSeconds\":1}}");
        trial.until("a Pod in place of " + pod.getMetadata().getName(), () ->
                phases(trial, color).contains("Failed")
                        && trial.pods(color).stream().filter(EvictionE2eTest::isReady).count() == REPLICAS);
    }

    private static boolean isReady(Pod pod) {
        return "Running".equals(pod.getStatus().getPhase())
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private static List<String> phases(Trial trial, Color color) {
        return trial.pods(color).stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(pod -> pod.getStatus().getPhase())
                .sorted()
                .toList();
    }

    private static void assertPromoted(Trial trial, Released released, Color color) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(color.label(), trial.liveColor(), released::story);
        assertEquals(REPLICAS, trial.replicas(color), released::story);
        assertEquals(0, trial.replicas(color.other()), released::story);
    }
}
