package io.jenkins.plugins.bluegreen.conformance;

import static io.jenkins.plugins.bluegreen.conformance.given.Given.NAMESPACE;
import static io.jenkins.plugins.bluegreen.engine.cluster.Color.GREEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.Given;
import io.jenkins.plugins.bluegreen.conformance.given.LiveColor;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Running;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.MonitorSpec;
import io.jenkins.plugins.bluegreen.engine.spec.Pace;
import io.jenkins.plugins.bluegreen.engine.spec.ReleaseSpec;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios of Pods that are ready but whose health check fails, or which nobody can ask. */
class HealthJudgementTest extends BlueIsLive {
    private static final HealthCheck ACTUATOR =
            HealthCheck.actuator("/actuator/health", 8080).withThresholds(1, 2).withTiming(1, 5);

    @Test
    @DisplayName("C33 /actuator/health DOWN: fails and names the component")
    void down() {
        assertUnhealthy("DOWN", "says \"DOWN\"", "component db is DOWN");
    }

    @ParameterizedTest(name = "C34 {0}: judged by the parsed status, {1}", quoteTextArguments = false)
    @CsvSource({
        "OUT_OF_SERVICE, OUT_OF_SERVICE, /actuator/health",
        "NESTED, OUT_OF_SERVICE, component cluster/replica",
        "DETAIL, DOWN, component db",
        "TEXT, HTTP 200, JSON",
        "HTML, HTTP 200, JSON",
        "REDIRECT, redirect, /login",
        "ERROR, HTTP 500, /actuator/health",
    })
    void unhealthy(String health, String status, String what) {
        assertUnhealthy(health, status, what);
    }

    private void assertUnhealthy(String health, String... reasons) {
        try (LiveColor live = LiveColor.of(given)) {
            Released released = given.release("v2", spec -> spec.variable("HEALTH", health).health(ACTUATOR));
            assertTrue(released.phases().contains(Phase.HEALTH), released::story);
            live.assertSurvived(released, reasons);
            released.assertSays("Pod backend-green-", "2 answers in a row");
        }
    }

    @Test
    @DisplayName("C34 a plain check is satisfied by any 200, and by nothing else")
    void plain() {
        HealthCheck http = HealthCheck.http("/actuator/health", 8080).withThresholds(1, 2).withTiming(1, 5);
        for (String health : new String[] {"REDIRECT", "ERROR", "DOWN"}) {
            try (LiveColor live = LiveColor.of(given)) {
                live.assertSurvived(
                        given.release("v2", spec -> spec.variable("HEALTH", health).health(http)), "/actuator/health");
            }
        }
        Released released = given.release("v2", spec -> spec.variable("HEALTH", "TEXT").health(http));
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    @Test
    @DisplayName("C34 UP, asked several times in a row: promoted")
    void up() {
        Released released = given.release("v2", spec -> spec.health(ACTUATOR.withThresholds(2, 1)));
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertEquals(4, released.requests().count("get", "pods/proxy"), () -> released.requests().toString());
    }

    @Test
    @DisplayName("C34 DOWN at first and UP then, within the allowed failures: promoted")
    void startsSlowly() {
        String alwaysReady = Yaml.DEPLOYMENT.replace("path: /ready", "path: /");
        given.manifests(Yaml.CONFIG_MAP, Yaml.SECRET, Yaml.SERVICE, alwaysReady).environment("START_DELAY", "1500ms");
        Released released = given.release("v2", spec -> spec.health(ACTUATOR.withThresholds(1, 10)));
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    @Test
    @DisplayName("C92 over https, with a certificate that nobody signed: promoted; asked by plain http: not")
    void https() {
        given.manifests(
                Yaml.CONFIG_MAP + "  TLS: \"1\"\n",
                Yaml.SECRET,
                Yaml.SERVICE,
                Yaml.DEPLOYMENT.replaceAll("(?m)^( *)path: /ready$", "$1path: /ready\n$1scheme: HTTPS"));
        try (LiveColor live = LiveColor.of(given)) {
            live.assertSurvived(given.release("v2", spec -> spec.health(ACTUATOR)), "Pod backend-green-");
        }
        Released released =
                given.release("v2", spec -> spec.health(ACTUATOR.withScheme(HealthCheck.Scheme.HTTPS)));
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
    }

    private static Consumer<ReleaseSpec.Builder> watched(int seconds) {
        return spec -> spec.health(HealthCheck.http("/ready", 8080).withThresholds(1, 2).withTiming(1, 5))
                .monitor(MonitorSpec.lasting(seconds, 1));
    }

    private void breakTheWay(String pods) {
        given.cluster.always(
                call -> call.is("get", "pods/proxy") && call.name().contains(pods), Fault.noWayToPods());
    }

    private void awaitQuestions(int more) {
        int asked = given.cluster.requests().count("get", "pods/proxy");
        given.cluster.await(
                more + " questions", () -> given.cluster.requests().count("get", "pods/proxy") >= asked + more);
    }

    private Running broken(int seconds) {
        Running running = given.start("v2", watched(seconds)).inPhase(Phase.MONITOR);
        breakTheWay("backend-green");
        return running.saying("none can be asked for its health");
    }

    @Test
    @DisplayName("C91 the way to all Pods is broken for a while: it waits, and goes on when they answer again")
    void forAWhile() {
        Running running = broken(3);
        awaitQuestions(8);
        assertFalse(running.isOver(), () -> running.lines().toString());
        assertEquals("green", given.liveColor());
        given.cluster.clearFaults();
        Released released = running.end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        long millis = released.state().times().stream()
                .filter(time -> time.phase() == Phase.MONITOR)
                .mapToLong(time -> time.endMillis() - time.startMillis())
                .sum();
        assertTrue(millis >= 5_000, () -> "the time without an answer counted: " + released.story());
    }

    @Test
    @DisplayName("C91 the way to all Pods is broken to the end: Ready Pods stay, and it says how long was watched")
    void toTheEnd() {
        given.pace = new Pace(5_000, 60_000, 300, 1_500, 3_000, 1_000, 0);
        Released released = broken(1).end();
        assertEquals(Outcome.PROMOTED, released.outcome(), released::story);
        assertTrue(released.story().contains("s of 1 s were watched"), released::story);
        assertEquals("green", given.liveColor());
    }

    @Test
    @DisplayName("C91 the way to all Pods is broken, and they stop to be Ready: rolled back")
    void notReady() {
        Running running = broken(60);
        given.pods(GREEN).forEach(pod -> given.cluster.setEnv(NAMESPACE, pod, "READY", "0"));
        Released released = running.end();
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        assertEquals("blue", given.liveColor());
    }

    @Test
    @DisplayName("C91 the way is broken to one of them only: rolled back")
    void oneOnly() {
        Running running = given.start("v2", watched(60)).inPhase(Phase.MONITOR);
        String pod = given.pods(GREEN).get(1);
        breakTheWay(pod);
        Released released = running.end();
        assertEquals(Outcome.ROLLED_BACK, released.outcome(), released::story);
        released.assertSays(pod, "can't be reached");
    }
}
