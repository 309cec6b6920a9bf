package io.jenkins.plugins.bluegreen.jenkins.secrets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("C106 The file of a credential that a build has bound")
class SecretFilesTest {
    @TempDir
    Path temp;

    private Path folder;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void folder() throws IOException {
        folder = Files.createDirectories(temp.resolve("shop@tmp/secretFiles/6f1c"));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** The credentials of a build with a variable of this path. */
    private static BoundSecrets bound(Path path) {
        return new BoundSecrets(
                List.of("FILE"), Map.of("FILE", path.toString()), out -> out, StandardCharsets.UTF_8);
    }

    private String masked(Path path, String text) throws IOException {
        BoundSecrets secrets = bound(path);
        BoundFiles.take(SecretFiles.read(secrets.files()), secrets, said::add);
        return secrets.masked(text);
    }

    @Test
    @DisplayName("is masked by its path, and by each of its lines, wherever a text shows it")
    void lines() throws Exception {
        Path key = file("key.pem", "-----BEGIN KEY-----\nMIIEvQIBADANBgkq\n  hkiG9w0BAQEFAASC \nshort\n");
        assertEquals(
                "of ****: **** then short (****)",
                masked(key, "of " + key + ": MIIEvQIBADANBgkq then short (hkiG9w0BAQEFAASC)"));
        assertEquals(List.of(), said);
    }

    @Test
    @DisplayName("is masked by the values of its properties, YAML and JSON; names and addresses stay readable")
    void assigned() throws Exception {
        Path env = file(
                "app.env",
                "export DB_PASSWORD='horse-battery'\nAPP_NAME=shop-backend\nURL=https://a.b/c1?x=12345678\n");
        assertEquals(
                "shop-backend: **** at https://a.b/c1?x=12345678",
                masked(env, "shop-backend: horse-battery at https://a.b/c1?x=12345678"));
        Path yaml = file(
                "config",
                "users:\n- user:\n    token: abc-def-ghi,\n  name: deployment\ndsn: db://u:p4sswd@h/x\n");
        assertEquals("deployment ****, ****", masked(yaml, "deployment abc-def-ghi, db://u:p4sswd@h/x"));
        Path json = file(
                "sa.json",
                "{\"type\": \"service_account\", \"private_key\": \"-----BEGIN\\nMIIEvQIBADAN\\n\", \"k\":1}");
        assertEquals("service_account ****", masked(json, "service_account MIIEvQIBADAN"));
    }

    @Test
    @DisplayName("is masked within an unpacked archive too")
    void archive() throws Exception {
        Files.createDirectories(folder.resolve("zip/inner"));
        file("zip/inner/one.txt", "first-secret-line");
        assertEquals("**** x", masked(folder.resolve("zip"), "first-secret-line x"));
    }

    @Test
    @DisplayName("is read up to 16 KiB, which is said; a file that is no text is left out")
    void bounds() throws Exception {
        Path large = file("large", "first-secret-line\n" + "가".repeat(6_000) + "\nlast-secret-line");
        assertEquals("**** last-secret-line", masked(large, "first-secret-line last-secret-line"));
        assertEquals(1, said.size());
        assertTrue(SecretFiles.read(List.of(large.toString())).texts.get(0).endsWith("가"));
        Path binary = Files.write(folder.resolve("store.p12"), new byte[] {0, 1, 2, (byte) 0xFF, 65, 66});
        assertEquals(List.of(), SecretFiles.read(List.of(binary.toString())).texts);
    }

    @Test
    @DisplayName("is not read through a link, nor in another place than that of credentials-binding")
    void elsewhere() throws Exception {
        Path outside = Files.writeString(temp.resolve("outside"), "outside-of-everything");
        Path link = Files.createSymbolicLink(folder.resolve("link"), outside);
        assertEquals("outside-of-everything", masked(link, "outside-of-everything"));
        assertEquals(List.of(), List.copyOf(bound(outside).files()));
        assertFalse(SecretFiles.isPath("secretFiles/x"));
        assertTrue(SecretFiles.isPath("C:\\agent\\ws@tmp\\secretFiles\\6f1c\\x"));
    }

    @Test
    @DisplayName("that is on another agent is told, and an answer that is none is not taken")
    void gone() throws Exception {
        assertEquals("text", masked(folder.resolve("gone"), "text"));
        assertEquals(1, said.size());
        BoundFiles.take("no answer", bound(folder), said::add);
        assertEquals(2, said.size());
    }
}
