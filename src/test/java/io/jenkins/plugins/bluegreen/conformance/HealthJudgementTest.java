package io.jenkins.plugins.bluegreen.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.conformance.given.LiveColor;
import io.jenkins.plugins.bluegreen.conformance.given.Released;
import io.jenkins.plugins.bluegreen.conformance.given.Yaml;
import io.jenkins.plugins.bluegreen.engine.cluster.Phase;
import io.jenkins.plugins.bluegreen.engine.events.Outcome;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios of Pods that are ready but whose health check fails. */
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
}
