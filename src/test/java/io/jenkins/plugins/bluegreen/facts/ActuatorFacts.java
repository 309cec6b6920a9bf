package io.jenkins.plugins.bluegreen.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck;
import io.jenkins.plugins.bluegreen.engine.spec.HealthCheck.Scheme;
import io.jenkins.plugins.bluegreen.engine.workload.HealthAnswer;
import org.junit.jupiter.api.Test;

/**
 * Facts about the answers of Spring Boot's Actuator, through the Pod proxy, and how a release judges them. The
 * application is {@code examples/backend}, with {@code MANAGEMENT_ENDPOINT_HEALTH_SHOW_COMPONENTS: always}.
 */
public interface ActuatorFacts extends ServerFacts {
    /** How a Pod of the application is set. */
    enum Setting {
        /** Nothing is wrong. */
        WELL,
        /** Its database is not there, and what it does before it is ready takes an hour. */
        STARTING_WITHOUT_DATABASE,
        /** The Actuator has the base path {@code /manage}, on port 8443, by https with a certificate of its own. */
        MOVED
    }

    String TYPE = "application/vnd.spring-boot.actuator.v3+json";

    /** The name of a Pod that is set so, and answers. */
    String pod(Setting setting);

    /** The judgement of a release's health check. */
    HealthAnswer judged(HealthCheck check, String pod);

    private Reply ask(Setting setting, String port, String path) {
        String name = port.startsWith("https:") ? "https:" + pod(setting) : pod(setting);
        return api().get(core("pods/" + name + ":" + port.replace("https:", "") + "/proxy" + path), "*/*");
    }

    private static void assertHealth(Reply reply, int code, String body) {
        assertEquals(code + " " + TYPE + " " + body, reply.code() + " " + reply.type() + " " + reply.text());
    }

    private String said(Setting setting, HealthCheck check) {
        HealthAnswer answer = judged(check, pod(setting));
        return answer.healthy() ? "UP" : answer.reason().toString().replace(pod(setting), "POD");
    }

    private static HealthCheck check(String path) {
        return HealthCheck.actuator(path, 8080);
    }

    private void assertNothingThere(Setting setting, String port, String path) {
        Reply missing = ask(setting, port, path);
        assertEquals("404 application/json", missing.code() + " " + missing.type(), missing.text());
        ObjectNode body = missing.body().deepCopy();
        assertTrue(body.remove("timestamp").isTextual(), missing.text());
        // a status, and not the Actuator's
        assertEquals("{\"status\":404,\"error\":\"Not Found\",\"path\":\"" + path + "\"}", body.toString());
    }

    @Test
    default void anApplicationThatIsWellSaysSoWithItsComponentsAndInEachGroup() {
        assertHealth(ask(Setting.WELL, "8080", "/actuator/health"), 200,
                "{\"status\":\"UP\",\"groups\":[\"liveness\",\"readiness\"],\"components\":{\"db\":{\"status\":\"UP\"},"
                        + "\"diskSpace\":{\"status\":\"UP\"},\"livenessState\":{\"status\":\"UP\"},"
                        + "\"ping\":{\"status\":\"UP\"},\"readinessState\":{\"status\":\"UP\"},"
                        + "\"ssl\":{\"status\":\"UP\"}}}");
        for (String path : new String[] {"/actuator/health/readiness", "/actuator/health/liveness",
                "/actuator/health/db"}) {
            assertHealth(ask(Setting.WELL, "8080", path), 200, "{\"status\":\"UP\"}");
            assertEquals("UP", said(Setting.WELL, check(path)));
        }
        assertEquals("UP", said(Setting.WELL, check("/actuator/health")));
    }

    @Test
    default void aGroupThatIsNoneIsAnsweredWithNothingAndOtherPathsWithSpringsError() {
        Reply none = ask(Setting.WELL, "8080", "/actuator/health/none");
        assertEquals("404 ", none.code() + " " + none.text());
        assertNothingThere(Setting.WELL, "8080", "/actuator/none");
        for (String path : new String[] {"/actuator/health/none", "/actuator/none"}) {
            assertEquals("Pod POD answered " + path + " with HTTP 404: there is no Actuator. Check the path and the "
                    + "port: it may have its own (management.server.port, management.endpoints.web.base-path).",
                    said(Setting.WELL, check(path)));
        }
    }

    @Test
    default void withoutItsDatabaseItIsDownAndBeforeItIsReadyOutOfService() {
        assertHealth(ask(Setting.STARTING_WITHOUT_DATABASE, "8080", "/actuator/health"), 503,
                "{\"status\":\"DOWN\",\"groups\":[\"liveness\",\"readiness\"],\"components\":{"
                        + "\"db\":{\"status\":\"DOWN\"},\"diskSpace\":{\"status\":\"UP\"},"
                        + "\"livenessState\":{\"status\":\"UP\"},\"ping\":{\"status\":\"UP\"},"
                        + "\"readinessState\":{\"status\":\"OUT_OF_SERVICE\"},\"ssl\":{\"status\":\"UP\"}}}");
        assertHealth(ask(Setting.STARTING_WITHOUT_DATABASE, "8080", "/actuator/health/readiness"), 503,
                "{\"status\":\"OUT_OF_SERVICE\"}");
        assertHealth(ask(Setting.STARTING_WITHOUT_DATABASE, "8080", "/actuator/health/liveness"), 200,
                "{\"status\":\"UP\"}");
        assertEquals("Pod POD says \"DOWN\", and its component db is DOWN.",
                said(Setting.STARTING_WITHOUT_DATABASE, check("/actuator/health")));
        assertEquals("Pod POD answered /actuator/health/readiness with the status \"OUT_OF_SERVICE\".",
                said(Setting.STARTING_WITHOUT_DATABASE, check("/actuator/health/readiness")));
        assertEquals("UP", said(Setting.STARTING_WITHOUT_DATABASE, check("/actuator/health/liveness")));
    }

    @Test
    default void anActuatorElsewhereIsNotWhereItWas() {
        assertNothingThere(Setting.MOVED, "8080", "/actuator/health");
        assertNothingThere(Setting.MOVED, "8080", "/manage/health");
        assertNothingThere(Setting.MOVED, "https:8443", "/actuator/health");
        Reply well = ask(Setting.MOVED, "https:8443", "/manage/health");
        assertEquals("200 " + TYPE + " UP", well.code() + " " + well.type() + " " + well.at("/status"), well.text());
        Reply plain = ask(Setting.MOVED, "8443", "/manage/health");
        assertEquals("400 text/plain;charset=UTF-8", plain.code() + " " + plain.type(), plain.text());
        assertEquals("Bad Request\r\nThis combination of host and port requires TLS.\r\n", plain.text());
        HealthCheck moved = HealthCheck.actuator("/manage/health", 8443);
        assertEquals("UP", said(Setting.MOVED, moved.withScheme(Scheme.HTTPS)));
        assertEquals("Pod POD speaks https on port 8443, and was asked by plain http."
                + " Set scheme: 'https' of the health check.", said(Setting.MOVED, moved));
    }
}
