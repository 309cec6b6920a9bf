package io.jenkins.plugins.bluegreen.engine.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SecretMaskTest {
    private static final String SECRET = "p4ss \"w\\ord'<&>";

    private static String masked(String text, String... secrets) {
        return SecretMask.of(List.of(secrets)).mask(text);
    }

    @Test
    @DisplayName("the longest value is masked first, each time it appears")
    void longestFirst() {
        assertEquals("**** and ****, ****", masked("horse-battery and horse, horse", "horse", "horse-battery"));
    }

    @Test
    @DisplayName("one or two characters are part of almost every text, and are not masked")
    void shortValues() {
        assertEquals("12 of 12", masked("12 of 12", "12", "1", "", "  "));
        assertEquals("**** of ****", masked("123 of 123", "123\n"));
    }

    @Test
    @DisplayName("a value is masked in Base64 wherever it begins, in JSON, as Go prints JSON, in a URL and in quotes")
    void encodings() {
        for (String before : List.of("", "a", "ab", "abc")) {
            String text = before + "horse-battery" + before;
            String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            assertTrue(SecretMask.of(List.of("horse-battery")).covers(encoded), encoded);
        }
        assertEquals("x ****", masked("x p4ss \\\"w\\\\ord'<&>", SECRET));
        assertEquals("x ****", masked("x p4ss \\\"w\\\\ord'\\u003c\\u0026\\u003e", SECRET));
        assertEquals("x ****", masked("x p4ss+%22w%5Cord%27%3C%26%3E", SECRET));
        assertEquals("x ****", masked("x p4ss%20%22w%5Cord%27%3C%26%3E", SECRET));
        assertEquals("echo '****'", masked("echo 'p4ss \"w\\ord'\\''<&>'", SECRET));
    }

    @Test
    @DisplayName("a value that was cut by a shortening is masked up to the cut, unless what is left may be any word")
    void cut() {
        assertEquals("password is ****…", masked("password is horse-ba…", "horse-battery"));
        assertEquals("a ****… b ****… c", masked("a horse-b… b horse… c", "horse-battery"));
        assertEquals("a hor…", masked("a hor…", "horse-battery"));
        assertEquals("horse", masked("horse", "horse-battery"));
    }

    @Test
    @DisplayName("a certificate is masked also line by line")
    void lines() {
        assertEquals("  ****\n  ****", masked("  MIIBsecond\n  first-line", "first-line\nMIIBsecond\n"));
    }

    @Test
    @DisplayName("of values with the same beginning each is found; a cut start of the longest is masked as a whole")
    void sameBeginning() {
        assertEquals("**** ****s ho ****…", masked("horse-shoe horses ho horse-sh…", "horse", "horse-shoe"));
        assertEquals("ab****…", masked("abhorse-b…", "horse-battery", "orse-bat"));
    }

    @Test
    @DisplayName("the mask does not show its values")
    void text() {
        assertFalse(SecretMask.of(List.of("horse-battery")).toString().contains("horse"));
    }
}
