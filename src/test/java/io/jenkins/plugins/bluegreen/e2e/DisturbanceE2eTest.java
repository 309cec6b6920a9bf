package io.jenkins.plugins.bluegreen.e2e;

import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.e2e.given.E2e;
import io.jenkins.plugins.bluegreen.e2e.given.SideBySide;
import io.jenkins.plugins.bluegreen.e2e.given.Trial;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of what passes: room that comes late, a drained Pod, configuration that comes late, a second try. */
@E2e
class DisturbanceE2eTest {
    /** Longer than any of these releases may wait for. */
    private static final int TIMEOUT = 120;
    /** Seconds without room for a new Pod: three times as long as a scheduler usually needs. */
    private static final int NO_ROOM = 25;
    /** Seconds until a drained Pod has room elsewhere. It needs some more to start. */
    private static final int ELSEWHERE = 11;

    /** Placed without the scheduler, which goes by what others keep away. */
    private static final String IN_THE_WAY =
            """
            apiVersion: v1
            kind: Pod
            metadata:
              name: in-the-way
              labels: {takes: room}
            spec:
              terminationGracePeriodSeconds: 0
              nodeName: %s
              containers:
              - name: app
                image: esc/app:2.0.1
                resources: {requests: {cpu: '%s'}}
            """;
    /** No node has room for these Pods while there is one that takes room. */
    private static final String KEEPS_AWAY =
            """
                  affinity:
                    podAntiAffinity:
                      requiredDuringSchedulingIgnoredDuringExecution:
                      - topologyKey: kubernetes.io/os
                        labelSelector: {matchLabels: {takes: room}}
            """;
    private static final String LATE_ENVIRONMENT =
            """
                    - secretRef:
                        name: late-environment
                    ports:
            """;
    private static final String LATE_VOLUME_AND_SECOND_TRY =
            """
                    volumeMounts:
                    - {name: late, mountPath: /etc/late}
                  volumes:
                  - name: late
                    secret: {secretName: late-volume}
                  initContainers:
                  - name: wait-for-db
                    image: esc/app:2.0.1
                    env:
                    - {name: CRASH_AFTER, value: 3s}
                    - name: CRASH_CODE
                      valueFrom: {configMapKeyRef: {name: tries, key: CODE}}
            """;

    @Test
    @DisplayName("C77 C78 C79 room, configuration and drained Pods that come late: promoted; nothing is lost")
    void pass(Trial.Source trials) {
        SideBySide.of(trials)
                .with("C77 no room for a while", DisturbanceE2eTest::roomComesLate)
                .with("C78 59 Secrets late, second try", DisturbanceE2eTest::comesLate)
                .with("C79 drained", DisturbanceE2eTest::drained)
                .with("C79 drained, stays away", DisturbanceE2eTest::staysAway)
                .run();
    }

