package io.jenkins.plugins.bluegreen.jenkins.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BoundSecretsTest {
    /** Masks line by line, as the stream of credentials-binding. */
    private static OutputStream masking(OutputStream out) {
        return replacing(replacing(out, "geheimnis-ü", "****"), "horse-battery", "****");
    }

    private static String masked(String text, List<String> given) throws Exception {
        return new BoundSecrets(List.of(), Map.of(), BoundSecretsTest::masking, StandardCharsets.UTF_8)
                .mask(given, List.of())
                .mask(text);
    }

    @Test
    @DisplayName("what the console masks in a variable or a line of a manifest is a secret, and only that")
    void console() throws Exception {
        String manifest = "kind: Secret\nstringData:\n  URL: jdbc://db?user=app&password=horse-battery&tls=true\n";
        assertEquals("password **** of app", masked("password horse-battery of app", List.of("x", manifest)));
        assertEquals("**** app ****", masked("geheimnis-ü app horse-battery", List.of("horse-battery:geheimnis-ü")));
        assertEquals("kind: Secret", masked("kind: Secret", List.of(manifest)));
    }

    @Test
    @DisplayName("the values of sensitive variables are secrets, though the release was not given them as they are")
    void sensitive() throws Exception {
        BoundSecrets bound = new BoundSecrets(
                List.of("PASSWORD", "GONE"),
                Map.of("PASSWORD", "horse-battery", "HOME", "/home"),
                out -> out,
                StandardCharsets.UTF_8);
        assertEquals("**** in /home", bound.mask(List.of(), List.of()).mask("aG9yc2UtYmF0dGVyeQ in /home"));
    }

    @Test
    @DisplayName("a text that leaves the console is masked as the console masks it, whatever it writes for a value")
    void leaving() {
        BoundSecrets bound = new BoundSecrets(
                List.of("PASSWORD"),
                Map.of("PASSWORD", "horse-battery"),
                out -> replacing(out, "tok-12345", "[hidden]"),
                StandardCharsets.UTF_8);
        assertEquals("with ****\nand [hidden] too", bound.masked("with horse-battery\nand tok-12345 too"));
        assertEquals("login **** by ****", masking("login geheimnis-ü by horse-battery"));
        assertEquals("nothing\n\nhere\n", masking("nothing\n\nhere\n"));
        assertNull(bound.masked(null));
    }

    private static String masking(String text) {
        return new BoundSecrets(List.of(), Map.of(), BoundSecretsTest::masking, StandardCharsets.UTF_8).masked(text);
    }

    @Test
    @DisplayName("notes that a console has before its lines hide nothing, and keep no value from being found")
    void notes() throws Exception {
        assertEquals("of **** x", new BoundSecrets(
                        List.of(),
                        Map.of(),
                        out -> replacing(out, "a horse", "\u001B[8mha:////4=\u001B[0ma ****"),
                        StandardCharsets.UTF_8)
                .mask(List.of("a horse"), List.of())
                .mask("of horse x"));
    }

    private static OutputStream replacing(OutputStream out, String value, String by) {
        return new FilterOutputStream(out) {
            private final ByteArrayOutputStream line = new ByteArrayOutputStream();

            @Override
            public void write(int b) throws IOException {
                line.write(b);
                if (b == '\n') {
                    out.write(line.toString(StandardCharsets.UTF_8)
                            .replace(value, by)
                            .getBytes(StandardCharsets.UTF_8));
                    line.reset();
                }
            }
        };
    }

    @Test
    @DisplayName("a build without credentials masks nothing")
    void none() throws Exception {
        assertTrue(BoundSecrets.none().mask(List.of("a", "b ****"), List.of()).isEmpty());
    }
}
