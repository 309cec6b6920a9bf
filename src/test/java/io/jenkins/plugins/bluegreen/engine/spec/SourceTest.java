package io.jenkins.plugins.bluegreen.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SourceTest {
    private static String refusal(ReleaseSpec.Builder spec) {
        return assertThrows(ReleaseException.class, spec::build).getMessage();
    }

    private static ReleaseSpec.Builder spec() {
        return ReleaseSpec.in("esc", "build-1");
    }

    @Test
    @DisplayName("a variable or an image that is null is refused by its name, an empty one is a value")
    void nullValues() {
        assertTrue(refusal(spec().variable("DB_HOST", null)).startsWith("\"variables\" has no value for DB_HOST"));
        assertTrue(refusal(spec().image("app", null)).startsWith("\"images\" has no value for app"));
        assertEquals("", spec().variable("DB_HOST", "").build().source().variables().get("DB_HOST"));
    }
}
