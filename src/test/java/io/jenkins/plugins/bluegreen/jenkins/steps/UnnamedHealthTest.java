package io.jenkins.plugins.bluegreen.jenkins.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UnnamedHealthTest {
    @Test
    @DisplayName("an argument without a name is a port if it is a number, else a path; named ones stay")
    void named() {
        assertEquals(Map.of("port", 8080), UnnamedHealth.named(Map.of("<anonymous>", 8080)));
        assertEquals(Map.of("port", 8080), UnnamedHealth.named(Map.of("<anonymous>", "8080")));
        assertEquals(Map.of("path", "/ready"), UnnamedHealth.named(Map.of("<anonymous>", "/ready")));
        assertEquals(Map.of("path", "/x", "port", 1), UnnamedHealth.named(Map.of("path", "/x", "port", 1)));
        assertEquals(Map.of(), UnnamedHealth.named(Map.of()));
    }

    @Test
    @DisplayName("health without a kind is a check by HTTP; with one, it is what it is")
    void typed() {
        assertEquals(Map.of("$class", "HttpHealth", "path", "/x"), UnnamedHealth.typed(Map.of("path", "/x")));
        assertEquals(Map.of("$class", "HttpHealth", "path", "/x"), UnnamedHealth.typed("/x"));
        assertEquals(Map.of("$class", "HttpHealth", "port", 8080), UnnamedHealth.typed(8080));
        Map<String, String> none = Map.of("$class", "NoHealth");
        assertEquals(none, UnnamedHealth.typed(none));
        assertEquals(List.of(), UnnamedHealth.typed(List.of()));
    }
}