    private static void assertPromoted(Trial trial, Released released, Load load, String... told) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals("green v2", trial.liveColor() + " " + trial.version(), released::story);
        for (String text : told) {
            assertTrue(released.story().contains(text), () -> text + "\n" + released.story());
        }
        trial.assertNothingLost(load);
    }

    private static void waitFor(int seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Half of a node's processors and a bit are requested twice. */
    private static void roomComesLate(Trial trial) {
        String single = Yaml.DEPLOYMENT.replace("${REPLICAS}", "1");
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, single).live(BLUE);
        Load load = trial.smallTraffic();
        Node node = aNode(trial);
        BigDecimal processors = Quantity.getAmountInBytes(node.getStatus().getAllocatable().get("cpu"));
        String most = processors.multiply(new BigDecimal("0.55")).toPlainString();
        trial.human(IN_THE_WAY.formatted(node.getMetadata().getName(), most));
        trial.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, single + """
                    resources: {requests: {cpu: '%s'}}
                  nodeSelector: {kubernetes.io/hostname: %s}
            """.formatted(most, node.getMetadata().getLabels().get("kubernetes.io/hostname")));
        Running running = trial.start("v2", spec -> spec.timeoutSeconds(TIMEOUT)).saying("Insufficient cpu");
        waitFor(NO_ROOM);
        trial.admin().pods().resource(inTheWay(trial)).delete();

        assertPromoted(trial, trial.end(running), load);
    }

    private static Node aNode(Trial trial) {
        return trial.admin().nodes().list().getItems().get(0);
    }

    private static Pod inTheWay(Trial trial) {
        return trial.admin().pods().inNamespace(trial.namespace()).withName("in-the-way").get();
    }

    private static void comesLate(Trial trial) {
        trial.live(BLUE);
        Load load = trial.smallTraffic();
        String tries = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: tries}\ndata: {CODE: '%d'}\n";
        trial.human(tries.formatted(1));
        trial.manifests(
                Yaml.CONFIG_MAP,
                Yaml.SECRET,
                Yaml.SERVICE,
                Yaml.DEPLOYMENT.replace("        ports:\n", LATE_ENVIRONMENT) + LATE_VOLUME_AND_SECOND_TRY);
        Running running = trial.start("v2", spec -> spec.timeoutSeconds(TIMEOUT)).saying("late-volume");
        String secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: late-%s}\nstringData: {KEY: value}\n";
        trial.human(secret.formatted("volume"));
        // the first try has read its exit code once it runs; the second one reads another
        trial.until("the init containers", () -> init(trial, status -> status.getState().getRunning() != null));
        trial.human(tries.formatted(0));
        running.saying("late-environment");
        trial.until("the second tries", () -> init(trial, status -> status.getRestartCount() == 1));
        trial.human(secret.formatted("environment"));

        assertPromoted(trial, trial.end(running), load);
    }

    private static boolean init(Trial trial, Predicate<ContainerStatus> condition) {
        List<ContainerStatus> statuses = trial.pods(GREEN).stream()
                .flatMap(pod -> pod.getStatus().getInitContainerStatuses().stream())
                .toList();
        return statuses.size() == 2 && statuses.stream().allMatch(condition);
    }

    private static void drained(Trial trial) {
        Load load = liveOnThree(trial);
        Running running = watched(trial, 20);
        drainOne(trial);
        waitFor(ELSEWHERE);
        trial.admin().pods().resource(inTheWay(trial)).delete();

        Released released = trial.end(running);
        assertPromoted(trial, released, load, "2 are, 1 is starting");
        assertEquals(3, trial.replicas(GREEN), released::story);
        assertEquals(0, trial.replicas(BLUE), released::story);
    }

    private static void staysAway(Trial trial) {
        Load load = liveOnThree(trial);
        Running running = watched(trial, 120);
        drainOne(trial);

        Released released = trial.end(running);
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        released.assertSays("Only 2 of 3 Pods of backend-green are ready", "The traffic is on backend-blue.");
        assertEquals("blue v1", trial.liveColor() + " " + trial.version(), released::story);
        assertEquals(0, trial.replicas(GREEN), released::story);
        trial.assertNothingLost(load);
    }

    /** The application serves until no node sends it requests any more. */
    private static Load liveOnThree(Trial trial) {
        trial.manifests(
                        Yaml.CONFIG_MAP,
                        Yaml.SECRET,
                        Yaml.SERVICE,
                        Yaml.DEPLOYMENT.replace("value: graceful", "value: drain") + KEEPS_AWAY)
                .environment("DRAIN", "3s")
                .live(BLUE)
                .environment("START_DELAY", "4s");
        return trial.smallTraffic();
    }

    private static Running watched(Trial trial, int seconds) {
        return trial.start("v2", spec -> spec.variable("REPLICAS", "3").monitor(MonitorSpec.lasting(seconds, 1)))
                .inPhase(Phase.MONITOR);
    }

    /** Evicts a Pod, as a drain does. No other one has room from then on. */
    private static void drainOne(Trial trial) {
        List<Pod> before = trial.pods(GREEN);
        trial.human(IN_THE_WAY.formatted(aNode(trial).getMetadata().getName(), "1m"));
        trial.admin().pods().resource(before.get(0)).evict();
        trial.until("another Pod", () -> trial.pods(GREEN).stream().anyMatch(pod -> !before.contains(pod)));
    }
}
