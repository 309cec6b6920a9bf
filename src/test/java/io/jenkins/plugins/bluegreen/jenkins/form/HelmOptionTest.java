package io.jenkins.plugins.bluegreen.jenkins.form;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A Helm chart that a Pipeline writes")
class HelmOptionTest {
    private static final Object ROWS = List.of(Map.of("name", "image.tag", "value", "1"));

    private static Object bound(String name, Object value) {
        return ((Map<?, ?>) HelmOption.bound(Map.of("chart", "chart", name, value))).get(name);
    }

    @Test
    @DisplayName("has single values as a map, as a list of paths and values, or as the rows of the form")
    void set() {
        assertEquals(ROWS, bound("set", Map.of("image.tag", 1)));
        assertEquals(ROWS, bound("set", List.of("image.tag=1")));
        assertEquals(ROWS, bound("set", ROWS));
        assertEquals(List.of(Map.of("name", "a", "value", "b=c")), bound("set", List.of("a=b=c")));
        assertEquals(List.of(Map.of("name", "a")), bound("set", List.of("a")));
    }

    @Test
    @DisplayName("has files with values as a list or as a text")
    void values() {
        assertEquals("a.yaml, b.yaml", bound("values", List.of("a.yaml", "b.yaml")));
        assertEquals("a.yaml", bound("values", "a.yaml"));
    }

    @Test
    @DisplayName("that is none is not changed: its error is told where it is bound")
    void other() {
        assertEquals("chart", HelmOption.bound("chart"));
    }
}
