package io.jenkins.plugins.bluegreen.jenkins.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C112 What a user has seen of an application")
class SeenTest {
    private static final Seen GREEN = new Seen("green", 7, "b:2", "backend-blue", "");

    @Test
    @DisplayName("goes to the form and comes back")
    void text() {
        assertEquals("green 7 b:2 backend-blue -", GREEN.text());
        assertEquals(GREEN, Seen.of(GREEN.text()));
        assertEquals(List.of(), GREEN.changes(Seen.of(GREEN.text())));
        Seen nothing = new Seen("", 0, "", "", "");
        assertEquals(nothing, Seen.of(nothing.text()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "green", "green x b:2 - -", "green -1 b:2 - -", "green 99999999999 b:2 - -", "a 1 b c d e"})
    @DisplayName("is nothing if a form sends anything else")
    void broken(String text) {
        assertNull(Seen.of(text));
        assertNull(Seen.of(null));
    }

    @Test
    @DisplayName("is compared with what is there now, each difference a sentence")
    void changes() {
        Seen now = new Seen("blue", 8, "b:3", "backend-green", "b:4@2026");
        assertEquals(
                List.of(
                        "The traffic is on blue now; the page showed green.",
                        "Live is b:3, revision 8; the page showed b:2, revision 7.",
                        "A rollback leads to backend-green now; the page showed backend-blue.",
                        "Held is b:4@2026 now; the page showed -."),
                GREEN.changes(now));
        assertEquals(1, GREEN.changes(new Seen("green", 8, "b:2", "backend-blue", "")).size());
    }
}
