package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.BLUE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.History;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Call;
import io.jenkins.plugins.bluegreen.embedded.traffic.Load;
import io.jenkins.plugins.bluegreen.embedded.traffic.LoadResult;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.events.PhaseTime;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Scenarios of successful releases. */
class PromoteTest {
    private static final int MOST_CALLS = 28;
    private static final int MOST_CALLS_WARM = 22;

    @Test
    @DisplayName("C01 a first release brings blue up and creates the Service last, when blue is ready")
    void first() {
        try (Given given = Given.anApplication("backend")
                .manifests(Yaml.CONFIG_MAP + "  START_DELAY: 1s\n", Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT)) {
            History readyWhenWritten = History.of(
                    given, "services", "backend", service -> given.readyPods("backend-blue") + " ready");

            Released released = given.release("v1");

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(List.of("2 ready"), readyWhenWritten.values());
            assertEquals(
                    List.of("configmaps", "secrets", "deployments", "services"),
                    appliedResources(released),
                    () -> released.requests().toString());
            assertEquals(Map.of("app", "backend", "color", "blue"), given.selector());
            assertEquals("1", given.annotation("revision"));
            try (Load traffic = given.traffic()) {
                given.cluster.await("100 requests", () -> traffic.requests() >= 100);
                assertEquals(Set.of("v1"), Given.nothingLost(traffic).versions().keySet());
            }
        }
    }

