package io.jenkins.plugins.bluegreen.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.spec.PrometheusQuery.OnNoData;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A count of documents")
class ElasticsearchCountTest {
    private static ElasticsearchCount count(String url, String index, String query, Integer min, Integer max) {
        return ElasticsearchCount.of(url, index, query, min, max, OnNoData.IGNORE);
    }

    @ParameterizedTest(name = "{0}")
    @DisplayName("is of indices by their names, patterns and dates")
    @ValueSource(strings = {
        "logs", "logs-*", "*", "logs-a,logs-b", "<logs-{now/d}>", ".ds-logs-2026.11.29", "other:logs-*", "logs-*,-logs-old",
        "logs-${COLOR}"
    })
    void indices(String index) {
        assertEquals(index.replace("${COLOR}", "blue"), count("http://logs", index, "*", null, 0).index("blue"));
    }

    @ParameterizedTest(name = "\"{0}\"")
    @DisplayName("is of nothing else")
    @ValueSource(strings = {"", " ", ".", "..", "_all", "_search", "logs a", "logs?x", "logs#x", "logs\n", "logs\\x"})
    void noIndices(String index) {
        assertThrows(ReleaseException.class, () -> count("http://logs", index, "*", null, 0));
    }

    @Test
    @DisplayName("has an address, a query, and bounds that are not the wrong way round")
    void bounds() {
        for (ReleaseException refused : new ReleaseException[] {
            assertThrows(ReleaseException.class, () -> count("logs", "logs", "*", null, 0)),
            assertThrows(ReleaseException.class, () -> count("http://logs", "logs", " ", null, 0)),
            assertThrows(ReleaseException.class, () -> count("http://logs", "logs", "*", null, null)),
            assertThrows(ReleaseException.class, () -> count("http://logs", "logs", "*", null, -1)),
            assertThrows(ReleaseException.class, () -> count("http://logs", "logs", "*", -1, null)),
            assertThrows(ReleaseException.class, () -> count("http://logs", "logs", "*", 2, 1)),
        }) {
            assertFalse(refused.getMessage().isBlank());
        }
        ElasticsearchCount some = count("http://logs", "logs", "level:ERROR AND color:${COLOR}", 1, 2);
        assertEquals("level:ERROR AND color:green", some.query("green"));
        assertTrue(some.allows(0, false));
        assertFalse(some.allows(0, true));
        assertTrue(some.allows(2, true));
        assertFalse(some.allows(3, false));
    }

    @Test
    @DisplayName("makes the watch longer by its delay, unless there is none")
    void delay() {
        ElasticsearchCount some = count("http://logs", "logs", "*", null, 0);
        assertEquals(70, MonitorSpec.lasting(60, 5).withCount(some).watchedSeconds());
        assertEquals(60, MonitorSpec.lasting(60, 5).withCount(some.withDelay(0)).watchedSeconds());
        assertEquals(60, MonitorSpec.lasting(60, 5).watchedSeconds());
        assertEquals(0, MonitorSpec.lasting(0, 5).withCount(some).watchedSeconds());
        assertThrows(ReleaseException.class, () -> some.withDelay(-1));
    }
}
