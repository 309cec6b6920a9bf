package io.jenkins.plugins.bluegreen.kubernetes.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.jenkins.plugins.bluegreen.engine.text.ReleaseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The account of the Pod that Jenkins runs in")
class ServiceAccountTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("token"), "first\n");
        Files.writeString(folder.resolve("ca.crt"), "the authority");
    }

    private Config settings(Map<String, String> environment) {
        return new ServiceAccount(folder, environment::get).settings();
    }

    @Test
    @DisplayName("reads the token anew for every request, for the kubelet replaces it")
    void token() throws IOException {
        Config config = settings(Map.of());
        assertEquals("first", config.getOauthTokenProvider().getToken());
        Files.writeString(folder.resolve("token"), "second\n");
        assertEquals("second", config.getOauthTokenProvider().getToken());
    }

    @Test
    @DisplayName("verifies the API server by the authority that the Pod is given")
    void authority() {
        Config config = settings(Map.of());
        assertEquals(
                "the authority",
                new String(Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8));
        assertFalse(config.isTrustCerts());
    }

    @Test
    @DisplayName("goes where the Pod's environment says, IPv6 too, and else by the cluster's DNS")
    void address() {
        assertEquals("https://kubernetes.default.svc/", settings(Map.of()).getMasterUrl());
        assertEquals("https://10.96.0.1:443/", at("10.96.0.1", "443"));
        assertEquals("https://[fd00::1]:6443/", at("fd00::1", "6443"));
    }

    private String at(String host, String port) {
        return settings(Map.of("KUBERNETES_SERVICE_HOST", host, "KUBERNETES_SERVICE_PORT_HTTPS", port))
                .getMasterUrl();
    }

    @Test
    @DisplayName("is refused with a sentence where there is none")
    void none() throws IOException {
        Files.delete(folder.resolve("token"));
        String message = assertThrows(ReleaseException.class, () -> settings(Map.of())).getMessage();
        assertTrue(message.contains("service account") && message.contains("token"), message);
    }
}