    @Test
    @DisplayName("C02 a second release moves the traffic to green and takes blue down after the delay")
    void second() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load traffic = given.traffic()) {
            History color = History.ofColor(given, "backend");
            History blue = History.ofReplicas(given, "backend-blue");

            Released released = given.release("v2", spec -> spec.scaleDownDelaySeconds(1));

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("green", given.liveColor());
            assertEquals(List.of("blue", "green"), color.values());
            assertTrue(blue.when("0") - color.when("green") >= 1_000, released::story);
            assertEquals("v2", given.version());
            given.cluster.await("blue's Pods to go", () -> given.cluster
                    .pods(NAMESPACE, "app=backend,color=blue")
                    .isEmpty());
            LoadResult result = Given.nothingLost(traffic);
            assertEquals(Set.of("v1", "v2"), result.versions().keySet(), result::toString);
        }
    }

    @Test
    @DisplayName("C03 the next colour follows from what is live, not from the number of the build")
    void colorsAlternate() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Released failed = given.release("broken", spec -> spec.image("esc/app:missing"));
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, failed.outcome(), failed::story);
            assertEquals("blue", given.liveColor());

            given.release("v2");
            assertEquals("green v2", given.liveColor() + " " + given.version());
            given.release("v3");
            assertEquals("blue v3", given.liveColor() + " " + given.version());

            Released back = given.rollBack();
            assertEquals(Outcome.PROMOTED, back.outcome(), back::story);
            assertEquals("green v2", given.liveColor() + " " + given.version());
            given.release("v4");
            assertEquals("blue v4", given.liveColor() + " " + given.version());
        }
    }

    @Test
    @DisplayName("C07 the same spec again changes nothing: UNCHANGED, no write but the lock")
    void unchanged() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Map<String, String> before = versions(given);

            Released again = given.release("v1");

            assertEquals(Outcome.UNCHANGED, again.outcome(), again::story);
            again.assertSays("backend", "blue");
            assertEquals(
                    List.of(),
                    again.requests().calls().stream()
                            .filter(call -> call.isWrite() && !call.resource().equals("leases"))
                            .toList());
            assertEquals(before, versions(given));
            assertEquals("v1", given.version());
        }
    }

    @Test
    @DisplayName("ready Pods are enough, however late their Deployment tells of them; minReadySeconds it has to count")
    void busyControllers() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            given.cluster.deploymentsTellReadiness(false);

            Released released = given.release("v2", spec -> spec.timeoutSeconds(20));

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            given.manifests(
                    Yaml.CONFIG_MAP,
                    Yaml.SECRET,
                    Yaml.SERVICE,
                    Yaml.DEPLOYMENT.replace("  replicas: ", "  minReadySeconds: 1\n  replicas: "));
            Running counted = given.start("v3", spec -> spec.timeoutSeconds(60)).inPhase(Phase.READY);
            given.cluster.await("two ready Pods of blue", () -> given.readyPods("backend-blue") == 2);
            given.cluster.deploymentsTellReadiness(true);

            Released afterwards = counted.end();
            assertEquals(Outcome.PROMOTED, afterwards.outcome(), afterwards::story);
            PhaseTime ready = afterwards.state().times().stream()
                    .filter(time -> time.phase() == Phase.READY)
                    .findFirst()
                    .orElseThrow();
            assertTrue(ready.endMillis() - ready.startMillis() >= 1_000, afterwards::story);
        }
    }

    @Test
    @DisplayName("C10 the candidate starts with as many Pods as the live colour was scaled to")
    void asManyAsLive() {
        try (Given given = Given.anApplication("backend").and(Yaml.AUTOSCALER).live(BLUE)) {
            given.cluster.hpaDesired(NAMESPACE, "backend-blue", 10);
            given.cluster.await("ten Pods", () -> given.readyPods("backend-blue") == 10);
            History wanted = History.ofReplicas(given, "backend-green");
            History readyWhenWritten = History.of(
                    given,
                    "services",
                    "backend",
                    service -> service.at("/spec/selector/color").asText() + ", green "
                            + given.readyPods("backend-green"));

            Released released = given.release("v2");

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(List.of("10"), wanted.values());
            assertEquals(List.of("blue, green 0", "green, green 10"), readyWhenWritten.values());
            assertEquals(10, given.replicas("backend-green"));
        }
    }

    @Test
    @DisplayName("C15 before the switch the preview Service answers with the candidate, the active one never")
    void preview() {
        try (Given given = Given.anApplication("backend").live(BLUE);
                Load traffic = given.traffic()) {
            List<String> seen = new ArrayList<>();
            LoadResult[] before = new LoadResult[1];

            Released released = given.start("v2", spec -> {}, state -> {
                        for (int i = 0; i < 10; i++) {
                            seen.add(given.preview("/").split("\\s")[0] + " beside " + given.version());
                        }
                        before[0] = traffic.stop();
                    })
                    .end();

            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals(Set.of("v2 beside v1"), Set.copyOf(seen));
            assertEquals(Map.of("v1", before[0].requests()), before[0].versions(), before[0]::toString);
            assertEquals("v2", given.version());
        }
    }

    @Test
    @DisplayName("C15 a preview Service is made where something uses it, and goes where nothing does any more")
    void previewWhereUsed() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            assertNull(given.cluster.get(NAMESPACE, "services", "backend-preview"));
            Released asked = given.release("v2", spec -> spec.preview(true));
            assertEquals(Outcome.PROMOTED, asked.outcome(), asked::story);
            ObjectNode preview = given.cluster.get(NAMESPACE, "services", "backend-preview");
            assertEquals("green", preview.at("/spec/selector/color").asText());

            Released unused = given.release("v3");
            assertEquals(Outcome.PROMOTED, unused.outcome(), unused::story);
            assertTrue(unused.story().contains("backend-preview of a former release is deleted"), unused::story);
            assertNull(given.cluster.get(NAMESPACE, "services", "backend-preview"));

            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT.replace(
                    "      containers:\n", "      readinessGates:\n      - conditionType: example.com/ok\n      containers:\n"));
            Released gated = given.start("v4", spec -> spec.timeoutSeconds(1)).end();
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, gated.outcome(), gated::story);
            assertTrue(gated.story().contains("Service/backend-preview applied"), gated::story);
        }
    }

    @Test
    @DisplayName("C15 a preview Service that somebody else made under its name stays, unless it is in the way")
    void foreignPreview() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            String foreign = "apiVersion: v1\nkind: Service\nmetadata:\n  name: backend-preview\nspec:\n"
                    + "  selector: {app: other}\n  ports:\n  - port: 80\n";
            given.cluster.as("kubectl").apply(NAMESPACE, foreign);
            Released released = given.release("v2");
            assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
            assertEquals("other", given.cluster.get(NAMESPACE, "services", "backend-preview")
                    .at("/spec/selector/app")
                    .asText());
            given.cluster.as("kubectl").apply(NAMESPACE, foreign.replace("other", "backend"));
            Released refused = given.release("v3");
            assertEquals(Outcome.FAILED_BEFORE_SWITCH, refused.outcome(), refused::story);
            refused.assertSays("Service backend-preview is not part of this release");
        }
    }

    @Test
    @DisplayName("old Pods without a preStop hook stay until nodes have followed the switch, whatever the delay")
    void routing() {
        try (Given given = Given.anApplication("backend").live(BLUE)) {
            Pace pace = given.pace;
            given.pace = new Pace(
                    pace.poll(), pace.lease(), pace.stuck(), pace.scheduling(), pace.step(), pace.unready(), 2_000);
            History color = History.ofColor(given, "backend");
            History blue = History.ofReplicas(given, "backend-blue");
            given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, Yaml.DEPLOYMENT.replace(
                    "        image:",
                    "        lifecycle: {preStop: {exec: {command: [sleep, \"0\"]}}}\n        image:"));

            Released second = given.release("v2", spec -> spec.scaleDownDelaySeconds(0));
            assertTrue(second.story().contains("backend-blue have no preStop hook"), second::story);
            assertTrue(blue.when("0") - color.when("green") >= 2_000, second::story);

            Released third = given.release("v3", spec -> spec.scaleDownDelaySeconds(0));
            assertFalse(third.story().contains("preStop"), third::story);
            List<PhaseTime> times = third.state().times();
            PhaseTime retire = times.get(times.size() - 1);
            assertTrue(retire.endMillis() - retire.startMillis() < 1_500, third::story);
        }
    }

    @Test
    @DisplayName("API calls: a promoted release of four objects needs at most 28 on a new connection, then 22")
    void calls() {
        try (Given given = Given.anApplication("backend").live(BLUE).reconnected()) {
            assertCalls(given, "v2", MOST_CALLS, "a new");
            given.cluster.requests().clear();
            assertCalls(given, "v3", MOST_CALLS_WARM, "a warm");
        }
    }

    private static void assertCalls(Given given, String version, int most, String connection) {
        Released released =
                given.release(version, spec -> spec.health(HealthCheck.actuator("/actuator/health", 8080)));

        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        Map<String, Long> calls = given.cluster.requests().calls().stream()
                .collect(Collectors.groupingBy(PromoteTest::title, TreeMap::new, Collectors.counting()));
        StringBuilder table = new StringBuilder();
        calls.forEach((call, count) -> table.append("%4d  %s%n".formatted(count, call)));
        table.append("%4d  in all, of at most %d%n".formatted(given.cluster.requests().count(), most));
        System.out.print("API calls of a promoted release of four objects on " + connection + " connection\n" + table);
        assertTrue(given.cluster.requests().count() <= most, table::toString);
    }

    private static String title(Call call) {
        return call.verb() + " " + (call.resource().isEmpty() ? call.path() : call.qualifiedResource())
                + (call.dryRun() ? " (dry run)" : "");
    }

    private static List<String> appliedResources(Released released) {
        return released.requests().writes().stream()
                .filter(call -> List.of("apply", "create").contains(call.verb()))
                .map(Call::resource)
                .filter(resource -> !resource.equals("leases"))
                .toList();
    }

    private static Map<String, String> versions(Given given) {
        Map<String, String> versions = new TreeMap<>();
        for (String resource : List.of("services", "deployments", "configmaps", "secrets", "pods")) {
            given.cluster.list(NAMESPACE, resource).forEach(object -> versions.put(
                    resource + " " + object.at("/metadata/name").asText(),
                    object.at("/metadata/resourceVersion").asText()));
        }
        return versions;
    }
}
