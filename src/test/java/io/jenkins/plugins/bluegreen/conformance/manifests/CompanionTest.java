package io.jenkins.plugins.bluegreen.conformance.manifests;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.ReadyEndpoints;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.KeepPrevious;
import io.jenkins.plugins.bluegreen.engine.spec.OnFailure;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of workers that come in colours beside the application. */
class CompanionTest {
    private static final String LATER = Yaml.WORKER.replace("companion: color", "companion: after-switch");
    private static final String BUDGET = Yaml.DISRUPTION_BUDGET.replace("${APP}", "${APP}-worker");
    private static final String AUTOSCALER = Yaml.AUTOSCALER
            .replace("${APP}", "${APP}-worker")
            .replace("minReplicas: 2", "minReplicas: 1");

    private static Given live(String worker, String... more) {
        return Given.anApplication("backend").and(worker).and(more).live(BLUE);
    }

    private static String crashing(String worker) {
        return worker + "        env: [{name: CRASH_AFTER, value: 10ms}]\n";
    }

    /** The same application with other manifests of its worker; none: it has left them. */
    private static void change(Given given, String... more) {
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT).and(more);
    }

    private static Set<String> names(Given given, String resource) {
        Set<String> names = new TreeSet<>();
        given.cluster.list(NAMESPACE, resource).forEach(object -> names.add(object.at("/metadata/name").asText()));
        return names;
    }

    private static void assertDeployments(Given given, String... workers) {
        Set<String> all = new TreeSet<>(List.of(workers));
        all.addAll(Set.of("backend-blue", "backend-green"));
        assertEquals(all, names(given, "deployments"));
    }

    private static Released promoted(Given given, String version) {
        return assertPromoted(given.release(version));
    }

    private static Released assertPromoted(Released released) {
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        return released;
    }

    private static void assertSizes(Given given, int blue, int green) {
        assertEquals(List.of(blue, green),
                List.of(given.replicas("backend-worker-blue"), given.replicas("backend-worker-green")));
    }

    /** What the workers want and have ready whenever the Service is switched to a colour. */
    private static List<String> atEachSwitch(Given given) {
        List<String> sizes = new CopyOnWriteArrayList<>();
        given.cluster.onWrite((before, after, write) -> {
            if (before != null && after != null && write.resource().equals("services")
                    && !before.at("/spec/selector").equals(after.at("/spec/selector"))) {
                sizes.add(size(given, "blue") + " " + size(given, "green"));
            }
        });
        return sizes;
    }

    private static String size(Given given, String color) {
        String name = "backend-worker-" + color;
        JsonNode worker = given.cluster.get(NAMESPACE, "deployments", name);
        return worker == null ? "-" : given.readyPods(name) + "/" + given.replicas(name);
    }

    @Test
    @DisplayName("C120 color: a worker is ready with the candidate, as large as the live one, and stops with it")
    void promoted() {
        try (Given given = live(Yaml.WORKER, BUDGET, AUTOSCALER); Load load = given.traffic()) {
            assertEquals(1, given.replicas("backend-worker-blue"));
            given.cluster.as("kubectl").scale(NAMESPACE, "backend-worker-blue", 3);
            given.cluster.awaitAvailable(NAMESPACE, "backend-worker-blue");
            List<String> sizes = atEachSwitch(given);
            Released second = promoted(given, "v2");
            assertEquals(List.of("3/3 3/3"), sizes, second::story);
            assertSizes(given, 0, 3);
            assertDeployments(given, "backend-worker-blue", "backend-worker-green");
            JsonNode worker = given.cluster.get(NAMESPACE, "deployments", "backend-worker-green");
            assertEquals("green", worker.at("/spec/selector/matchLabels/color").asText());
            assertEquals("green", worker.at("/spec/template/metadata/labels/color").asText());
            assertEquals(
                    "backend-config-green",
                    worker.at("/spec/template/spec/containers/0/envFrom/0/configMapRef/name").asText());
            JsonNode scaled = given.cluster.get(NAMESPACE, "horizontalpodautoscalers", "backend-worker-green");
            assertEquals("backend-worker-green", scaled.at("/spec/scaleTargetRef/name").asText());
            assertEquals(
                    Set.of("backend-worker-blue", "backend-worker-green"), names(given, "poddisruptionbudgets"));
            assertTrue(second.story().contains("Deployment/backend-worker is a companion"), second::story);
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C120 color: a worker that crashes fails the candidate before the switch, with its reason")
    void crashes() {
        try (Given given = live(Yaml.WORKER)) {
            change(given, crashing(Yaml.WORKER));
            Released second = given.release("v2", spec -> spec.stabilizeSeconds(1));
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, second.outcome(), second::story);
            second.assertSays("backend-worker-green-", "exit code 1", "The traffic is on backend-blue.");
            assertSizes(given, 1, 0);
            assertEquals(0, given.replicas("backend-green"));
            assertEquals("blue", given.liveColor());
            Released third = given.release("v3", spec -> spec.stabilizeSeconds(1).onFailure(OnFailure.KEEP));
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, third.outcome(), third::story);
            assertSizes(given, 1, 1);
        }
    }

    @Test
    @DisplayName("C120 color: a worker that crashes after the switch brings the release back; the old one works on")
    void crashesLater() {
        try (Given given = live(Yaml.WORKER)) {
            change(given, Yaml.WORKER + "        env: [{name: CRASH_AFTER, value: 2s}]\n");
            Released second = given.release("v2", Given::watched);
            assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
            second.assertSays("backend-worker-green-", "exit code 1", "The traffic is on backend-blue.");
            assertSizes(given, 1, 0);
            assertEquals("blue", given.liveColor());
        }
    }

    @Test
    @DisplayName("C120 color: a rollback after the switch takes the candidate's worker away, and the old one works on")
    void rolledBack() {
        try (Given given = live(Yaml.WORKER); Load load = given.traffic()) {
            Running running = given.start("v2", Given::watched).inPhase(Phase.MONITOR);
            assertSizes(given, 1, 1);
            given.sicken(GREEN);
            Released second = running.end();
            assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
            assertSizes(given, 1, 0);
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C120 color, after-switch: an hour later a rollback brings the old worker back to its size")
    void anHourLater() {
        for (String worker : List.of(Yaml.WORKER, LATER)) {
            try (Given given = live(worker); Load load = given.traffic()) {
                given.cluster.as("kubectl").scale(NAMESPACE, "backend-worker-blue", 2);
                given.cluster.awaitAvailable(NAMESPACE, "backend-worker-blue");
                List<String> sizes = atEachSwitch(given);
                promoted(given, "v2");
                assertEquals(worker.equals(LATER) ? "2/2 0/0" : "2/2 2/2", sizes.get(0));
                assertSizes(given, 0, 1); // as the manifests say, once the release is over
                given.reconnected();
                Released back = assertPromoted(given.rollBack());
                assertEquals(worker.equals(LATER) ? "0" : "2", sizes.get(1).substring(2, 3), back::story);
                assertSizes(given, 2, 0);
                assertEquals(2, given.readyPods("backend-worker-blue"));
                Given.nothingLost(load);
            }
        }
    }

    @Test
    @DisplayName("C120 color: the old worker that was stopped works again when its colour can't be retired")
    void notRetired() {
        try (Given given = live(Yaml.WORKER)) {
            given.cluster.refuse(
                    "policy.example.com",
                    object -> object.at("/metadata/name").asText().equals("backend-blue")
                            && object.at("/spec/replicas").asInt(1) == 0,
                    "blue stays");
            Released second = given.release("v2");
            assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
            assertTrue(second.story().contains("backend-worker-blue scaled from 1 to 0"), second::story);
            assertSizes(given, 1, 0);
        }
    }

    @Test
    @DisplayName("C120 color, after-switch: keepPrevious delete deletes the old colour's worker, running leaves it")
    void kept() {
        for (String worker : List.of(Yaml.WORKER, LATER)) {
            try (Given given = live(worker)) {
                assertPromoted(given.release("v2", spec -> spec.keepPrevious(KeepPrevious.DELETE)));
                assertEquals(Set.of("backend-green", "backend-worker-green"), names(given, "deployments"));
                assertPromoted(given.release("v3", spec -> spec.keepPrevious(KeepPrevious.RUNNING)));
                assertSizes(given, 1, 1);
            }
        }
    }

    @Test
    @DisplayName("C120 after-switch: a worker starts once the traffic has moved, and the old one goes when it is ready")
    void afterSwitch() {
        try (Given given = live(LATER); Load load = given.traffic()) {
            assertEquals(1, given.readyPods("backend-worker-blue"));
            List<String> sizes = atEachSwitch(given);
            List<String> ready = new CopyOnWriteArrayList<>();
            given.cluster.onWrite((before, after, write) -> {
                if (write.name().equals("backend-worker-blue") && write.resource().equals("deployments")
                        && before.at("/spec/replicas").asInt() > after.at("/spec/replicas").asInt()) {
                    ready.add(size(given, "green"));
                }
            });
            Released second = promoted(given, "v2");
            assertEquals(List.of("1/1 0/0"), sizes, second::story);
            assertEquals(List.of("1/1"), ready, second::story);
            assertSizes(given, 0, 1);
            assertDeployments(given, "backend-worker-blue", "backend-worker-green");
            assertTrue(second.story().contains("Companion backend-worker-green started with 1 Pod"), second::story);
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C120 after-switch: one that crashes once it has started brings the release back, with its reason")
    void afterSwitchCrashes() {
        try (Given given = live(LATER); Load load = given.traffic()) {
            change(given, crashing(LATER));
            Released second = given.release("v2", spec -> spec.stabilizeSeconds(1));
            assertEquals(Outcome.ROLLED_BACK, second.outcome(), second::story);
            second.assertSays("backend-worker-green-", "exit code 1", "The traffic is on backend-blue.");
            assertSizes(given, 1, 0);
            assertEquals("blue", given.liveColor());
            Given.nothingLost(load);
        }
    }

    @Test
    @DisplayName("C122 a held release keeps its worker too; a promotion goes on with it, a discard takes it away")
    void held() {
        for (String worker : List.of(Yaml.WORKER, LATER)) {
            try (Given given = live(worker)) {
                given.hold("v2");
                assertSizes(given, 1, worker.equals(LATER) ? 0 : 1);
                Released discarded = given.reconnected().discard();
                assertEquals(Outcome.UNCHANGED, discarded.outcome(), discarded::story);
                assertSizes(given, 1, 0);
                given.hold("v3");
                assertPromoted(given.reconnected().promote());
                assertSizes(given, 0, 1);
                assertEquals(1, given.readyPods("backend-worker-green"));
            }
        }
    }

    @Test
    @DisplayName("C120 a worker that ran without a colour works until its colour does, and is named at the end")
    void former() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            given.and(Yaml.WORKER.replace("  annotations:\n    blue-green.jenkins.io/companion: color\n", ""));
            assertPromoted(given.release("v2", spec -> spec.workload("backend")));
            given.cluster.awaitAvailable(NAMESPACE, "backend-worker");
            change(given, Yaml.WORKER);
            Released third = promoted(given, "v3");
            third.assertSays("kubectl -n esc delete deployment backend-worker");
            assertEquals(0, given.replicas("backend-worker"));
            assertEquals(1, given.replicas("backend-worker-blue"));
            assertPromoted(given.rollBack());
            assertEquals(1, given.replicas("backend-worker"));
            assertEquals(0, given.replicas("backend-worker-blue"));
            promoted(given, "v4");
            given.cluster.as("kubectl").delete(NAMESPACE, "deployments", "backend-worker");
            Released fifth = promoted(given, "v5");
            assertFalse(fifth.message().contains("kubectl"), fifth::story);
            assertSizes(given, 0, 1);
        }
    }

    @Test
    @DisplayName("C120 a first release replaces a worker that ran before it")
    void formerOfFirst() {
        try (Given given = Given.anApplication("backend").and(Yaml.WORKER)) {
            given.cluster.as("kubectl").apply(NAMESPACE, Yaml.WORKER
                    .replace("  annotations:\n    blue-green.jenkins.io/companion: color\n", "")
                    .replace("        envFrom:\n        - configMapRef:\n            name: ${APP}-config\n", "")
                    .replace("${APP}", "backend"));
            given.cluster.awaitAvailable(NAMESPACE, "backend-worker");
            Released first = promoted(given, "v1");
            first.assertSays("kubectl -n esc delete deployment backend-worker");
            assertEquals(0, given.replicas("backend-worker"));
            assertEquals(1, given.readyPods("backend-worker-blue"));
        }
    }

    @Test
    @DisplayName("C84 a worker that left the manifests is parked with its colour, and pruned with the next release")
    void pruned() {
        try (Given given = live(Yaml.WORKER)) {
            promoted(given, "v2");
            given.cluster.as("kubectl").apply(NAMESPACE, Yaml.WORKER.replace("${APP}", "other")
                    .replace("        envFrom:\n        - configMapRef:\n            name: other-config\n", ""));
            change(given);
            promoted(given, "v3");
            assertNull(given.cluster.get(NAMESPACE, "deployments", "backend-worker-blue"));
            assertEquals(0, given.replicas("backend-worker-green"));
            promoted(given, "v4");
            assertDeployments(given, "other-worker");
            assertEquals(1, given.replicas("other-worker"));
        }
    }

    @Test
    @DisplayName("C80 a release is unchanged only if the worker is what the manifests say, and runs")
    void unchanged() {
        try (Given given = live(LATER)) {
            Released same = given.release("v1");
            assertEquals(Outcome.UNCHANGED, same.outcome(), same::story);
            given.cluster.as("kubectl").scale(NAMESPACE, "backend-worker-blue", 0);
            given.cluster.await("no Pod", () -> given.readyPods("backend-worker-blue") == 0);
            Released again = promoted(given, "v1");
            assertTrue(again.story().contains("Companion backend-worker-blue does not run as it should"), again::story);
            assertSizes(given, 0, 1);
            given.cluster.as("kubectl").patch(NAMESPACE, "deployments", "backend-worker-green", """
                    {"spec": {"template": {"spec": {"containers": [
                    {"name": "worker", "image": "esc/worker:hotfix"}]}}}}""");
            given.cluster.awaitAvailable(NAMESPACE, "backend-worker-green");
            Released mended = promoted(given, "v1");
            assertTrue(mended.story().contains("esc/worker:hotfix"), mended::story);
        }
    }

    @Test
    @DisplayName("C73 a worker that somebody else's Service needs is not stopped; its own Service is none")
    void needed() {
        String metrics = """
                {apiVersion: v1, kind: Service, metadata: {name: backend-metrics},
                 spec: {selector: {app: backend-worker}, clusterIP: None, ports: [{port: 80, targetPort: 8080}]}}
                """;
        try (Given given = live(LATER, metrics)) {
            promoted(given, "v2");
            assertSizes(given, 0, 1);
            assertPromoted(given.reconnected().rollBack());
            assertSizes(given, 1, 0);
            given.cluster.as("kubectl").apply(NAMESPACE, metrics.replace("backend-metrics", "theirs")
                    .replace("{app: backend-worker}", "{app: backend-worker, color: blue}"));
            given.cluster.await(
                    "their endpoints", () -> !ReadyEndpoints.of(given.cluster, NAMESPACE, "theirs").isEmpty());
            Released third = promoted(given, "v3");
            assertSizes(given, 1, 1);
            assertTrue(third.story().contains("backend-worker-blue was not scaled down"), third::story);
        }
    }

    @Test
    @DisplayName("C120 what can be no worker in colours is refused, with file, document and line")
    void refused() {
        try (Given given = Given.anApplication("backend")) {
            given.and(Yaml.WORKER.replace("companion: color", "companion: colour"));
            given.release("v1").assertRefused(
                    "backend/5.yaml, document 1, line 6", "\"colour\"", "Write color", "after-switch");
            change(given, Yaml.WORKER.replace("kind: Deployment", "kind: StatefulSet"));
            given.release("v1").assertRefused("backend/5.yaml, document 1, line 6", "only a Deployment");
            change(given, Yaml.WORKER.replace("app: ${APP}-worker", "app: ${APP}"));
            given.release("v1").assertRefused("backend/5.yaml, document 1, line 4", "Service backend selects its Pods");
        }
    }
}
