package io.jenkins.plugins.bluegreen.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The access of a probe")
class ProbeAccessTest {
    @Test
    @DisplayName("is part of the monitor, whatever is set after it, and its secrets are the monitor's")
    void monitor() {
        ProbeAccess user = ProbeAccess.basic("ops", "hunter2");
        MonitorSpec monitor = MonitorSpec.lasting(10, 1)
                .withUrl("https://shop.example.com/", 0)
                .withUrlAccess(user)
                .withPrometheus("https://prometheus.example.com/", List.of())
                .withPrometheusAccess(ProbeAccess.bearer("t0ken"))
                .withRestarts(1);
        assertSame(user, monitor.urlAccess());
        assertEquals("Bearer t0ken", monitor.prometheusAccess().authorization());
        assertEquals(List.of("hunter2", "b3BzOmh1bnRlcjI=", "t0ken", "t0ken"), monitor.secrets());
        assertEquals(List.of(), MonitorSpec.none().secrets());
    }

    @Test
    @DisplayName("of Elasticsearch takes an API key as it is shown, as a pair, or a header as it is")
    void apiKey() {
        ElasticsearchCount count = ElasticsearchCount.of("https://logs", "*", "*:*", null, 0, OnNoData.FAIL);
        Map.of(
                        "c2VjcmV0OmtleQ==\n", "ApiKey c2VjcmV0OmtleQ==",
                        "secret:key", "ApiKey c2VjcmV0OmtleQ==",
                        "ApiKey abc", "ApiKey abc",
                        "Bearer eyJ.a.b", "Bearer eyJ.a.b")
                .forEach((text, header) ->
                        assertEquals(header, ProbeAccess.apiKey(text).authorization()));
        MonitorSpec monitor = MonitorSpec.lasting(10, 1)
                .withCount(count.withAccess(ProbeAccess.apiKey("secret:key")).withDelay(1))
                .withRestarts(1);
        assertEquals(List.of("key", "c2VjcmV0OmtleQ=="), monitor.secrets());
    }

    @Test
    @DisplayName("shows nothing of itself")
    void shown() {
        String shown = ProbeAccess.basic("ops", "hunter2").toString();
        assertFalse(shown.contains("hunter2") || shown.contains("b3Bz"), shown);
    }

    @Test
    @DisplayName("trusts certificates alone; a blank text is none")
    void certificates() {
        assertNull(ProbeAccess.open().trusting("caCertificate", " ").authorities());
        for (String text : List.of("hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")) {
            ReleaseException refused = assertThrows(
                    ReleaseException.class, () -> ProbeAccess.open().trusting("monitor.caCertificate", text));
            assertTrue(refused.getMessage().startsWith("monitor.caCertificate holds no certificate"), refused::getMessage);
        }
    }
}
