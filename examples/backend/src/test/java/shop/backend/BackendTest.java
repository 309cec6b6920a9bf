package shop.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.ResponseEntity;

class BackendTest {
    @Nested
    @SpringBootTest(
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = {
                "version=2.0.7",
                "management.endpoints.web.exposure.include=health,prometheus",
                "management.endpoint.health.show-components=always"
            })
    @AutoConfigureObservability
    class Working {
        @Autowired
        private TestRestTemplate http;

        @Test
        void saysItsVersion() {
            assertTrue(http.getForObject("/", String.class).startsWith("2.0.7 "));
        }

        @Test
        void isHealthyWithItsDatabase() {
            String health = http.getForObject("/actuator/health", String.class);
            assertTrue(health.contains("\"db\":{\"status\":\"UP\"}"), health);
        }

        @Test
        void countsItsRequests() {
            http.getForObject("/", String.class);
            String metrics = http.getForObject("/actuator/prometheus", String.class);
            assertTrue(metrics.contains("http_server_requests_seconds_count"), metrics);
        }
    }

    @Nested
    @SpringBootTest(
            webEnvironment = WebEnvironment.RANDOM_PORT,
            properties = {
                "spring.datasource.url=jdbc:postgresql://127.0.0.1:1/backend",
                "spring.datasource.hikari.connection-timeout=250",
                "management.endpoint.health.show-components=always"
            })
    class WithoutItsDatabase {
        @Autowired
        private TestRestTemplate http;

        @Test
        void isDownButAliveAndReady() {
            ResponseEntity<String> health = http.getForEntity("/actuator/health", String.class);
            assertEquals(503, health.getStatusCode().value());
            assertTrue(health.getBody().contains("\"db\":{\"status\":\"DOWN\"}"), health.getBody());
            assertEquals(200, http.getForEntity("/actuator/health/liveness", String.class).getStatusCode().value());
            assertEquals(200, http.getForEntity("/actuator/health/readiness", String.class).getStatusCode().value());
        }
    }
}
