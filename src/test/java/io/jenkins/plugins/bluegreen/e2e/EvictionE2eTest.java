package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.Disturbances;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of Pods that the kubelet ended for good, as it does under pressure. Such a Pod stays as Failed: its
 * ReplicaSet makes another one, and never deletes it. Here its deadline has passed. One that succeeded stays as well.
 */
@E2e
class EvictionE2eTest {
    private static final int REPLICAS = 2;
    private static final List<String> FAILED_AND_TWO = List.of("Failed", "Running", "Running");
    private static final List<String> TWO_AND_SUCCEEDED = List.of("Running", "Running", "Succeeded");
    private static final String ENDS =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s
            spec:
              automountServiceAccountToken: false
              restartPolicy: Never
              containers:
              - name: app
                image: esc/app:2.0.1
                env:
                - {name: CRASH_AFTER, value: 100ms}
                - {name: CRASH_CODE, value: "0"}
            """;
    /** Seconds that a release would wait for a Pod that is over. */
    private static final int PATIENCE = 40;

    @Test
    @DisplayName("C72 Failed and Succeeded Pods count for nothing; nothing is lost")
    void countForNothing(Trial.Source trials) {
        SideBySide.of(trials)
                .with("18 of the live and of the old colour", EvictionE2eTest::ofTheLiveColor)
                .with("60 of the candidate in READY", EvictionE2eTest::ofTheCandidate)
                .with("of the candidate in MONITOR", EvictionE2eTest::whileWatched)
                .with("Succeeded, of the live colour and of the candidate", EvictionE2eTest::succeeded)
                .with("of an adopted Deployment", EvictionE2eTest::adopted)
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

    private static void succeeded(Trial trial) {
        trial.live(BLUE);
        addSucceeded(trial, BLUE);
        Load traffic = trial.smallTraffic();
        Running running = trial.start("v2", spec -> spec.stabilizeSeconds(8).timeoutSeconds(PATIENCE))
                .saying("they must stay so");
        addSucceeded(trial, GREEN);
        assertPromoted(trial, trial.end(running), GREEN);
        assertEquals(TWO_AND_SUCCEEDED, phases(trial, GREEN));

        Released back = trial.end(trial.startRollBack(spec -> spec.timeoutSeconds(PATIENCE)));

        assertPromoted(trial, back, BLUE);
        assertEquals(TWO_AND_SUCCEEDED, phases(trial, BLUE), back::story);
        trial.assertNothingLost(traffic);
    }

    private static void adopted(Trial trial) {
        trial.promisesUnchecked().runningWithoutColors("v0");
        Supplier<List<Pod>> pods = () -> trial.pods(Map.of("app", Trial.APPLICATION)).stream()
                .filter(pod -> !pod.getMetadata().getLabels().containsKey("color"))
                .toList();
        endOneOf(trial, pods);
        Load traffic = trial.smallTraffic();

        Released first = trial.release("v1", spec -> spec.adopt(true).timeoutSeconds(PATIENCE));
        assertEquals(Outcome.PROMOTED, first.outcome(), first::story);
        assertEquals("v1", trial.version());
        Released back = trial.end(trial.startRollBack(spec -> spec.timeoutSeconds(PATIENCE)));

        assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
        assertNull(trial.liveColor(), back::story);
        assertEquals("v0", trial.version());
        assertEquals(FAILED_AND_TWO, phases(pods.get()), back::story);
        assertEquals(0, trial.replicas(BLUE), back::story);
        trial.assertNothingLost(traffic);
    }

    /** Has the kubelet end a Pod of the colour for good, and waits for the one in its place. */
    private static void endOneOf(Trial trial, Color color) {
        endOneOf(trial, () -> trial.pods(color));
    }

    /** Gives the colour's ReplicaSet a Pod that ended well, as the kubelet of a node that shuts down leaves some. */
    private static void addSucceeded(Trial trial, Color color) {
        String name = "ended-" + color.label();
        trial.human(ENDS.formatted(name));
        PodResource ended = trial.admin().pods().inNamespace(trial.namespace()).withName(name);
        trial.until(name + " to end", () -> "Succeeded".equals(ended.get().getStatus().getPhase()));
        ObjectMeta sibling = trial.pods(color).get(0).getMetadata();
        ended.edit(pod -> new PodBuilder(pod)
                .editMetadata()
                .withLabels(sibling.getLabels())
                .withOwnerReferences(sibling.getOwnerReferences())
                .endMetadata()
                .build());
    }

    private static void endOneOf(Trial trial, Supplier<List<Pod>> pods) {
        Pod pod = pods.get().stream().filter(EvictionE2eTest::isReady).findFirst().orElseThrow();
        Disturbances.endForGood(trial, pod);
        trial.until("a Pod in place of " + pod.getMetadata().getName(), () -> phases(pods.get()).contains("Failed")
                && pods.get().stream().filter(EvictionE2eTest::isReady).count() == REPLICAS);
    }

    private static boolean isReady(Pod pod) {
        return "Running".equals(pod.getStatus().getPhase())
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }

    private static List<String> phases(Trial trial, Color color) {
        return phases(trial.pods(color));
    }

    private static List<String> phases(List<Pod> pods) {
        return pods.stream()
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
