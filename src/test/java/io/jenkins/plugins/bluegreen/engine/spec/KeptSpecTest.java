package io.jenkins.plugins.bluegreen.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is kept of a held release")
class KeptSpecTest {
    private static ReleaseSpec promoting(HealthCheck health) {
        return ReleaseSpec.in("esc", "build-2")
                .application("web")
                .buildUrl("https://jenkins/2/")
                .scaleDownDelaySeconds(7)
                .keepPrevious(KeepPrevious.RUNNING)
                .monitor(MonitorSpec.lasting(60, 5))
                .health(health)
                .mask(SecretMask.of(List.of("own-secret")))
                .build();
    }

    private static Map<String, String> kept(HealthCheck health) {
        return KeptSpec.of(
                ReleaseSpec.in("esc", "build-1")
                        .service("web-svc")
                        .colorLabel("ver")
                        .adopt(true)
                        .image("web:1")
                        .image("agent", "agent:5")
                        .variable("PASSWORD", "swordfish")
                        .buildNumber("1")
                        .scaleDownDelaySeconds(99)
                        .manifest("a.yaml", "a: 1")
                        .manifest("b.yaml", "b: \"한글\"")
                        .health(health)
                        .mask(SecretMask.of(List.of("swordfish")))
                        .build(),
                "web-svc");
    }

    @Test
    @DisplayName("makes the same version; the rest is the promoting build's own")
    void promotion() {
        HealthCheck check = HealthCheck.actuator("/actuator/health", 8080)
                .withThresholds(2, 4)
                .withTiming(6, 7)
                .withVia(HealthCheck.Via.POD_IP)
                .withScheme(HealthCheck.Scheme.HTTPS);
        ReleaseSpec spec = KeptSpec.with(promoting(HealthCheck.none()), kept(check));
        assertEquals("build-2", spec.id());
        assertEquals("https://jenkins/2/", spec.buildUrl());
        assertNull(spec.application(), "the manifests name it, as they did");
        assertEquals("web-svc", spec.service());
        assertEquals("ver", spec.colorLabel());
        assertTrue(spec.policy().adopt());
        assertEquals("web:1", spec.source().image());
        assertEquals("1", spec.source().buildNumber());
        assertEquals(Map.of("agent", "agent:5"), spec.source().images());
        assertEquals(Map.of("PASSWORD", "swordfish"), spec.source().variables());
        assertEquals(
                List.of("a.yaml: a: 1", "b.yaml: b: \"한글\""),
                spec.source().manifests().stream().map(one -> one.name() + ": " + one.text()).toList());
        assertEquals("**** and ****", spec.source().mask().mask("swordfish and own-secret"));
        assertEquals(7, spec.limits().scaleDownDelaySeconds());
        assertEquals(KeepPrevious.RUNNING, spec.policy().keepPrevious());
        assertEquals(60, spec.monitor().durationSeconds());
        assertEquals(HealthCheck.Kind.ACTUATOR, spec.health().kind());
        assertEquals("/actuator/health", spec.health().path());
        assertEquals(2, spec.health().successes());
        assertEquals(4, spec.health().failures());
        assertEquals(6, spec.health().intervalSeconds());
        assertEquals(7, spec.health().timeoutSeconds());
        assertEquals(HealthCheck.Via.POD_IP, spec.health().via());
        assertEquals(HealthCheck.Scheme.HTTPS, spec.health().scheme());
    }

    @Test
    @DisplayName("gives way to a health check of the promoting build")
    void ownHealth() {
        HealthCheck own = HealthCheck.http("/ready", 80);
        assertEquals("/ready", KeptSpec.with(promoting(own), kept(HealthCheck.none())).health().path());
        assertEquals(
                HealthCheck.Kind.NONE,
                KeptSpec.with(promoting(HealthCheck.none()), kept(HealthCheck.none())).health().kind());
    }

    @Test
    @DisplayName("tells where it is to whoever takes it away")
    void place() {
        ReleaseSpec spec = KeptSpec.place(promoting(HealthCheck.none()), "web", kept(HealthCheck.none()));
        assertEquals("web web-svc ver", spec.application() + " " + spec.service() + " " + spec.colorLabel());
        assertTrue(spec.source().manifests().isEmpty());
        assertEquals("web", KeptSpec.place(promoting(HealthCheck.none()), "web", Map.of()).service());
    }

    @Test
    @DisplayName("has only names that a Secret may have")
    void names() {
        Map<String, String> kept = kept(HealthCheck.http("/", 80));
        assertTrue(kept.keySet().stream().allMatch(key -> key.matches("[-._a-zA-Z0-9]+")), kept::toString);
        assertFalse(kept.containsValue(null));
    }
}
