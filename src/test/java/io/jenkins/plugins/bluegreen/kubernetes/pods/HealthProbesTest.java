package io.jenkins.plugins.bluegreen.kubernetes.pods;

import static io.jenkins.plugins.bluegreen.kubernetes.GivenCluster.NAMESPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.embedded.server.Fault;
import io.jenkins.plugins.bluegreen.engine.cluster.ClusterException;
import io.jenkins.plugins.bluegreen.engine.cluster.Color;
import io.jenkins.plugins.bluegreen.engine.spec.Drain;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import io.jenkins.plugins.bluegreen.kubernetes.GivenCluster;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@DisplayName("A Pod's health")
class HealthProbesTest {
    private static final HealthCheck ACTUATOR = HealthCheck.actuator("/actuator/health", 8080);
    private static GivenCluster given;

    @BeforeAll
    static void start() {
        given = new GivenCluster();
        given.live("1");
    }

    @AfterAll
    static void close() {
        given.close();
    }

    @BeforeEach
    void well() {
        given.cluster.clearFaults();
        given.cluster.allowAll();
        pods().forEach(pod -> given.cluster.setHealth(NAMESPACE, pod, "UP"));
    }

    private static List<String> pods() {
        return given.pods(Color.BLUE);
    }

    @Test
    @DisplayName("is good when the Actuator says UP, each Pod being asked once")
    void up() {
        given.cluster.requests().clear();
        Map<String, HealthAnswer> health = given.gateway.health(ACTUATOR, pods()).join();
        assertEquals(pods(), List.copyOf(health.keySet()));
        assertTrue(health.values().stream().allMatch(HealthAnswer::healthy), health::toString);
        assertEquals(2, given.cluster.requests().count("get", "pods/proxy"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "DOWN, DOWN",
        "OUT_OF_SERVICE, OUT_OF_SERVICE",
        "DETAIL, db",
        "NESTED, OUT_OF_SERVICE",
        "TEXT, not with the JSON",
        "HTML, not with the JSON",
        "REDIRECT, redirects /actuator/health to",
        "ERROR, HTTP 500"
    })
    @DisplayName("C33 C34 is bad when the Actuator's parsed status says anything else")
    void bad(String health, String said) {
        String sick = pods().get(0);
        given.cluster.setHealth(NAMESPACE, sick, health);
        Map<String, HealthAnswer> answers = given.gateway.health(ACTUATOR, pods()).join();
        assertFalse(answers.get(sick).healthy(), health);
        String reason = answers.get(sick).reason().toString();
        assertTrue(reason.contains(said) && reason.contains(sick), reason);
        assertTrue(answers.get(pods().get(1)).healthy());
    }

    @Test
    @DisplayName("by http is good for 2xx alone, and redirects are not followed")
    void http() {
        HealthCheck check = HealthCheck.http("/actuator/health", 8080);
        String pod = pods().get(0);
        assertTrue(given.gateway.health(check, List.of(pod)).join().get(pod).healthy());
        given.cluster.setHealth(NAMESPACE, pod, "HTML");
        assertTrue(given.gateway.health(check, List.of(pod)).join().get(pod).healthy());
        given.cluster.setHealth(NAMESPACE, pod, "REDIRECT");
        given.cluster.requests().clear();
        assertFalse(given.gateway.health(check, List.of(pod)).join().get(pod).healthy());
        assertEquals(1, given.cluster.requests().count());
    }

    @Test
    @DisplayName("is bad when the Pod does not answer in time, does not listen there, or is gone")
    void noAnswer() {
        String pod = pods().get(0);
        HealthCheck slow = HealthCheck.http("/slow?for=5s", 8080).withTiming(1, 1);
        assertTrue(said(slow, pod).contains("within 1 s"), said(slow, pod));
        HealthCheck nobody = HealthCheck.http("/", 1);
        assertTrue(said(nobody, pod).contains("can't be reached"), said(nobody, pod));
        assertTrue(said(ACTUATOR, "web-blue-gone").contains("not there any more"), said(ACTUATOR, "web-blue-gone"));
    }

    private static String said(HealthCheck check, String pod) {
        HealthAnswer answer = given.gateway.health(check, List.of(pod)).join().get(pod);
        assertFalse(answer.healthy());
        return answer.reason().toString();
    }

    @Test
    @DisplayName("is not known when the API server itself refuses")
    void refused() {
        given.cluster.deny("get", "pods/proxy");
        ClusterException refusal = refusal();
        assertEquals(ClusterException.Kind.FORBIDDEN, refusal.kind(), refusal::getMessage);
        given.cluster.allowAll();
        given.cluster.always(call -> call.is("get", "pods/proxy"), Fault.unavailable());
        ClusterException busy = refusal();
        assertTrue(busy.isTransient(), busy::getMessage);
    }

    private static ClusterException refusal() {
        CompletableFuture<?> asked = given.gateway.health(ACTUATOR, pods());
        return assertInstanceOf(
                ClusterException.class, assertThrows(CompletionException.class, asked::join).getCause());
    }

    @Test
    @DisplayName("by nothing but readiness costs no call")
    void none() {
        given.cluster.requests().clear();
        assertTrue(given.gateway.health(HealthCheck.none(), pods()).join().values().stream().allMatch(HealthAnswer::healthy));
        assertEquals(0, given.cluster.requests().count());
    }

    @Test
    @DisplayName("C19 is followed by draining: each Pod is asked, and its metric says when it is done")
    void drain() {
        Drain drain = new Drain("/drain", 8080, "demo_requests_in_flight", 10);
        assertEquals(Map.of(), given.gateway.drain(drain, pods()).join());
        // the question itself is in flight while it is answered
        assertFalse(given.gateway.isDrained(drain, pods()).join());
        assertTrue(given.gateway.isDrained(drain, List.of("web-blue-gone")).join());
        assertEquals(Map.of(), given.gateway.drain(drain, List.of("web-blue-gone")).join());
        Drain nowhere = new Drain("/drain", 1, null, 10);
        String refusal = given.gateway.drain(nowhere, pods()).join().get(pods().get(0)).toString();
        assertTrue(refusal.contains("can't be reached"), refusal);
    }

    @Test
    @DisplayName("text of metrics is summed over labels")
    void metrics() {
        String text = """
                # TYPE conns gauge
                conns{kind="a b",x="}"} 2
                conns{kind="c"} 1.5e0 1700000000000
                conns_total 9
                other NaN
                """;
        assertEquals(3.5, MetricsText.sum(text, "conns").orElseThrow());
        assertTrue(MetricsText.sum(text, "con").isEmpty());
        assertTrue(Double.isNaN(MetricsText.sum(text, "other").orElseThrow()));
    }
}
